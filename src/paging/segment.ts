import type { Leg } from './leg.ts';
import { isEndAgreed } from './reading/list-end.ts';

/** Rows of a leg in hand: `rows[i]` is its row `from + i`. */
export interface Segment<Row> {
  readonly from: number;
  readonly rows: readonly Row[];
  /** How many rows the leg has in all; null when unknown, or contradicted by these rows. */
  readonly total: number | null;
  /** As many rows as were asked for: the total alone says whether more follow. */
  readonly isFull?: boolean;
}

export function rowAt<Row>(segment: Segment<Row>, index: number): Row | undefined {
  return segment.rows[index - segment.from];
}

/** How often rows are read anew that did not fit together. A list that changes faster than it is read is taken as it comes. */
const MOST_ATTEMPTS = 3;

/**
 * The `distance` rows before a cut and the `distance − 1` after it, read in as few requests as the leg allows.
 * Requests overlap by a row; when it is another one, rows came or went in between and all are read again.
 */
export async function readAround<Row>(
  leg: Leg<Row, unknown>,
  at: number,
  distance: number,
  how = { fresh: true },
  attempts = MOST_ATTEMPTS,
): Promise<Segment<Row>> {
  const from = Math.max(0, at - distance);
  const end = at + distance - 1;
  const rows: Row[] = [];
  let total: number | null = null;
  while (from + rows.length < end) {
    const last = rows.at(-1);
    const offset = from + Math.max(0, rows.length - 1);
    const range = { offset, limit: Math.min(leg.largestRead, end - offset) };
    const page = await leg.read(range, how);
    const [first] = page.rows;
    const fits =
      last === undefined || (first !== undefined && leg.identityOf(first) === leg.identityOf(last));
    if (!fits && attempts > 1) return readAround(leg, at, distance, { fresh: true }, attempts - 1);
    const more = last === undefined ? page.rows : page.rows.slice(1);
    rows.push(...more);
    // A total that the rows do not bear out is none.
    total = page.total !== null && page.total > from + rows.length ? page.total : null;
    if (isEndAgreed(range, page)) {
      total = page.total;
      break;
    }
    if (more.length === 0) {
      // The end came in sight, unless all of this lies beyond it.
      total = rows.length > 0 || from === 0 ? from + rows.length : hintBelow(from, page.total);
      break;
    }
  }
  return { from, rows, total };
}

/** Where nothing came, the end is before; a total may say where. */
function hintBelow(from: number, total: number | null): number | null {
  return total !== null && total < from ? total : null;
}
