import { compareKeys } from '../compare.ts';
import type { Direction, Leg } from '../leg.ts';
import type { LegCut, Neighbours, PagingDirection } from '../position.ts';
import { readAround, rowAt, type Segment } from '../segment.ts';
import { type Boundary, findBoundary } from './find-boundary.ts';
import { hashRow, shortKey } from './neighbours.ts';

/** How far around the old offset a lost position is searched for by row, before it is searched for by key. */
const NEARBY = 100;

/**
 * Whether a cut is still at `at`: the nearest rows on both sides are the remembered ones. A cut without remembered rows
 * is where it says. One side would be enough to determine the position, but not that the rows beyond are as recent as
 * those of the cut: from a cache, a deleted row could appear again and again.
 */
export function isInPlace<Row>(
  leg: Leg<Row, unknown>,
  { before, after }: LegCut,
  at: number,
  segment: Segment<Row>,
): boolean {
  const isNearest = (side: Neighbours | null, row: Row | undefined) =>
    !side?.hashes.length || (row !== undefined && hashRow(leg, row) === side.hashes[0]);
  return isNearest(before, rowAt(segment, at - 1)) && isNearest(after, rowAt(segment, at));
}

/**
 * Finds where a cut is after rows were added or removed: next to the nearest remembered row nearby, else by key. Both
 * are exact (see `toIsAfter`). Bypasses the cache.
 */
export async function relocate<Row>(
  leg: Leg<Row, unknown>,
  cut: LegCut,
  at: number,
  walk: { readonly direction: Direction; readonly heading: PagingDirection },
): Promise<Boundary<Row>> {
  const segment = await readAround(leg, at, NEARBY);
  // The cut was before the first row, so rows added in front of it are simply listed.
  if (at === 0 && walk.heading === 'FORWARD') return { at, segment };
  const before = nearestOf(leg, segment, cut.before);
  if (before !== undefined) return { at: before + 1, segment };
  const after = nearestOf(leg, segment, cut.after);
  if (after !== undefined) return { at: after, segment };
  return findBoundary(leg, toIsAfter(leg, cut, at, walk.direction), segment);
}

/** The index of the first remembered row still present. Nearer ones are gone, so the cut is next to it. */
function nearestOf<Row>(
  leg: Leg<Row, unknown>,
  segment: Segment<Row>,
  side: Neighbours | null,
): number | undefined {
  const found = new Map(segment.rows.map((row, index) => [hashRow(leg, row), segment.from + index]));
  const hash = side?.hashes.find((each) => found.has(each));
  return hash === undefined ? undefined : found.get(hash);
}

/**
 * Decides by key whether a row lies after a cut whose remembered neighbours are all gone. This is certain for rows with
 * a remembered key if the cut did not split the rows of that key, or if all of them on one side were remembered, and so
 * are gone. Otherwise it is unknown which rows were seen, and the old offset is kept among them.
 */
function toIsAfter<Row>(leg: Leg<Row, unknown>, cut: LegCut, at: number, direction: Direction) {
  const { before, after } = cut;
  const isAllAfter = after === null ? cut.done : after.isWhole;
  const key = (before ?? after)?.key ?? null;
  const isSplit = before === null || after === null || before.key === after.key;
  return (row: Row, index: number): boolean => {
    const order = compareKeys(shortKey(leg.keyOf(row)), key) * (direction === 'ASC' ? 1 : -1);
    if (order !== 0) return order > 0;
    if (!isSplit) return false;
    if (before?.isWhole) return true;
    if (isAllAfter) return false;
    return index >= at;
  };
}
