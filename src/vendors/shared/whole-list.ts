/** The first page of a list, and what is known about the vendor's pages. */
export interface FirstPage {
  /** The rows received. */
  readonly rows: number;
  /** The total stated by the vendor; null if it does not state it. */
  readonly total: number | null;
  /** The most rows that a page of this vendor is known to have had. */
  readonly fullPage: number;
  /** Whether the vendor's totals were contradicted before. */
  readonly areTotalsWrong: boolean;
}

/**
 * Whether a page contains the whole list. A total is a hint: if totals were contradicted before, a page that is not
 * full is the end. Without a total, only a page shorter than pages are known to be is one. Pure.
 */
export function isWholeList({ rows, total, fullPage, areTotalsWrong }: FirstPage): boolean {
  const isTrusted = total !== null && !areTotalsWrong && rows <= total;
  return isTrusted ? rows === total : rows < fullPage;
}
