import type { RowRange } from '../leg.ts';

/**
 * The aligned block that holds the rows on both sides of a cut.
 * Blocks overlap by one row: block b covers [b·(size−1), b·(size−1)+size). So whichever cut one resumes at, the row
 * before it and the row after it come in the same request, and blocks fetched at different times can be checked
 * against each other at every seam.
 */
export function blockAround(cut: number, size: number): RowRange {
  const stride = size - 1;
  const block = Math.floor(Math.max(0, cut - 1) / stride);
  return { offset: block * stride, limit: size };
}
