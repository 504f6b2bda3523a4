/** One page of a list, from its beginning, and what is known of the vendor's pages. */
export interface FirstPage {
  /** Rows that came. */
  readonly rows: number;
  /** What the vendor says there are; null: it does not say. */
  readonly total: number | null;
  /** As many rows as a page of this vendor was seen to have, at least. */
  readonly fullPage: number;
  /** The vendor's totals were contradicted before. */
  readonly areTotalsWrong: boolean;
}

/** No vendor's pages are smaller than this. */
const SMALLEST_PAGE = 10;

/**
 * Whether a page holds all there is. A total is a hint: where rows contradicted one, a page that is not full is the end. Pure.
 */
export function isWholeList({ rows, total, fullPage, areTotalsWrong }: FirstPage): boolean {
  const isTrusted = total !== null && !areTotalsWrong && rows <= total;
  return isTrusted ? rows === total : rows < Math.max(fullPage, SMALLEST_PAGE);
}
