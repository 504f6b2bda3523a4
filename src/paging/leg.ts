/**
 * Defines the list and the engine's vocabulary. The engine knows no vendor, no customer and no GraphQL.
 *
 * 1. A leg is one list that can only be read by offset: one query of one source, in one order.
 * 2. The engine interleaves legs by their rows' keys and never reorders rows within a leg.
 * 3. Groups come one after another. Within a group, null keys come first, and equal keys are in the order of the legs.
 * 4. Descending is the exact reverse of ascending, including rows with equal keys.
 * 5. A page reads a leg only when it needs its rows.
 * 6. Rows are kept or dropped a window at a time; no decision depends on what earlier pages showed.
 * 7. For each leg, a cursor holds an offset, and sort key and hashes of the rows on both sides. It never holds a row.
 * 8. A page reads the rows next to its cursor again. If they differ, it searches for the position nearby, then by key.
 * 9. A row that is present and unmoved throughout a walk is returned exactly once, as long as fewer than 100 rows
 *   before the cursor are added or removed between two pages.
 * 10. A walk may cover one section of a leg's keys. It stops at the far bound of the section and finds the near one by
 *    halving offsets.
 * 11. A leg that fails keeps its position: its rows come late, when it responds again, but are never lost.
 */

/**
 * The sort key of a leg's rows: finite numbers, or strings by code unit; one type within a group. When ascending, null
 * comes first.
 */
export type SortKey = number | string | null;

export type Direction = 'ASC' | 'DESC';

export interface RowRange {
  readonly offset: number;
  readonly limit: number;
}

export interface RowPage<Row> {
  readonly rows: readonly Row[];
  /**
   * The leg's total number of rows according to the source: a hint (see list-end.ts). Null if it does not state one.
   */
  readonly total: number | null;
  /** Whether the rows were sorted by the gateway, so they reveal nothing about the source's order. */
  readonly isOrderedHere?: boolean;
  /** Whether some of the received rows were held back, so that a short page does not mean the end of the list. */
  readonly isPartial?: boolean;
}

/**
 * A fault that a page noticed in a leg. UNSTABLE_ORDER: rows moved although none were added or removed.
 * UNEXPECTED_ORDER: rows are not in the requested order. INCOMPLETE_TOTAL: rows contradict the total.
 */
export type LegWarning = 'UNSTABLE_ORDER' | 'UNEXPECTED_ORDER' | 'INCOMPLETE_TOTAL';

/** How far one source's totals are doubted: how many more agreements it takes until they are trusted again. */
export interface TotalDoubt {
  tooHigh: number;
  tooLow: number;
}

/** One list read by offset, already in the direction of the walk. */
export interface Leg<Row, Node> {
  /**
   * When ascending, legs of a lower group come before all legs of a higher one. Within a group, rows interleave by key.
   */
  readonly group: number;
  /** The most rows per read; at least 2, since every read includes a row that is already known. */
  readonly largestRead: number;
  /** Reads aligned blocks of this many rows, at least 2 (see read-ranges.ts); absent: exact ranges. */
  readonly blockSize?: number;
  /** The minimum of rows in the first read of a leg that decides rows and reads exact ranges. Absent: 1. */
  readonly fewestDecided?: number;
  /** One request. `fresh`: bypass the cache. */
  read(range: RowRange, how: { readonly fresh: boolean }): Promise<RowPage<Row>>;
  keyOf(row: Row): SortKey;
  /** The latest value that a key may stand for, such as a local time that came twice. Absent: the key itself. */
  readonly latestOf?: (key: SortKey) => SortKey;
  /** Unique and stable within the leg. */
  identityOf(row: Row): string;
  /** Whether a row is only a placeholder, which is always skipped. Absent: there are none. */
  readonly isGap?: (row: Row) => boolean;
  /**
   * Where a key lies relative to the walked section: −1 before it, 0 in it, 1 after it, in ascending order. Rows
   * outside are neither read through nor returned. Absent: the whole leg is walked.
   */
  readonly section?: (key: SortKey) => -1 | 0 | 1;
  /**
   * Keeps or drops a whole window of rows at once. Absent: every row is kept and converted by `nodeOf`. `mayGiveUp`:
   * rows may be SPENT; false for the first decision of a page, or paging might never advance.
   */
  readonly decide?: (
    rows: readonly Row[],
    how: { readonly mayGiveUp: boolean },
  ) => Promise<readonly Verdict<Node>[]>;
  /** How many of these rows (from the first) one decision should cover; at least 1. Absent: all. */
  readonly windowOf?: (rows: readonly Row[]) => number;
  readonly nodeOf: (row: Row) => Node;
  /** The doubt about the source's totals, shared by all its legs; absent: each page learns it by itself. */
  readonly doubt?: TotalDoubt;
  /** Whether this many more reads would exceed the scan limit. */
  isSpent(reads: number): boolean;
}

/**
 * STOP: the page ends before this row, because it is unknown whether it belongs. SPENT: it ends there, because finding
 * out would exceed the scan limit.
 */
export type Verdict<Node> = { readonly keep: Node } | 'DROP' | 'STOP' | 'SPENT';
