import type { RecordPage, SourceQuery } from '../../customers/customer-source.ts';
import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { RowRange } from '../../paging/leg.ts';
import { isAllOf, mergeParts, type SearchPart } from '../shared/look-up/merge-parts.ts';
import { readOn } from '../shared/read-on.ts';
import { isWholeList } from '../shared/whole-list.ts';
import { LARGEST_PAGE, WHOLE_PART_ROWS } from './assumptions.ts';
import type { CustomerRequests } from './customer-requests.ts';
import { sortKey } from './record.ts';
import { isOrderField, type ListOrder } from './wire/requests.ts';
import type { HelpCrunchQuery, HelpCrunchSearch, SearchCondition } from './wire/wire.ts';

type Page = RecordPage<HelpCrunchCustomer>;
type Profile = SourceRecord<HelpCrunchCustomer>;

/** The three read operations of the vendor's pages, over HTTP. */
export interface Listing {
  /** One page of a query. One request, unless the search is larger than HelpCrunch is known to accept. */
  page(query: HelpCrunchQuery, order: SourceQuery['order'], range: RowRange, call: SourceCall): Promise<Page>;
  /** Every record that satisfies one of the conditions, in as few requests as their number allows. */
  withAny(conditions: readonly SearchCondition[], call: SourceCall): Promise<readonly Profile[]>;
  /**
   * The most recently seen that satisfy one of the conditions: one page, and whether it is complete. `isJoined`:
   * others, which satisfy other conditions, may be among them.
   */
  newest(
    conditions: readonly SearchCondition[],
    call: SourceCall,
    expectedRows?: number,
  ): Promise<NewestProfiles>;
}

interface NewestProfiles {
  readonly records: readonly Profile[];
  readonly isComplete: boolean;
  /** How many satisfy the conditions, as HelpCrunch states; null if it does not. */
  readonly total: number | null;
  readonly isJoined: boolean;
}

/** The order for searching people: if there are too many, the most recently seen. */
const NEWEST_FIRST: ListOrder = { field: 'LAST_SEEN', direction: 'DESC' };

/** Look-ups page through a search, so they need a stable order. */
const LOOK_UP_ORDER: ListOrder = { field: 'FIRST_SEEN', direction: 'ASC' };

/** @param areTotalsWrong Whether HelpCrunch's totals were contradicted before. */
export function createListing(requests: CustomerRequests, areTotalsWrong: () => boolean): Listing {
  const { batch, proof } = requests;

  const readAll = (
    query: HelpCrunchQuery,
    order: ListOrder,
    call: SourceCall,
    rows: number,
    isEnough?: (read: number, total: number | null) => boolean,
    expectedRows?: number,
  ): Promise<SearchPart<HelpCrunchCustomer>> =>
    readOn(
      (range) => requests.page(query, order, range, call, expectedRows),
      rows,
      () => requests.fullPage,
      isEnough,
    );

  /**
   * Everything that one piece of a look-up finds. A known record requested last shows whether it was read to the end.
   */
  async function readPiece(
    values: readonly SearchCondition[],
    rows: number,
    call: SourceCall,
  ): Promise<readonly Profile[]> {
    const read = async (conditions: readonly SearchCondition[]) =>
      (await readAll(anyOf(conditions), LOOK_UP_ORDER, call, rows, undefined, rowsOf(conditions))).records;
    const last = proof.atEnd(values);
    const records = await read(last?.batch ?? values);
    const again = ({ batch: conditions }: { readonly batch: readonly SearchCondition[] }) => read(conditions);
    await proof.prove({ values, last, records, isList: false, again }, call);
    return records;
  }

  async function provePage(
    values: readonly SearchCondition[],
    records: readonly Profile[],
    isList: boolean,
    call: SourceCall,
  ): Promise<void> {
    const again = async ({ batch: conditions }: { readonly batch: readonly SearchCondition[] }) => {
      const range = { offset: 0, limit: LARGEST_PAGE };
      const found = await requests.page(anyOf(conditions), LOOK_UP_ORDER, range, call);
      return isAllOf(found) ? found.records : null;
    };
    await proof.prove({ values, last: null, records, isList, again }, call);
  }

  return {
    async page(query, { field, direction }, range, call) {
      if (!isOrderField(field)) throw new RangeError(`HelpCrunch has no order ${field}.`);
      const order = { field, direction };
      if (query?.comparison !== 'OR') return requests.page(query, order, range, call);
      const end = range.offset + range.limit;
      const isEnough = (read: number, total: number | null) =>
        read >= end && (total === null || total > WHOLE_PART_ROWS);
      const answers = await batch.ask(query.conditions, async (conditions, rows = LARGEST_PAGE) => {
        const piece = { ...query, conditions };
        const isWhole = conditions.length === query.conditions.length;
        const read = isWhole
          ? { page: await requests.page(piece, order, range, call) }
          : { part: await readAll(piece, order, call, rows, isEnough) };
        await provePage(conditions, (read.page ?? read.part).records, true, call);
        return read;
      });
      const [all] = answers;
      if (all?.page !== undefined) return all.page;
      const parts = answers.flatMap(({ part }) => part ?? []);
      return mergeParts(parts, direction, (record) => sortKey(record, field), range);
    },

    async newest(conditions, call, expectedRows) {
      const pages = await batch.ask(conditions, async (piece, rows = LARGEST_PAGE) => {
        const page = await requests.page(
          anyOf(piece),
          NEWEST_FIRST,
          { offset: 0, limit: rows },
          call,
          expectedRows,
        );
        await provePage(piece, page.records, false, call);
        return page;
      });
      return {
        records: readable(pages.flatMap(({ records }) => records)),
        total: pages.length === 1 ? (pages[0]?.total ?? null) : null,
        isJoined: pages.some(({ isJoined }) => isJoined === true),
        isComplete: pages.every(({ records, total }) =>
          isWholeList({
            rows: records.length,
            total,
            fullPage: requests.fullPage,
            areTotalsWrong: areTotalsWrong(),
          }),
        ),
      };
    },

    async withAny(conditions, call) {
      const [first, ...others] = conditions;
      if (first === undefined) return [];
      if (others.length === 0 && first.field === 'customers.id') {
        return requests.one(Number(first.value), call);
      }
      try {
        const parts = await batch.ask(conditions, (piece, rows = LARGEST_PAGE) =>
          readPiece(piece, rows, call),
        );
        return readable(parts.flat());
      } catch (error) {
        const areIds = conditions.every(({ field }) => field === 'customers.id');
        if (!areIds || !requests.isSearchRefused) throw error;
        // Without the search, each id can still be fetched by itself.
        const found = conditions.map(({ value }) => requests.one(Number(value), call));
        return (await Promise.all(found)).flat();
      }
    },
  };
}

/**
 * How many rows a look-up probably finds. By `~` its rows show how HelpCrunch compares, so they are never mixed with
 * others.
 */
function rowsOf(conditions: readonly SearchCondition[]): number | undefined {
  return conditions.every(({ operator }) => operator === '=') ? conditions.length : undefined;
}

function anyOf(conditions: readonly SearchCondition[]): HelpCrunchSearch {
  return { comparison: 'OR', conditions };
}

function readable(records: readonly Profile[]): readonly Profile[] {
  return records.filter(({ isUnreadable }) => isUnreadable !== true);
}
