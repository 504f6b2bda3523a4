import { crc32 } from 'node:zlib';
import type { Leg, SortKey } from '../leg.ts';
import type { LegCut, Neighbours, Position } from '../position.ts';
import { rowAt, type Segment } from '../segment.ts';

/**
 * The most rows with equal keys remembered on one side of a cut. If more rows share a key, the position among them can
 * only be guessed once this many neighbours on both sides disappear between two pages.
 */
export const MOST_NEIGHBOURS = 8;

/** Enough of an opaque id to find its position by. */
export const KEY_CHARACTERS = 16;

/**
 * A short hash of a row and its key that reveals nothing about it. A row whose key changed has moved and counts as
 * another row.
 */
export function hashRow<Row>(leg: Leg<Row, unknown>, row: Row): number {
  return crc32(JSON.stringify([leg.identityOf(row), leg.keyOf(row)]));
}

/**
 * The part of a key that is remembered. It preserves the order; keys that differ only beyond it become equal, like
 * ties.
 */
export function shortKey(key: SortKey): SortKey {
  if (typeof key === 'string') return key.slice(0, KEY_CHARACTERS);
  return key === null ? null : Math.trunc(key) + 0; // + 0: a cursor has no −0
}

/**
 * What an earlier cut knew about the same side. It continues where the rows in hand end, since a page of one row has
 * few in hand.
 */
export interface Known {
  readonly side: Neighbours | null;
  /** There are no further rows on this side. */
  readonly isAll: boolean;
}

/** Remembers the rows from `start` on, away from a cut. */
export function neighboursOf<Row>(
  leg: Leg<Row, unknown>,
  segment: Segment<Row>,
  { start, step }: { readonly start: number; readonly step: 1 | -1 },
  known: Known,
): Neighbours | null {
  // If the nearest row is not in hand, it may still be known if it shares its key with the last row in hand.
  const nearest = rowAt(segment, start) ?? rowAt(segment, start - step);
  if (nearest === undefined) return null;
  const key = shortKey(leg.keyOf(nearest));
  const hashes: number[] = [];
  for (let index = start; hashes.length <= MOST_NEIGHBOURS; index += step) {
    const row = rowAt(segment, index);
    if (row === undefined) {
      const isEnd = index < 0 || known.isAll || (segment.total !== null && index >= segment.total);
      const goesOn = !isEnd && known.side?.key === key;
      if (!goesOn) return hashes.length === 0 ? null : toSide(key, hashes, isEnd);
      const inHand = new Set(segment.rows.map((each) => hashRow(leg, each)));
      const beyond = known.side.hashes.filter((hash) => !inHand.has(hash));
      return toSide(key, [...hashes, ...beyond], known.side.isWhole);
    }
    if (shortKey(leg.keyOf(row)) !== key) return toSide(key, hashes, true);
    hashes.push(hashRow(leg, row));
  }
  return toSide(key, hashes, false);
}

/**
 * When reading BACKWARD, an edge's cursor means the cut before that edge: its row becomes the nearest one after the
 * cut.
 */
export function beforeEdge(position: Position): Position {
  const cuts = position.cuts.map((cut, index): LegCut => {
    const [edge, ...others] = cut.before?.hashes ?? [];
    if (index !== position.edgeLeg || cut.offset === 'END' || cut.before === null || edge === undefined)
      return cut;
    const { key } = cut.before;
    const tied = cut.after?.key === key ? cut.after : null;
    const isWhole = cut.after === null ? cut.done : (tied?.isWhole ?? true);
    return {
      offset: cut.offset - 1,
      before: { ...cut.before, hashes: others },
      after: toSide(key, [edge, ...(tied?.hashes ?? [])], isWhole),
      done: false,
    };
  });
  return { ...position, cuts };
}

function toSide(key: SortKey, hashes: readonly number[], isWhole: boolean): Neighbours {
  return {
    key,
    hashes: hashes.slice(0, MOST_NEIGHBOURS),
    isWhole: isWhole && hashes.length <= MOST_NEIGHBOURS,
  };
}
