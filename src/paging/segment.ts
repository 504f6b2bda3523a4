import type { Leg } from './leg.ts';
import { isEndAgreed } from './reading/list-end.ts';

/** Rows of a leg in hand: `rows[i]` is row `from + i`. */
export interface Segment<Row> {
  readonly from: number;
  readonly rows: readonly Row[];
  /** The leg's total number of rows; null if unknown, or contradicted by these rows. */
  readonly total: number | null;
  /** As many rows as requested: only the total tells whether more follow. */
  readonly isFull?: boolean;
  /** A row came twice although none were added or removed: the source orders equal rows anew each time. */
  readonly isRepeated?: true;
}

export function rowAt<Row>(segment: Segment<Row>, index: number): Row | undefined {
  return segment.rows[index - segment.from];
}

/**
 * How often rows that do not fit together are read again. A list that changes faster than it is read is taken as it
 * comes.
 */
const MOST_ATTEMPTS = 3;

/**
 * Reads the `distance` rows before a cut and the `distance − 1` after it, in as few requests as the leg allows.
 * Requests overlap by a row; if it differs, rows were added or removed in between and all are read again.
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
  let isSteady = true;
  let stated: number | null = null;
  let parts = 0;
  while (from + rows.length < end) {
    const last = rows.at(-1);
    const offset = from + Math.max(0, rows.length - 1);
    const range = { offset, limit: Math.min(leg.largestRead, end - offset) };
    const page = await leg.read(range, how);
    const [first] = page.rows;
    const fits =
      last === undefined || (first !== undefined && leg.identityOf(first) === leg.identityOf(last));
    if (!fits && attempts > 1) return readAround(leg, at, distance, { fresh: true }, attempts - 1);
    isSteady &&= fits || (page.total !== null && page.total === stated);
    stated = page.total;
    parts++;
    const more = last === undefined ? page.rows : page.rows.slice(1);
    rows.push(...more);
    // A total that the rows do not confirm is ignored.
    total = page.total !== null && page.total > from + rows.length ? page.total : null;
    if (isEndAgreed(range, page)) {
      total = page.total;
      break;
    }
    if (more.length === 0) {
      // The end is in view, unless all of this lies beyond it.
      total = rows.length > 0 || from === 0 ? from + rows.length : hintBelow(from, page.total);
      break;
    }
  }
  return { from, rows, total, ...(isSteady && parts > 1 && comesTwice(leg, rows) && { isRepeated: true }) };
}

/** Whether a row is there twice, unchanged. */
function comesTwice<Row>(
  { identityOf, keyOf }: Pick<Leg<Row, unknown>, 'identityOf' | 'keyOf'>,
  rows: readonly Row[],
): boolean {
  return new Set(rows.map((row) => JSON.stringify([identityOf(row), keyOf(row)]))).size < rows.length;
}

/** If nothing came, the end is before; a total may tell where. */
function hintBelow(from: number, total: number | null): number | null {
  return total !== null && total < from ? total : null;
}
