import { compareKeys } from '../compare.ts';
import type { Boundary } from '../drift/find-boundary.ts';
import { hashRow, shortKey } from '../drift/neighbours.ts';
import type { Direction, Leg } from '../leg.ts';
import type { LegCut } from '../position.ts';
import { rowAt, type Segment } from '../segment.ts';

/** Whether rows come in the order that was asked for, as far as their keys tell. */
export function isInOrder<Row>(
  rows: readonly Row[],
  { keyOf }: Pick<Leg<Row, unknown>, 'keyOf'>,
  direction: Direction,
): boolean {
  const sign = direction === 'ASC' ? 1 : -1;
  return rows.every((row, index) => {
    const next = rows[index + 1];
    return next === undefined || compareKeys(keyOf(row), keyOf(next)) * sign <= 0;
  });
}

/**
 * Whether the rows remembered around a cut come in another order among each other, though none of their keys changed.
 * Rows that come and go never do that: the far side orders equal keys differently each time.
 */
export function isReordered<Row>(
  leg: Leg<Row, unknown>,
  { before, after }: LegCut,
  segment: Segment<Row>,
): boolean {
  const remembered = [...(before?.hashes.toReversed() ?? []), ...(after?.hashes ?? [])];
  if (remembered.length < 2) return false;
  const indexOf = new Map(segment.rows.map((row, index) => [hashRow(leg, row), index]));
  const found = remembered.flatMap((hash) => indexOf.get(hash) ?? []);
  return found.some((index, place) => index < (found[place - 1] ?? -1));
}

/**
 * Whether a place was found again further on among rows that all share its key, not all of which were remembered. Rows
 * that came or went look the same as rows that moved: nobody can say that each was seen once.
 */
export function mayHaveMoved<Row>(
  leg: Pick<Leg<Row, unknown>, 'keyOf'>,
  { before, after }: LegCut,
  at: number,
  found: Boundary<Row>,
): boolean {
  if (found.at === at || (before?.isWhole && after?.isWhole)) return false;
  const keys = new Set([before, after].flatMap((side) => (side === null ? [] : [side.key])));
  for (let index = Math.min(at, found.at); index < Math.max(at, found.at); index++) {
    const row = rowAt(found.segment, index);
    if (row === undefined || !keys.has(shortKey(leg.keyOf(row)))) return false;
  }
  return true;
}
