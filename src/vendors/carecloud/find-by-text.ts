import type { FacetSource, FinderValue } from '../../customers/facets/facet-source.ts';
import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { RecordKey, SourceRecord } from '../../customers/model/source-record.ts';
import type { FoundRecords } from '../../customers/search/found-records.ts';
import type { SearchReading, SearchText } from '../../customers/search/read-search-text.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';

type Account = SourceRecord<CareCloudCustomer>;

interface FindByText {
  readonly find: FacetSource['find'];
  /** The accounts with these ids. */
  load(keys: readonly RecordKey[], call: SourceCall): Promise<readonly Account[]>;
}

/** What is no part of a record, by reading: the finder, and the values that a text may be. */
const FINDERS: readonly (readonly [SearchReading, string, (text: string) => readonly string[]])[] = [
  ['CARD_NUMBER', 'cardNumber', (text) => [...new Set([text.replace(/[ -]/g, ''), text])]],
  ['EXTERNAL_ID', 'externalId', (text) => [text]],
];

/** The readings that are searched for this way. */
export const FOUND_READINGS = FINDERS.map(([reading]) => reading);

/**
 * Accounts by the number of a card, or the id of another system: values that CareCloud is asked for as equal. A search that
 * fails, or is not allowed, leaves what the others find, and more may be there.
 */
export async function findByText(
  { text, readings }: SearchText,
  { find, load }: FindByText,
  call: SourceCall,
): Promise<
  Pick<FoundRecords<CareCloudCustomer>, 'records' | 'isComplete'> & Required<Pick<FoundRecords, 'foundBy'>>
> {
  const foundBy = new Map<string, Set<SearchReading>>();
  let isComplete = true;
  const asked = FINDERS.filter(([reading]) => readings.includes(reading)).map(
    async ([reading, finder, toValues]) => {
      const values = toValues(text).map((value): FinderValue => ({ value }));
      for (const found of (await find(finder, values, call)).flat()) {
        const id = typeof found === 'string' ? found : found.id;
        foundBy.set(id, (foundBy.get(id) ?? new Set()).add(reading));
      }
    },
  );
  for (const outcome of await Promise.allSettled(asked)) {
    if (outcome.status === 'fulfilled') continue;
    if (!(outcome.reason instanceof UpstreamError)) throw outcome.reason;
    isComplete = false;
  }
  const keys = [...foundBy.keys()].map((value): RecordKey => ({ kind: 'id', value }));
  return { records: keys.length === 0 ? [] : await load(keys, call), isComplete, foundBy };
}
