import type { FacetSource, FinderValue } from '../../customers/facets/facet-source.ts';
import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { RecordKey, SourceRecord } from '../../customers/model/source-record.ts';
import type { FoundRecords } from '../../customers/search/found-records.ts';
import type { SearchReading, SearchText } from '../../customers/search/read-search-text.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';
import type { FinderName } from './facets/finders.ts';

type Account = SourceRecord<CareCloudCustomer>;

export interface FindByText {
  readonly find: FacetSource['find'];
  /** The accounts with these ids. */
  load(keys: readonly RecordKey[], call: SourceCall): Promise<readonly Account[]>;
  /** How many requests are left to find ids. */
  readonly mostRequests: number;
  /** Whether another search finds an account by the same text. */
  readonly isFound: Promise<boolean>;
}

interface FindingValue {
  readonly reading: SearchReading;
  readonly finder: FinderName;
  readonly toValues: (text: string) => readonly string[];
}

const CARD = (finder: FinderName): FindingValue => ({
  reading: 'CARD_NUMBER',
  finder,
  // As stored, and as it may be printed.
  toValues: (text) => [...new Set([text.replace(/[ -]/g, ''), text])],
});

export interface FoundByValues
  extends Pick<FoundRecords<CareCloudCustomer>, 'records' | 'isComplete'>,
    Required<Pick<FoundRecords, 'foundBy'>> {
  /** How many requests were spent on finding ids. */
  readonly requests: number;
  /** Finds what no request was left for; null if there is nothing. */
  readonly more: ((call: SourceCall) => Promise<FoundByValues>) | null;
}

/** Readings that records do not show. */
const FIRST_CARD = CARD('firstCardNumber');
const SECOND_CARD = CARD('secondCardNumber');
const EXTERNAL: FindingValue = {
  reading: 'EXTERNAL_ID',
  finder: 'externalId',
  toValues: (text) => [text],
};

/** The readings that use a finder. */
export const FOUND_READINGS = [FIRST_CARD.reading, EXTERNAL.reading];

/**
 * Finds accounts by their id, a card number, or an id in another system; CareCloud matches all of them exactly. Each of
 * the latter two takes one request, and cards take one more for their second numbers if nothing was found. Then no
 * request may be left for ids in other systems: `more` asks for them. If a search fails or is not permitted, the result
 * of the others is returned as incomplete.
 */
export async function findByText(
  { text, readings }: SearchText,
  { find, load, mostRequests, isFound }: FindByText,
  call: SourceCall,
): Promise<FoundByValues> {
  const foundBy = new Map<string, Set<SearchReading>>();
  let isComplete = true;
  let requests = 0;
  const ask = async (finders: readonly FindingValue[], asking: SourceCall) => {
    requests += finders.length;
    const asked = finders.map(async ({ reading, finder, toValues }) => {
      const values = toValues(text).map((value): FinderValue => ({ value }));
      for (const found of (await find(finder, values, asking)).flat()) {
        const id = typeof found === 'string' ? found : found.id;
        foundBy.set(id, (foundBy.get(id) ?? new Set()).add(reading));
      }
    });
    for (const outcome of await Promise.allSettled(asked)) {
      if (outcome.status === 'fulfilled') continue;
      if (!(outcome.reason instanceof UpstreamError)) throw outcome.reason;
      isComplete = false;
    }
  };
  const fits = ({ reading }: FindingValue) => readings.includes(reading);
  const cards = [FIRST_CARD].filter(fits);
  const external = [EXTERNAL].filter(fits);
  const hasRoom = 2 * cards.length + external.length <= mostRequests;
  let open = hasRoom ? [] : external;
  await ask(hasRoom ? [...cards, ...external] : cards, call);
  if (cards.length > 0 && foundBy.size === 0 && (hasRoom || !(await isFound))) {
    await ask([SECOND_CARD], call);
  } else {
    await ask(open, call);
    open = [];
  }
  const result = async (asking: SourceCall): Promise<FoundByValues> => {
    const ids = [...(readings.includes('CARE_CLOUD_ID') ? [text] : []), ...foundBy.keys()];
    const keys = [...new Set(ids)].map((value): RecordKey => ({ kind: 'id', value }));
    const records = keys.length === 0 ? [] : await load(keys, asking);
    return {
      records,
      isComplete: isComplete && open.length === 0,
      foundBy,
      requests,
      more: open.length === 0 ? null : more,
    };
  };
  const more = async (asking: SourceCall) => {
    await ask(open, asking);
    open = [];
    return result(asking);
  };
  return result(call);
}
