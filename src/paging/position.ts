import type { SortKey } from './leg.ts';

/** Which way a page is read from its cut: FORWARD takes the rows after it, BACKWARD those before it. */
export type PagingDirection = 'FORWARD' | 'BACKWARD';

/**
 * The nearest rows on one side of a cut, as far as they share the nearest one's key. Remembered without their content,
 * so that the place is found again when rows come and go.
 */
export interface Neighbours {
  /** The key they share, as `shortKey` leaves it. */
  readonly key: SortKey;
  /** Hashes of the rows, nearest first, at most MOST_NEIGHBOURS; none when it is only known that no row of this key is here. */
  readonly hashes: readonly number[];
  /** Whether these are all the rows of this key on this side. */
  readonly isWhole: boolean;
}

/** A cut through one leg: everything below `offset` is before it. */
export interface LegCut {
  /** Rows before the cut; 'END' is after the last row, wherever that is. */
  readonly offset: number | 'END';
  /** The rows just before the cut; null when unknown, and at the start. */
  readonly before: Neighbours | null;
  /** The rows just after it; null when none was in hand. */
  readonly after: Neighbours | null;
  /** The leg had no row after the cut: it need not be asked again while other legs have. */
  readonly done: boolean;
}

export const LEG_START: LegCut = { offset: 0, before: null, after: null, done: false };
export const LEG_END: LegCut = { offset: 'END', before: null, after: null, done: true };

/** A cut through the whole sequence, which a cursor names. */
export interface Position {
  readonly cuts: readonly LegCut[];
  /** The leg whose row just before its cut is the edge this position belongs to; null when it belongs to none. */
  readonly edgeLeg: number | null;
  /** How many kept rows lie before the cut, when the walk has seen them all; null when unknown. */
  readonly seen: number | null;
}

export function startOf(legCount: number): Position {
  return { cuts: new Array<LegCut>(legCount).fill(LEG_START), edgeLeg: null, seen: 0 };
}

export function endOf(legCount: number): Position {
  return { cuts: new Array<LegCut>(legCount).fill(LEG_END), edgeLeg: null, seen: null };
}

/** The hash of the row an edge's position belongs to; null when it belongs to none. */
export function edgeOf({ cuts, edgeLeg }: Position): number | null {
  return edgeLeg === null ? null : (cuts[edgeLeg]?.before?.hashes[0] ?? null);
}
