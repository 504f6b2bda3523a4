import type { Leg, RowPage, RowRange } from '../leg.ts';
import { isTotalTooLow } from './list-end.ts';

type Read<Row> = Leg<Row, unknown>['read'];

/**
 * What was learned of one list's order: whether the far side's descending list is its ascending one reversed, rows of
 * equal keys included. Null: no two rows of equal keys were seen yet, and until then it does not matter.
 */
export interface Reversal {
  isExact: boolean | null;
}

export interface ReversedReads<Row> {
  readonly descending: Read<Row>;
  readonly ascending: Read<Row>;
  readonly leg: Pick<Leg<Row, unknown>, 'keyOf' | 'identityOf' | 'largestRead'>;
  readonly reversal: Reversal;
}

/** More rows than a page of the default size needs. */
const ENOUGH_ROWS = 25;

/** The rows on both sides of a cut, and one to compare them with on either side; what a short range is widened to. */
const FEWEST_ROWS = 5;

/**
 * Reads a descending list so that it is the exact reverse of the ascending one. The descending list is asked; where it
 * holds rows of equal keys, the ascending one says in which order they come. One comparison is enough to trust a far
 * side that reverses; one that does not is asked twice wherever keys are equal. Unless it is trusted, a read may give
 * fewer rows than asked for: those before the first equal keys, and not the last one while the next is out of sight.
 */
export function readExactReverse<Row>({
  descending,
  ascending,
  leg,
  reversal,
}: ReversedReads<Row>): Read<Row> {
  let tellsTotal = true;
  return async (range, how) => {
    // Without a total nobody knows where the mirror image of a range is.
    if (reversal.isExact === true || !tellsTotal) return descending(range, how);
    // Equal keys across the edge of a range show only with a row more on either side.
    const asked = widened(range);
    const { page, isAll } = await readInParts(descending, asked, leg.largestRead, how);
    const equal = page.rows.findIndex((row, index) => isFollowedByEqual(row, page.rows[index + 1], leg));
    if (page.total === null) {
      tellsTotal = false;
      // Widened, a full read may have had no room for the last row, and fewer rows than asked for look like the end.
      const isCut = page.rows.length === leg.largestRead && asked.limit > leg.largestRead;
      return isCut ? descending(range, how) : sliced(page, asked, range);
    }
    // A total that its own rows contradict, or that nothing bears out, does not say where the mirror image is.
    if (isTotalTooLow(asked, page)) return sliced(page, asked, range);
    if (isAll) return sliced(page, asked, range);
    if (equal === -1) return sliced(withoutUnsure(page, asked), asked, range);
    // Equal keys far down a block may never be walked to: what comes before them is enough for now.
    if (reversal.isExact === null && equal >= ENOUGH_ROWS) {
      return sliced({ ...page, rows: page.rows.slice(0, equal), isPartial: true }, asked, range);
    }
    const offset = Math.max(0, page.total - asked.offset - page.rows.length);
    const { page: mirror } = await readInParts(
      ascending,
      { offset, limit: page.rows.length },
      leg.largestRead,
      how,
    );
    const reversed = mirror.rows.toReversed();
    // Rows that came or went in between make the two incomparable: the walk's own checks find the place again.
    const isComparable = mirror.total === page.total && hasSameKeys(page.rows, reversed, leg);
    if (!isComparable) return sliced(page, asked, range);
    const isSame = page.rows.every((row, index) => isSameRow(row, reversed[index], leg));
    if (!page.isOrderedHere) reversal.isExact = isSame && reversal.isExact !== false;
    return sliced({ rows: reversed, total: page.total }, asked, range);
  };
}

function widened({ offset, limit }: RowRange): RowRange {
  const from = Math.max(0, offset - 1);
  return { offset: from, limit: limit + offset - from + 1 };
}

/**
 * The rows of a range, or the first of them: as many as one request gives, and enough for a walk to get on. `isAll`:
 * nothing came after them, whatever the total says.
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

/** The last row may share its key with the next one, which would then come in its place. */
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

/** Equal keys may reach beyond the range, so the rows may differ where the keys do not. */
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
