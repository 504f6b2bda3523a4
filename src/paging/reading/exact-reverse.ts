import type { Leg, RowPage, RowRange } from '../leg.ts';
import { isTotalTooLow } from './list-end.ts';

type Read<Row> = Leg<Row, unknown>['read'];

/**
 * What was learned about one list's order: whether the source's descending list is the exact reverse of its ascending
 * one, including rows with equal keys. Null: no two rows with equal keys were seen yet, so it does not matter.
 */
export interface Reversal {
  isExact: boolean | null;
}

export interface ReversedReads<Row> {
  readonly descending: Read<Row>;
  readonly ascending: Read<Row>;
  readonly leg: Pick<Leg<Row, unknown>, 'keyOf' | 'identityOf' | 'largestRead'>;
  readonly reversal: Reversal;
  /** Whether the source's totals are known to be wrong. */
  readonly isTotalDoubted?: () => boolean;
  /** Called when a total turns out to be wrong. */
  readonly onWrongTotal?: (how: 'TOO_HIGH' | 'TOO_LOW') => void;
}

/** More rows than a page of the default size needs. */
const ENOUGH_ROWS = 25;

/** The minimum size of a range: the rows on both sides of a cut, and one on either side to compare them with. */
const FEWEST_ROWS = 5;

/**
 * Reads a descending list as the exact reverse of the ascending one. The descending list is requested; where it has
 * rows with equal keys, the ascending list determines their order. One comparison is enough to trust a source that
 * reverses; a source that does not is read twice wherever keys are equal. Until it is trusted, a read may return fewer
 * rows than requested: those before the first equal keys, and not the last row while the next is not in view. Rows that
 * differ the first time may also mean that the total is wrong: one request to the end of the list tells.
 */
export function readExactReverse<Row>({
  descending,
  ascending,
  leg,
  reversal,
  isTotalDoubted = () => false,
  onWrongTotal,
}: ReversedReads<Row>): Read<Row> {
  let tellsTotal = true;
  return async (range, how) => {
    // Without a total, or with a wrong one, the mirror image of a range cannot be located: among many equal keys, rows
    // beside it look like it.
    if (reversal.isExact === true || !tellsTotal || isTotalDoubted()) return descending(range, how);
    // Equal keys across the edge of a range only show with one more row on either side.
    const asked = widened(range);
    const { page, isAll } = await readInParts(descending, asked, leg.largestRead, how);
    const equal = page.rows.findIndex((row, index) => isFollowedByEqual(row, page.rows[index + 1], leg));
    if (page.total === null) {
      tellsTotal = false;
      // A widened range may exceed a full read and lose its last row. Fewer rows than requested would look like the
      // end.
      const isCut = page.rows.length === leg.largestRead && asked.limit > leg.largestRead;
      return isCut ? descending(range, how) : sliced(page, asked, range);
    }
    // A total that its own rows contradict, or that is not confirmed, does not locate the mirror image.
    if (isTotalTooLow(asked, page)) return sliced(page, asked, range);
    if (isAll) return sliced(page, asked, range);
    if (equal === -1) return sliced(withoutUnsure(page, asked), asked, range);
    // Equal keys far down a block may never be reached: the rows before them are enough for now.
    if (reversal.isExact === null && equal >= ENOUGH_ROWS) {
      return sliced({ ...page, rows: page.rows.slice(0, equal), isPartial: true }, asked, range);
    }
    const offset = Math.max(0, page.total - asked.offset - page.rows.length);
    const { page: mirror } = await readInParts(
      ascending,
      { offset, limit: asked.limit },
      leg.largestRead,
      how,
    );
    const reversed = mirror.rows.slice(0, page.rows.length).toReversed();
    // Rows added or removed in between make the two incomparable: the walk's own checks find the position again.
    const isComparable = mirror.total === page.total && hasSameKeys(page.rows, reversed, leg);
    if (!isComparable) return sliced(page, asked, range);
    const isSame = page.rows.every((row, index) => isSameRow(row, reversed[index], leg));
    if (!isSame && reversal.isExact === null && !page.isOrderedHere) {
      const end = await descending({ offset: page.total - 1, limit: 2 }, how);
      const wrong = wrongAtEnd(end);
      if (wrong !== null) onWrongTotal?.(wrong);
      if (wrong !== null || end.total !== page.total) return sliced(page, asked, range);
    }
    if (!page.isOrderedHere) reversal.isExact = isSame && reversal.isExact !== false;
    return sliced({ rows: reversed, total: page.total }, asked, range);
  };
}

/**
 * What is wrong with a total, judging by two rows requested from the last position that it states; null for nothing.
 */
function wrongAtEnd({ rows }: RowPage<unknown>): 'TOO_HIGH' | 'TOO_LOW' | null {
  if (rows.length === 1) return null;
  return rows.length === 0 ? 'TOO_HIGH' : 'TOO_LOW';
}

/** By as many at the start as anywhere else: a far side may order equal rows by how many it is asked for. */
function widened({ offset, limit }: RowRange): RowRange {
  return { offset: Math.max(0, offset - 1), limit: limit + 2 };
}

/**
 * The rows of a range, or the first of them: as many as one request returns, and enough for a walk to advance. `isAll`:
 * no rows came after them, whatever the total says.
 */
async function readInParts<Row>(
  read: Read<Row>,
  { offset, limit }: RowRange,
  largestRead: number,
  how: { readonly fresh: boolean },
): Promise<{ readonly page: RowPage<Row>; readonly isAll: boolean }> {
  let page = await read({ offset, limit: Math.min(largestRead, limit) }, how);
  const isShort = ({ rows, total }: RowPage<Row>) =>
    rows.length < Math.min(limit, FEWEST_ROWS, (total ?? 0) - offset);
  while (isShort(page)) {
    const part = {
      offset: offset + page.rows.length,
      limit: Math.min(largestRead, limit - page.rows.length),
    };
    const { rows, total } = await read(part, how);
    if (rows.length === 0) return { page, isAll: true };
    page = { ...page, rows: [...page.rows, ...rows], total };
  }
  return { page, isAll: false };
}

/** The last row may share its key with the next one, which might come in its place. */
function withoutUnsure<Row>({ rows, total }: RowPage<Row>, { offset }: RowRange): RowPage<Row> {
  const isEnd = total !== null && offset + rows.length >= total;
  return isEnd ? { rows, total } : { rows: rows.slice(0, -1), total, isPartial: true };
}

function sliced<Row>(page: RowPage<Row>, asked: RowRange, wanted: RowRange): RowPage<Row> {
  const from = wanted.offset - asked.offset;
  return { ...page, rows: page.rows.slice(from, from + wanted.limit) };
}

function isFollowedByEqual<Row>(row: Row, next: Row | undefined, leg: ReversedReads<Row>['leg']): boolean {
  return next !== undefined && leg.keyOf(row) === leg.keyOf(next);
}

/** Equal keys may extend beyond the range, so the rows may differ where the keys do not. */
function hasSameKeys<Row>(a: readonly Row[], b: readonly Row[], leg: ReversedReads<Row>['leg']): boolean {
  return (
    a.length === b.length &&
    a.every((row, index) => {
      const other = b[index];
      return other !== undefined && leg.keyOf(row) === leg.keyOf(other);
    })
  );
}

function isSameRow<Row>(a: Row, b: Row | undefined, leg: ReversedReads<Row>['leg']): boolean {
  return b !== undefined && leg.identityOf(a) === leg.identityOf(b);
}
