import type { RecordPage, SourceQuery } from '../../../customers/customer-source.ts';
import type { SourceName, SourceRecord } from '../../../customers/model/source-record.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import { GatewayError } from '../../../errors/gateway-error.ts';
import type { RowRange, SortKey } from '../../../paging/leg.ts';
import { isEndAgreed } from '../../../paging/reading/list-end.ts';
import { boundsOf, covers, ListComparison, type UnlistedRecord } from './list-comparison.ts';

/** A record that was missing and then was not: for this long, others are not checked. */
const PAUSE_MS = 60_000;

/** A check takes this many requests. */
const CHECK_REQUESTS = 2;

export interface CheckedListOptions<Own> {
  readonly source: SourceName;
  /** The order whose keys never change. */
  readonly field: string;
  readonly keyOf: (row: SourceRecord<Own>, field: string) => SortKey;
  /** One page of the whole list. */
  readonly page: (order: SourceQuery['order'], range: RowRange, call: SourceCall) => Promise<RecordPage<Own>>;
  /** Fetches a record by its id, without a search. */
  readonly one: (id: string, call: SourceCall) => Promise<readonly SourceRecord<Own>[]>;
  /** Whether the list is known to lack records. */
  readonly isIncomplete: () => boolean;
  /** The list lacks this record, although it exists. */
  readonly onUnlisted: (record: SourceRecord<Own>, call: SourceCall) => Promise<void> | void;
  readonly now: () => number;
}

/** Compares a vendor's whole list with its look-ups and searches. */
export interface CheckedList<Own> {
  /** A page of the whole list. */
  listed(query: SourceQuery, range: RowRange, page: RecordPage<Own>, call: SourceCall): Promise<void>;
  /** Records that a look-up or a search showed. */
  found(records: readonly SourceRecord<Own>[], call: SourceCall): Promise<void>;
}

/**
 * Notices records that look-ups show and the whole list does not. A missing one is checked with two requests, since it
 * may be new or gone: the page again, bypassing the cache, and the record by its id. A failed check teaches nothing.
 */
export function createCheckedList<Own>(options: CheckedListOptions<Own>): CheckedList<Own> {
  const { source, field, keyOf, page: readPage, one, isIncomplete, onUnlisted, now } = options;
  const placeOf = (row: SourceRecord) => keyOf(row as SourceRecord<Own>, field);
  const comparison = new ListComparison(field, placeOf, now);
  let pausedUntil = Number.NEGATIVE_INFINITY;

  const toPage = (order: SourceQuery['order'], range: RowRange, page: RecordPage<Own>) => ({
    order,
    range,
    rows: page.records,
    isWhole: range.offset === 0 && isEndAgreed(range, { ...page, rows: page.records }),
  });

  async function check(unlisted: UnlistedRecord | null, call: SourceCall): Promise<void> {
    if (unlisted === null || now() < pausedUntil) return;
    if ((call.allowance?.left(source) ?? CHECK_REQUESTS) < CHECK_REQUESTS) return;
    pausedUntil = now() + PAUSE_MS;
    try {
      const { order, range } = unlisted.page;
      const again = toPage(order, range, await readPage(order, range, { ...call, bypassCache: true }));
      const bounds = boundsOf(again, placeOf);
      comparison.listed(again);
      const isCovered = bounds !== undefined && covers(bounds, unlisted.key);
      if (!isCovered || again.rows.some(({ id }) => id === unlisted.id)) return;
      const [record] = await one(unlisted.id, call);
      if (record === undefined || placeOf(record) !== unlisted.key) return comparison.forget(unlisted.id);
      await onUnlisted(record, call);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
    }
  }

  return {
    async listed({ order }, range, page, call) {
      if (!isIncomplete()) await check(comparison.listed(toPage(order, range, page)), call);
    },
    async found(records, call) {
      if (!isIncomplete()) await check(comparison.found(records), call);
    },
  };
}
