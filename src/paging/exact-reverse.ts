import type { Leg, RowPage, RowRange } from './leg.ts';

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

/**
 * Reads a descending list so that it is the exact reverse of the ascending one. The descending list is asked; where it
 * holds rows of equal keys, the ascending one says in which order they come. One comparison is enough to trust a far
 * side that reverses; one that does not is asked twice wherever keys are equal. Until that is known, a read may give
 * fewer rows than asked for: those before the first equal keys.
 */
export function readExactReverse<Row>({
  descending,
  ascending,
  leg,
  reversal,
}: ReversedReads<Row>): Read<Row> {
  return async (range, how) => {
    if (reversal.isExact === true) return descending(range, how);
    // Equal keys across the edge of a range show only with a row more on either side.
    const asked = reversal.isExact === false ? widened(range, leg.largestRead) : range;
    const page = await descending(asked, how);
    const equal = page.rows.findIndex((row, index) => isFollowedByEqual(row, page.rows[index + 1], leg));
    if (page.total === null || equal === -1) return sliced(page, asked, range);
    // Equal keys far down a block may never be walked to: what comes before them is enough for now.
    if (reversal.isExact === null && equal >= ENOUGH_ROWS)
      return { ...page, rows: page.rows.slice(0, equal) };
    const offset = Math.max(0, page.total - asked.offset - page.rows.length);
    const mirror = await ascending({ offset, limit: page.rows.length }, how);
    const reversed = mirror.rows.toReversed();
    // Rows that came or went in between make the two incomparable: the walk's own checks find the place again.
    const isComparable = mirror.total === page.total && hasSameKeys(page.rows, reversed, leg);
    if (!isComparable) return sliced(page, asked, range);
    const isSame = page.rows.every((row, index) => isSameRow(row, reversed[index], leg));
    reversal.isExact = isSame && reversal.isExact !== false;
    return sliced({ rows: reversed, total: page.total }, asked, range);
  };
}

function widened({ offset, limit }: RowRange, largestRead: number): RowRange {
  const from = Math.max(0, offset - 1);
  return { offset: from, limit: Math.min(largestRead, limit + offset - from + 1) };
}

function sliced<Row>(page: RowPage<Row>, asked: RowRange, wanted: RowRange): RowPage<Row> {
  const from = wanted.offset - asked.offset;
  return { rows: page.rows.slice(from, from + wanted.limit), total: page.total };
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
