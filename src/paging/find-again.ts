import { crc32 } from 'node:zlib';
import { compareKeys } from './compare.ts';
import type { Direction, Leg, SortKey } from './leg.ts';
import type { LegCut } from './position.ts';

/** How far around the old offset a lost place is looked for row by row, before it is looked for by key. */
const NEARBY = 100;

/** The most requests a search by key may take: enough to halve two thousand million rows down to one window. */
const MOST_PROBES = 40;

/** A short, lasting name of a row that tells nothing about it. */
export function hashIdentity(identity: string): number {
  return crc32(identity);
}

/** Rows in hand: `rows[i]` is the leg's row `from + i`. */
export interface Segment<Row> {
  readonly from: number;
  readonly rows: readonly Row[];
}

/** Whether the rows on at least one side of the cut are still the remembered ones; a cut that remembers none is where it says. */
export function isInPlace<Row>(
  leg: Leg<Row, unknown>,
  cut: LegCut,
  at: number,
  segment: Segment<Row>,
): boolean {
  if (cut.before === null && cut.after === null) return true;
  const hashAt = (index: number) => {
    const row = segment.rows[index - segment.from];
    return row === undefined ? undefined : hashIdentity(leg.identityOf(row));
  };
  return (
    (cut.before !== null && hashAt(at - 1) === cut.before.hash) ||
    (cut.after !== null && hashAt(at) === cut.after.hash)
  );
}

/**
 * Where a cut is now, after rows came and went: after the remembered row before it, or before the remembered row
 * after it, or after another remembered row of the same key, if one of them is nearby; else by key.
 * Reads fresh. Resolves to the new offset with the rows around it.
 */
export async function findAgain<Row>(
  leg: Leg<Row, unknown>,
  cut: LegCut,
  at: number,
  direction: Direction,
): Promise<{ readonly at: number; readonly segment: Segment<Row>; readonly total: number | null }> {
  const nearby = await readAround(leg, at, NEARBY);
  const { segment } = nearby;
  const indexOf = new Map(
    segment.rows.map((row, index) => [hashIdentity(leg.identityOf(row)), segment.from + index] as const),
  );
  const marked =
    after(cut.before && indexOf.get(cut.before.hash)) ??
    (cut.after === null ? undefined : indexOf.get(cut.after.hash)) ??
    cut.ties.map((hash) => after(indexOf.get(hash))).find((found) => found !== undefined);
  if (marked !== undefined) return { at: marked, ...nearby };
  const key = (cut.before ?? cut.after)?.key;
  if (key === undefined) return { at: Math.min(at, segment.from + segment.rows.length), ...nearby };
  return findByKey(leg, key, at, direction, nearby);
}

const after = (index: number | null | undefined) => (index == null ? undefined : index + 1);

interface Nearby<Row> {
  readonly segment: Segment<Row>;
  readonly total: number | null;
}

/**
 * Halves the list until the rows in hand hold the boundary: the first row beyond `key`. Among rows that equal the
 * key nobody can say which were seen; the old offset is kept as far as it lies among them.
 */
async function findByKey<Row>(
  leg: Leg<Row, unknown>,
  key: SortKey,
  at: number,
  direction: Direction,
  start: Nearby<Row>,
): Promise<{ readonly at: number; readonly segment: Segment<Row>; readonly total: number | null }> {
  const beyond = (row: Row) => compareKeys(leg.keyOf(row), key) * (direction === 'ASC' ? 1 : -1);
  let nearby = start;
  let low = 0; // no boundary below
  let high = nearby.total ?? Number.MAX_SAFE_INTEGER; // no boundary above
  for (let probe = 0; probe < MOST_PROBES; probe++) {
    const { from, rows } = nearby.segment;
    const end = from + rows.length;
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) {
      if (from === 0) break;
      high = from;
    } else if (beyond(first) > 0 && from > low) {
      high = from + 1;
    } else if (beyond(last) < 0 && end < high && rows.length > 1) {
      low = end - 1;
    } else {
      const place = (isPast: (row: Row) => boolean) => {
        const index = rows.findIndex(isPast);
        return index === -1 ? end : from + index;
      };
      const lowest = place((row) => beyond(row) >= 0);
      const highest = place((row) => beyond(row) > 0);
      return { at: Math.min(Math.max(at, lowest), highest), ...nearby };
    }
    const middle = Math.floor((low + Math.min(high, nearby.total ?? high)) / 2);
    nearby = await readAround(leg, middle, NEARBY);
  }
  return { at: Math.min(at, nearby.segment.from + nearby.segment.rows.length), ...nearby };
}

/** The rows within `distance` of a cut, read fresh in as few requests as the leg allows. */
async function readAround<Row>(leg: Leg<Row, unknown>, at: number, distance: number): Promise<Nearby<Row>> {
  const from = Math.max(0, at - distance);
  const wanted = at + distance - from;
  const rows: Row[] = [];
  let total: number | null = null;
  while (rows.length < wanted) {
    const limit = Math.min(leg.largestRead, wanted - rows.length);
    const page = await leg.read({ offset: from + rows.length, limit }, { fresh: true });
    rows.push(...page.rows);
    total = page.total;
    if (page.rows.length === 0 || (total !== null && from + rows.length >= total)) break;
  }
  return { segment: { from, rows }, total };
}
