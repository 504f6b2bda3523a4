import type { Leg } from '../leg.ts';
import { readAround, type Segment } from '../segment.ts';

/** A position in a leg, with rows on both sides. */
export interface Boundary<Row> {
  readonly at: number;
  readonly segment: Segment<Row>;
}

/** Rows read on either side of a probe, as far as one request allows. */
const PROBE = 100;

/** The most requests of a search: enough to halve two billion rows down to one window. */
const MOST_PROBES = 40;

/**
 * Finds the first row for which `isAfter` holds, or the end. It must also hold for every row after that one. Halves the
 * list, starting from the rows in hand, until the boundary is between two rows in hand. `fresh`: bypass the cache.
 */
export async function findBoundary<Row>(
  leg: Leg<Row, unknown>,
  isAfter: (row: Row, index: number) => boolean,
  inHand: Segment<Row>,
  how = { fresh: true },
): Promise<Boundary<Row>> {
  const distance = Math.max(2, Math.min(PROBE, Math.floor(leg.largestRead / 2)));
  let segment = inHand;
  let low = 0; // the boundary is not before
  let high = Number.POSITIVE_INFINITY; // nor after
  for (let probe = 0; ; probe++) {
    const { from, rows, total, isFull } = segment;
    const end = from + rows.length;
    const first = rows.findIndex((row, index) => isAfter(row, from + index));
    const at = first === -1 ? end : from + first;
    const hasBefore = at > from || from === 0;
    // A full page may end where its total does by chance.
    const isEnd = rows.length > 0 && total !== null && end >= total && isFull !== true;
    const hasAfter = at < end || isEnd;
    if ((hasBefore && hasAfter) || (rows.length === 0 && from === 0) || probe === MOST_PROBES) {
      return { at, segment };
    }
    if (rows.length === 0) high = from;
    else if (at === end) low = end;
    else high = from;
    segment = await readAround(leg, nextProbe({ low, high }, rows.length === 0, total), distance, how);
  }
}

/** Half-way between the known bounds; a total only determines where to start. */
function nextProbe(
  { low, high }: { readonly low: number; readonly high: number },
  isBeyond: boolean,
  total: number | null,
): number {
  const hint = total !== null && total > low && total < high ? total : null;
  if (hint !== null && isBeyond) return hint;
  const end = hint ?? high;
  return end === Number.POSITIVE_INFINITY ? Math.max(1, low * 2) : Math.floor((low + end) / 2);
}

/** Finds the end of a list, starting near a given offset. */
export async function findEnd<Row>(leg: Leg<Row, unknown>, near: number): Promise<Boundary<Row>> {
  return findBoundary(leg, () => false, await readAround(leg, near, PROBE));
}
