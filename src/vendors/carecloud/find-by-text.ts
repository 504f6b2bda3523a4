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
  /** How many requests are left to find them. */
  readonly mostRequests: number;
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

interface FoundByValues
  extends Pick<FoundRecords<CareCloudCustomer>, 'records' | 'isComplete'>,
    Required<Pick<FoundRecords, 'foundBy'>> {
  /** How many requests were spent on finding them. */
  readonly requests: number;
}

/** Readings that records do not show. */
const FINDERS: readonly FindingValue[] = [
  CARD('firstCardNumber'),
  { reading: 'EXTERNAL_ID', finder: 'externalId', toValues: (text) => [text] },
];
const SECOND_CARD = CARD('secondCardNumber');

/** The readings that use a finder. */
export const FOUND_READINGS = FINDERS.map(({ reading }) => reading);

/**
 * Finds accounts by a card number, or by an id in another system; CareCloud matches both exactly. Each takes one
 * request, and cards take one more for their second numbers if nothing was found. If `mostRequests` does not allow all
 * of them, or a search fails or is not permitted, the result of the others is returned as incomplete.
 */
export async function findByText(
  { text, readings }: SearchText,
  { find, load, mostRequests }: FindByText,
  call: SourceCall,
): Promise<FoundByValues> {
  const foundBy = new Map<string, Set<SearchReading>>();
  let isComplete = true;
  const findAll = async (finders: readonly FindingValue[]) => {
    const asked = finders.map(async ({ reading, finder, toValues }) => {
      const values = toValues(text).map((value): FinderValue => ({ value }));
      for (const found of (await find(finder, values, call)).flat()) {
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
  const fitting = FINDERS.filter(({ reading }) => readings.includes(reading));
  const finders = fitting.slice(0, mostRequests);
  await findAll(finders);
  const isCard = fitting.some(({ reading }) => reading === 'CARD_NUMBER');
  const wanted = fitting.length + Number(isCard && foundBy.size === 0);
  const requests = Math.min(wanted, mostRequests);
  if (requests > finders.length) await findAll([SECOND_CARD]);
  const keys = [...foundBy.keys()].map((value): RecordKey => ({ kind: 'id', value }));
  const records = keys.length === 0 ? [] : await load(keys, call);
  return { records, isComplete: isComplete && requests === wanted, foundBy, requests };
}
