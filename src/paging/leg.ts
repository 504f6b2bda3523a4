/**
 * What the list is, and the engine's vocabulary. The engine knows no vendor, no customer and no GraphQL.
 *
 * 1. A leg is one list that can only be read by offset: one query of one source, in one order.
 * 2. The engine interleaves legs by their rows' keys and never reorders rows within a leg.
 * 3. Groups come one after the other; within a group null keys come first, and equal keys in the order of the legs.
 * 4. Descending is the exact reverse of ascending, rows of equal keys included.
 * 5. A page reads a leg only when it needs its rows.
 * 6. Rows are kept or dropped a window at a time; no decision depends on what earlier pages showed.
 * 7. A cursor holds, for each leg, an offset, and sort key and hashes of the rows on both sides. It never holds a row.
 * 8. A page reads the rows beside its cursor again. When they differ, the place is found anew nearby, then by key.
 * 9. A row that is present and unmoved throughout a walk is returned exactly once, while fewer than 100 rows
 *    before the cursor come or go between two pages.
 * 10. A leg may be walked in one section of its keys: it ends at the bound it is walked towards, and the one it starts
 *     from is found by halving offsets.
 * 11. A leg that fails stays where it was: its rows come when it answers again, late and never lost.
 */

/**
 * What a leg's rows are ordered by: finite numbers, or strings by code unit; one type within a group.
 * Null sorts before everything ascending.
 */
export type SortKey = number | string | null;

export type Direction = 'ASC' | 'DESC';

export interface RowRange {
  readonly offset: number;
  readonly limit: number;
}

export interface RowPage<Row> {
  readonly rows: readonly Row[];
  /** How many rows the leg has in all, as the far side says: a hint (see list-end.ts). Null when it does not say. */
  readonly total: number | null;
  /** The rows were put in this order on this side: they tell nothing of how the far side orders. */
  readonly isOrderedHere?: boolean;
  /** Fewer rows than came are given on: that they are few tells nothing of where the list ends. */
  readonly isPartial?: boolean;
}

/**
 * What a page noticed of a leg that no far side should do. UNSTABLE_ORDER: rows moved though none came or went.
 * UNEXPECTED_ORDER: rows in another order than asked for. INCOMPLETE_TOTAL: rows contradict the total.
 */
export type LegWarning = 'UNSTABLE_ORDER' | 'UNEXPECTED_ORDER' | 'INCOMPLETE_TOTAL';

/** What is doubted of one source's totals: how many more agreements it takes until they are believed again. */
export interface TotalDoubt {
  tooHigh: number;
  tooLow: number;
}

/** One offset-addressed list, already in the direction of the walk's order. */
export interface Leg<Row, Node> {
  /** Legs of a lower group come before all legs of a higher one, ascending. Within a group rows interleave by key. */
  readonly group: number;
  /** The most rows one read may ask for; at least 2, since every read takes a row along that is known already. */
  readonly largestRead: number;
  /** Read in aligned blocks of this many rows, at least 2 (see read-ranges.ts); absent: in exact ranges. */
  readonly blockSize?: number;
  /** A leg that decides and is read in exact ranges: the rows its first read takes at least. Absent: 1. */
  readonly fewestDecided?: number;
  /** One request. `fresh`: whatever is cached must not answer. */
  read(range: RowRange, how: { readonly fresh: boolean }): Promise<RowPage<Row>>;
  keyOf(row: Row): SortKey;
  /** Unique and lasting within the leg. */
  identityOf(row: Row): string;
  /** A row that holds a place and is nobody: passed over, whatever else decides. Absent: there are none. */
  readonly isGap?: (row: Row) => boolean;
  /**
   * Where a key lies to the part of the leg that is walked: −1 before it, 0 in it, 1 after it, as keys ascend. Rows
   * outside are neither read through nor returned. Absent: all of the leg is walked.
   */
  readonly section?: (key: SortKey) => -1 | 0 | 1;
  /**
   * Keep or drop, decided for a whole window of rows at once. Absent: every row is kept, as `nodeOf` makes it.
   * `mayGiveUp`: rows may come out SPENT; false for the first decision of a page, or paging could stand still for ever.
   */
  readonly decide?: (
    rows: readonly Row[],
    how: { readonly mayGiveUp: boolean },
  ) => Promise<readonly Verdict<Node>[]>;
  /** How many of these rows (from the first) one decision should take; at least 1. Absent: all. */
  readonly windowOf?: (rows: readonly Row[]) => number;
  readonly nodeOf: (row: Row) => Node;
  /** What is doubted of the far side's totals, shared by all legs of it; absent: each page finds out by itself. */
  readonly doubt?: TotalDoubt;
  /** Whether so many more reads would go over the scan limit. */
  isSpent(reads: number): boolean;
}

/**
 * STOP: the page ends before this row, because nobody could say whether it belongs. SPENT: it ends there, because
 * finding out would go over the scan limit.
 */
export type Verdict<Node> = { readonly keep: Node } | 'DROP' | 'STOP' | 'SPENT';
