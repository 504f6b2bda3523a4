import type { SortKey } from './leg.ts';

/** A row remembered without its content: a 32-bit hash of its identity, and the key it was sorted by. */
export interface Mark {
  readonly hash: number;
  readonly key: SortKey;
}

/**
 * A cut through one leg: everything below `offset` is before it. The rows on either side are remembered, so that the
 * place is found again when rows come and go.
 */
export interface LegCut {
  /** Rows before the cut; 'END' is after the last row, wherever that is. */
  readonly offset: number | 'END';
  /** The row just before the cut. */
  readonly before: Mark | null;
  /** The row just after it, when it was in hand. */
  readonly after: Mark | null;
  /** Hashes of further rows before the cut that share the key of `before`, nearest first. */
  readonly ties: readonly number[];
  /** The leg had no row after the cut: it need not be asked again while other legs have. */
  readonly done: boolean;
}

export const LEG_START: LegCut = { offset: 0, before: null, after: null, ties: [], done: false };
export const LEG_END: LegCut = { offset: 'END', before: null, after: null, ties: [], done: true };

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
