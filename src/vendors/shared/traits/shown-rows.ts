import type { RecordPage, SourceQuery } from '../../../customers/customer-source.ts';
import type { SourceName, SourceRecord } from '../../../customers/model/source-record.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import { GatewayError } from '../../../errors/gateway-error.ts';
import type { RowRange } from '../../../paging/leg.ts';
import { isEndAgreed } from '../../../paging/reading/list-end.ts';
import { RecentRows } from './recent-rows.ts';

/** The most records remembered; the oldest are dropped first. */
const MOST_SHOWN = 300;

/** A record that was missing and then was not: for this long, others are not checked. */
const PAUSE_MS = 60_000;

/** A check takes this many requests. */
const CHECK_REQUESTS = 2;

export interface ShownRowsOptions<Own, Reason> {
  readonly source: SourceName;
  /**
   * Why a search may lack a record that satisfies its criteria: what is not known yet. Null if the record does not
   * certainly satisfy them, or if nothing would be learned.
   */
  readonly reasonFor: (filter: unknown, record: SourceRecord<Own>) => Reason | null;
  /** Fetches a record by its id, without a search. */
  readonly one: (id: string, call: SourceCall) => Promise<readonly SourceRecord<Own>[]>;
  readonly search: (query: SourceQuery, range: RowRange, call: SourceCall) => Promise<RecordPage<Own>>;
  readonly onMissing: (reason: Reason) => void;
  readonly now: () => number;
}

/** Records that responses showed, which a search by criteria that they satisfy must find. */
export interface ShownRows<Own> {
  saw(records: readonly SourceRecord<Own>[]): void;
  /**
   * A search found this. The first record that it lacks is checked, since it may be gone. Returns whether it should
   * have been found.
   */
  searched(query: SourceQuery, range: RowRange, page: RecordPage<Own>, call: SourceCall): Promise<boolean>;
}

/**
 * Notices that a search does not find what other responses showed. A missing record is checked with two requests that
 * bypass the cache: the record by its id, and the search again. A failed check teaches nothing.
 */
export function createShownRows<Own, Reason>(options: ShownRowsOptions<Own, Reason>): ShownRows<Own> {
  const { source, reasonFor, one, search, onMissing, now } = options;
  const shown = new RecentRows<SourceRecord<Own>>(MOST_SHOWN);
  let pausedUntil = Number.NEGATIVE_INFINITY;

  async function check(
    missing: SourceRecord<Own>,
    query: SourceQuery,
    range: RowRange,
    call: SourceCall,
  ): Promise<boolean> {
    const { id } = missing;
    const anew = { ...call, bypassCache: true };
    const [record] = await one(id, anew);
    const reason = record === undefined ? null : reasonFor(query.filter, record);
    if (record === undefined || reason === null) {
      shown.forget(missing);
      return false;
    }
    const again = await search(query, range, anew);
    if (!isWhole(range, again) || again.records.some((each) => each.id === id)) return false;
    pausedUntil = Number.NEGATIVE_INFINITY;
    onMissing(reason);
    return true;
  }

  return {
    saw: (records) => shown.add(records),

    async searched(query, range, page, call) {
      const { filter } = query;
      if (filter === null || now() < pausedUntil || !isWhole(range, page)) return false;
      const found = new Set(page.records.map(({ id }) => id));
      const isMissing = (record: SourceRecord<Own>) =>
        record.isUnreadable !== true && !found.has(record.id) && reasonFor(filter, record) !== null;
      const missing = shown.rows().find(isMissing);
      if (missing === undefined) return false;
      if ((call.allowance?.left(source) ?? CHECK_REQUESTS) < CHECK_REQUESTS) return false;
      pausedUntil = now() + PAUSE_MS;
      try {
        return await check(missing, query, range, call);
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        return false;
      }
    },
  };
}

/** Whether a page has everything that a search found. */
function isWhole(range: RowRange, page: RecordPage): boolean {
  const isEnd = isEndAgreed(range, { ...page, rows: page.records });
  return range.offset === 0 && isEnd && (page.skipped ?? 0) === 0;
}
