import type { RecordPage, SourceQuery } from '../../customers/customer-source.ts';
import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { RowRange } from '../../paging/leg.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import type { DecodeReport } from '../shared/json.ts';
import { LARGEST_PAGE, WHOLE_PART_ROWS } from './assumptions.ts';
import { mergeParts, type SearchPart } from './merge-parts.ts';
import { sortKey } from './record.ts';
import { SearchBatch } from './search-batch.ts';
import { decodeCustomer, decodeCustomerPage } from './wire/decode.ts';
import { customerRequest, isOrderField, type ListOrder, listRequest } from './wire/requests.ts';
import type { HelpCrunchQuery, SearchCondition } from './wire/wire.ts';

type Page = RecordPage<HelpCrunchCustomer>;
type Profile = SourceRecord<HelpCrunchCustomer>;

/** The three read operations of the vendor's pages, over HTTP. */
export interface Listing {
  /** One page of a query. One request, unless the search is larger than HelpCrunch has been found to take. */
  page(query: HelpCrunchQuery, order: SourceQuery['order'], range: RowRange, call: SourceCall): Promise<Page>;
  /** Every record that satisfies one of the conditions, in as few requests as their number allows. */
  withAny(conditions: readonly SearchCondition[], call: SourceCall): Promise<readonly Profile[]>;
  /** The newest seen that satisfy one of the conditions: one page, and whether that is all of them. */
  newest(
    conditions: readonly SearchCondition[],
    call: SourceCall,
  ): Promise<{ readonly records: readonly Profile[]; readonly isComplete: boolean }>;
}

/** What a search for people reads: the newest seen of many. */
const NEWEST_FIRST: ListOrder = { field: 'LAST_SEEN', direction: 'DESC' };

/** Look-ups page through a search, so they need an order that stays. */
const LOOK_UP_ORDER: ListOrder = { field: 'FIRST_SEEN', direction: 'ASC' };

export function createListing({
  client,
  searchBatch,
  toRecord,
  report,
}: {
  readonly client: UpstreamClient;
  readonly searchBatch: number;
  readonly toRecord: (own: HelpCrunchCustomer) => Profile;
  readonly report: DecodeReport;
}): Listing {
  const batch = new SearchBatch(searchBatch);

  function askPage(
    query: HelpCrunchQuery,
    order: ListOrder,
    range: RowRange,
    call: SourceCall,
  ): Promise<Page> {
    const decode = (body: unknown): Page => {
      const { customers, total } = decodeCustomerPage(body, report);
      // More rows than asked for would be counted twice by whoever reads on.
      return { records: customers.slice(0, range.limit).map(toRecord), total };
    };
    const countRows = ({ records }: Page) => records.length;
    return client.request({ ...listRequest(query, order, range), decode, countRows }, call);
  }

  async function askOne(id: number, call: SourceCall): Promise<readonly Profile[]> {
    const decode = (body: unknown) => [toRecord(decodeCustomer(body, report))];
    const countRows = (profiles: readonly Profile[]) => profiles.length;
    return client.request({ ...customerRequest(id), decode, countRows, ifNotFound: [] }, call);
  }

  /** Rows from the first on, until all are read or `isEnough` says so. */
  async function readOn(
    query: HelpCrunchQuery,
    order: ListOrder,
    isEnough: (read: number, total: number | null) => boolean,
    call: SourceCall,
  ): Promise<SearchPart<HelpCrunchCustomer>> {
    const records: Profile[] = [];
    for (;;) {
      const page = await askPage(query, order, { offset: records.length, limit: LARGEST_PAGE }, call);
      records.push(...page.records);
      const isShort = page.records.length < LARGEST_PAGE;
      if (page.records.length === 0 || (page.total === null ? isShort : records.length >= page.total)) {
        return { records, isWhole: true };
      }
      if (isEnough(records.length, page.total)) return { records, isWhole: false };
    }
  }

  return {
    async page(query, { field, direction }, range, call) {
      if (!isOrderField(field)) throw new RangeError(`HelpCrunch has no order ${field}.`);
      const order = { field, direction };
      if (query?.comparison !== 'OR') return askPage(query, order, range, call);
      const end = range.offset + range.limit;
      const isEnough = (read: number, total: number | null) =>
        read >= end && (total === null || total > WHOLE_PART_ROWS);
      const answers = await batch.ask(query.conditions, async (conditions) => {
        const piece = { ...query, conditions };
        return conditions.length === query.conditions.length
          ? { page: await askPage(piece, order, range, call) }
          : { part: await readOn(piece, order, isEnough, call) };
      });
      const [whole] = answers;
      if (whole?.page !== undefined) return whole.page;
      const parts = answers.flatMap(({ part }) => part ?? []);
      return mergeParts(parts, direction, (record) => sortKey(record, field), range);
    },

    async newest(conditions, call) {
      const range = { offset: 0, limit: LARGEST_PAGE };
      const pages = await batch.ask(conditions, (piece) =>
        askPage({ comparison: 'OR', conditions: piece }, NEWEST_FIRST, range, call),
      );
      return {
        records: pages.flatMap(({ records }) => records),
        isComplete: pages.every(({ records, total }) =>
          total === null ? records.length < LARGEST_PAGE : records.length >= total,
        ),
      };
    },

    async withAny(conditions, call) {
      const [first, ...others] = conditions;
      if (first === undefined) return [];
      if (others.length === 0 && first.field === 'customers.id') return askOne(Number(first.value), call);
      const parts = await batch.ask(conditions, (piece) =>
        readOn({ comparison: 'OR', conditions: piece }, LOOK_UP_ORDER, () => false, call),
      );
      return parts.flatMap((part) => part.records);
    },
  };
}
