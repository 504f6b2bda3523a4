import type { SortKey } from './leg.ts';

/** The direction in which a page is read from its cut: FORWARD takes the rows after it, BACKWARD those before it. */
export type PagingDirection = 'FORWARD' | 'BACKWARD';

/**
 * The nearest rows on one side of a cut, as far as they share the nearest one's key. They are remembered without their
 * content, to find the position again after rows were added or removed.
 */
export interface Neighbours {
  /** The key they share, shortened by `shortKey`. */
  readonly key: SortKey;
  /**
   * Hashes of the rows, nearest first, at most MOST_NEIGHBOURS; empty if it is only known that no row with this key is
   * here.
   */
  readonly hashes: readonly number[];
  /** Whether these are all rows with this key on this side. */
  readonly isWhole: boolean;
}

/** A cut through one leg: the first `offset` rows are before it. */
export interface LegCut {
  /** The number of rows before the cut; 'END' is after the last row, wherever that is. */
  readonly offset: number | 'END';
  /** The rows just before the cut; null if unknown, and at the start. */
  readonly before: Neighbours | null;
  /** The rows just after it; null if none was in hand. */
  readonly after: Neighbours | null;
  /** The leg had no row after the cut, so it need not be read again while other legs have rows. */
  readonly done: boolean;
}

export const LEG_START: LegCut = { offset: 0, before: null, after: null, done: false };
export const LEG_END: LegCut = { offset: 'END', before: null, after: null, done: true };

/** A cut through the whole sequence, as a cursor encodes it. */
export interface Position {
  readonly cuts: readonly LegCut[];
  /** The leg whose row just before its cut is the edge of this position; null without an edge. */
  readonly edgeLeg: number | null;
  /** How many kept rows lie before the cut, if the walk has seen all of them; null if unknown. */
  readonly seen: number | null;
}

export function startOf(legCount: number): Position {
  return { cuts: new Array<LegCut>(legCount).fill(LEG_START), edgeLeg: null, seen: 0 };
}

export function endOf(legCount: number): Position {
  return { cuts: new Array<LegCut>(legCount).fill(LEG_END), edgeLeg: null, seen: null };
}

/** The hash of the row at a position's edge; null without an edge. */
export function edgeOf({ cuts, edgeLeg }: Position): number | null {
  return edgeLeg === null ? null : (cuts[edgeLeg]?.before?.hashes[0] ?? null);
}
