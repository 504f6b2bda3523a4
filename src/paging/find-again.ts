import { compareKeys } from './compare.ts';
import { type Boundary, findBoundary } from './find-boundary.ts';
import type { Direction, Leg } from './leg.ts';
import type { LegCut, Side } from './position.ts';
import { isRemembered, shortKey } from './remember.ts';
import { readAround, rowAt, type Segment } from './segment.ts';

/** How far around the old offset a lost place is looked for row by row, before it is looked for by key. */
const NEARBY = 100;

/**
 * Whether a cut is still at `at`: the row on at least one side is the remembered one. A cut that remembers none is
 * where it says.
 */
export function isInPlace<Row>(
  leg: Leg<Row, unknown>,
  cut: LegCut,
  at: number,
  segment: Segment<Row>,
): boolean {
  if (!cut.before?.hashes.length && !cut.after?.hashes.length) return true;
  return (
    isRemembered(leg, rowAt(segment, at - 1), cut.before) || isRemembered(leg, rowAt(segment, at), cut.after)
  );
}

/**
 * Where a cut is now, after rows came and went: next to the nearest remembered row that is nearby, else by key.
 * Exact in both cases (see `toIsAfter`). Reads fresh.
 */
export async function findAgain<Row>(
  leg: Leg<Row, unknown>,
  cut: LegCut,
  at: number,
  direction: Direction,
): Promise<Boundary<Row>> {
  const segment = await readAround(leg, at, NEARBY);
  const before = nearestOf(leg, segment, cut.before);
  if (before !== undefined) return { at: before + 1, segment };
  const after = nearestOf(leg, segment, cut.after);
  if (after !== undefined) return { at: after, segment };
  return findBoundary(leg, toIsAfter(leg, cut, at, direction), segment);
}

/** The index of the first remembered row that is there. The nearer ones are gone, so the cut is right beside it. */
function nearestOf<Row>(
  leg: Leg<Row, unknown>,
  segment: Segment<Row>,
  side: Side | null,
): number | undefined {
  for (const nth of side?.hashes.keys() ?? []) {
    const index = segment.rows.findIndex((row) => isRemembered(leg, row, side, nth));
    if (index !== -1) return segment.from + index;
  }
  return undefined;
}

/**
 * Whether a row lies after a cut whose remembered neighbours are all gone, told by its key.
 * Rows that equal a remembered key can be told when the cut did not split the rows of that key, or when all of them on
 * one side were remembered, and so are gone. Else nobody can say which were seen; the old offset is kept among them.
 */
function toIsAfter<Row>(leg: Leg<Row, unknown>, cut: LegCut, at: number, direction: Direction) {
  const { before, after } = cut;
  const key = (before ?? after)?.key ?? null;
  const isSplit = before === null || after === null || before.key === after.key;
  return (row: Row, index: number): boolean => {
    const order = compareKeys(shortKey(leg.keyOf(row)), key) * (direction === 'ASC' ? 1 : -1);
    if (order !== 0) return order > 0;
    if (!isSplit) return false;
    if (before?.isWhole) return true;
    if (after?.isWhole) return false;
    return index >= at;
  };
}
