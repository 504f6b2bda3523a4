import type { RecordPage, SourceQuery } from '../../../customers/customer-source.ts';
import type { SourceName, SourceRecord } from '../../../customers/model/source-record.ts';
import type { RequestMeter, SourceCall } from '../../../customers/source-call.ts';
import { GatewayError } from '../../../errors/gateway-error.ts';
import type { RowRange, SortKey } from '../../../paging/leg.ts';
import { isEndAgreed } from '../../../paging/reading/list-end.ts';
import { type Bounds, boundsOf, covers } from './list-comparison.ts';
import { RecentRows } from './recent-rows.ts';

/** The most records remembered; the oldest are dropped first. */
const MOST_SHOWN = 300;

/** A record that was missing and then was not: for this long, others are not checked. */
const PAUSE_MS = 60_000;

/** The most searches, and the most look-ups, of a field that later responses are compared with. */
const MOST_SEARCHES = 20;

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
  readonly keyOf: (row: SourceRecord<Own>, field: string) => SortKey;
  /**
   * The latest value that a key may stand for; a record's place is unknown if it is another. Absent: the key itself.
   */
  readonly latestKey?: (key: SortKey, field: string) => SortKey;
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
  /** Another response showed these: the same for searches and look-ups before it in the same field. */
  found(records: readonly SourceRecord<Own>[], call: SourceCall): Promise<boolean>;
  /** A look-up found these: the same for records with one of its keys. */
  lookedUp(records: readonly SourceRecord<Own>[], keys: LookedUpKeys, call: SourceCall): Promise<boolean>;
}

/** The keys of a look-up. */
export interface LookedUpKeys {
  /** Whether a record has one of them. */
  has(record: SourceRecord): boolean;
  /** A search that must find a record by its key, and its range, which is all of it. */
  searchFor(record: SourceRecord): { readonly query: SourceQuery; readonly range: RowRange };
}

interface LookedUp {
  readonly keys: LookedUpKeys;
  readonly ids: ReadonlySet<string>;
}

/** A search's page, and where it has every row that was found. */
interface Searched {
  readonly query: SourceQuery;
  readonly range: RowRange;
  readonly ids: ReadonlySet<string>;
  readonly bounds: Bounds;
}

/**
 * Notices that a search does not find what other responses showed. A missing record is checked with two requests that
 * bypass the cache: the record by its id, and the search again. A failed check teaches nothing.
 */
export function createShownRows<Own, Reason>(options: ShownRowsOptions<Own, Reason>): ShownRows<Own> {
  const { source, reasonFor, one, search, keyOf, latestKey = (key) => key, onMissing, now } = options;
  const shown = new RecentRows<SourceRecord<Own>>(MOST_SHOWN);
  /** By the meter of a field. */
  const searches = new WeakMap<RequestMeter, Searched[]>();
  const lookUps = new WeakMap<RequestMeter, LookedUp[]>();
  let pausedUntil = Number.NEGATIVE_INFINITY;

  function toSearched(query: SourceQuery, range: RowRange, page: RecordPage<Own>): Searched | null {
    const { order } = query;
    const rows = page.records;
    const isWhole = range.offset === 0 && isEndAgreed(range, { ...page, rows });
    const key = (row: SourceRecord) => keyOf(row as SourceRecord<Own>, order.field);
    const bounds = boundsOf({ order, range, rows, isWhole }, key);
    return bounds === undefined ? null : { query, range, ids: new Set(rows.map(({ id }) => id)), bounds };
  }

  /** Why this page of a search should have a record that it lacks; null if it should not, or if nothing is learned. */
  function reasonToHave({ query, ids, bounds }: Searched, record: SourceRecord<Own>): Reason | null {
    if (record.isUnreadable === true || ids.has(record.id)) return null;
    const { field } = query.order;
    const key = keyOf(record, field);
    const isPlaced = bounds === null || latestKey(key, field) === key;
    return isPlaced && covers(bounds, key) ? reasonFor(query.filter, record) : null;
  }

  async function check(
    missing: SourceRecord<Own>,
    { query, range }: Pick<Searched, 'query' | 'range'>,
    call: SourceCall,
  ): Promise<boolean> {
    const anew = { ...call, bypassCache: true };
    const [record] = await one(missing.id, anew);
    if (record === undefined || reasonFor(query.filter, record) === null) {
      shown.forget(missing);
      return false;
    }
    const again = toSearched(query, range, await search(query, range, anew));
    const reason = again === null ? null : reasonToHave(again, record);
    if (reason === null) return false;
    pausedUntil = Number.NEGATIVE_INFINITY;
    onMissing(reason);
    return true;
  }

  /** Sends nothing if the latest check taught nothing, or if too few requests are left. */
  async function tryCheck(
    missing: SourceRecord<Own> | undefined,
    searched: (missing: SourceRecord<Own>) => Pick<Searched, 'query' | 'range'>,
    call: SourceCall,
  ): Promise<boolean> {
    if (missing === undefined || now() < pausedUntil) return false;
    if ((call.allowance?.left(source) ?? CHECK_REQUESTS) < CHECK_REQUESTS) return false;
    pausedUntil = now() + PAUSE_MS;
    try {
      return await check(missing, searched(missing), call);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return false;
    }
  }

  function checkFirst(
    records: readonly SourceRecord<Own>[],
    searched: Searched,
    call: SourceCall,
  ): Promise<boolean> {
    const missing = records.find((record) => reasonToHave(searched, record) !== null);
    return tryCheck(missing, () => searched, call);
  }

  function checkLookUp(
    records: readonly SourceRecord<Own>[],
    { keys, ids }: LookedUp,
    call: SourceCall,
  ): Promise<boolean> {
    const lacks = (record: SourceRecord) =>
      record.isUnreadable !== true && !ids.has(record.id) && keys.has(record);
    return tryCheck(records.find(lacks), keys.searchFor, call);
  }

  return {
    saw: (records) => shown.add(records),

    async searched(query, range, page, call) {
      if (query.filter === null || (page.skipped ?? 0) > 0) return false;
      const searched = toSearched(query, range, page);
      if (searched === null) return false;
      const before = searches.get(call.meter) ?? [];
      searches.set(call.meter, [...before.slice(1 - MOST_SEARCHES), searched]);
      return now() < pausedUntil ? false : checkFirst(shown.rows(), searched, call);
    },

    async found(records, call) {
      shown.add(records);
      if (now() < pausedUntil) return false;
      for (const searched of searches.get(call.meter) ?? []) {
        if (await checkFirst(records, searched, call)) return true;
      }
      for (const lookedUp of lookUps.get(call.meter) ?? []) {
        if (await checkLookUp(records, lookedUp, call)) return true;
      }
      return false;
    },

    async lookedUp(records, keys, call) {
      const lookedUp = { keys, ids: new Set(records.map(({ id }) => id)) };
      const before = lookUps.get(call.meter) ?? [];
      lookUps.set(call.meter, [...before.slice(1 - MOST_SEARCHES), lookedUp]);
      return now() < pausedUntil ? false : checkLookUp(shown.rows(), lookedUp, call);
    },
  };
}
