import { compareKeys } from '../compare.ts';
import type { Boundary } from '../drift/find-boundary.ts';
import { hashRow, shortKey } from '../drift/neighbours.ts';
import type { Direction, Leg, SortKey } from '../leg.ts';
import type { LegCut } from '../position.ts';
import { rowAt, type Segment } from '../segment.ts';

/** Whether rows are in the requested order, judging by their keys. */
export function isInOrder<Row>(
  rows: readonly Row[],
  { keyOf, latestOf = (key) => key }: Pick<Leg<Row, unknown>, 'keyOf' | 'latestOf'>,
  direction: Direction,
): boolean {
  const isAscending = (low: SortKey, high: SortKey) =>
    compareKeys(low, high) <= 0 || compareKeys(low, latestOf(high)) <= 0;
  return rows.every((row, index) => {
    const next = rows[index + 1];
    if (next === undefined) return true;
    return direction === 'ASC' ? isAscending(keyOf(row), keyOf(next)) : isAscending(keyOf(next), keyOf(row));
  });
}

/**
 * Whether the rows remembered around a cut are in another order although their keys are unchanged. Rows added or
 * removed never cause this: the source orders equal keys differently each time.
 */
export function isReordered<Row>(
  leg: Leg<Row, unknown>,
  { before, after }: LegCut,
  segment: Segment<Row>,
): boolean {
  const remembered = [...(before?.hashes.toReversed() ?? []), ...(after?.hashes ?? [])];
  if (remembered.length < 2) return false;
  // A row remembered twice, on both sides of the cut, moved across it in the meantime.
  if (new Set(remembered).size < remembered.length) return true;
  const indexOf = new Map(segment.rows.map((row, index) => [hashRow(leg, row), index]));
  const found = remembered.flatMap((hash) => indexOf.get(hash) ?? []);
  return found.some((index, place) => index < (found[place - 1] ?? -1));
}

/**
 * Whether a position was relocated further on, among rows that all share its key and were not all remembered. Added or
 * removed rows are then indistinguishable from moved rows, so it is uncertain that each was seen once.
 */
export function mayHaveMoved<Row>(
  leg: Leg<Row, unknown>,
  { before, after }: LegCut,
  at: number,
  found: Boundary<Row>,
): boolean {
  if (found.at === at || (before?.isWhole && after?.isWhole)) return false;
  const keys = new Set([before, after].flatMap((side) => (side === null ? [] : [side.key])));
  const remembered = new Set([before, after].flatMap((side) => side?.hashes ?? []));
  const tied = found.segment.rows.filter((row) => keys.has(shortKey(leg.keyOf(row))));
  // Whoever was not in hand when the place was remembered has another key.
  if (tied.every((row) => remembered.has(hashRow(leg, row)))) return false;
  for (let index = Math.min(at, found.at); index < Math.max(at, found.at); index++) {
    const row = rowAt(found.segment, index);
    if (row === undefined || !keys.has(shortKey(leg.keyOf(row)))) return false;
  }
  return true;
}
