import type { Leg, RowRange } from '../leg.ts';
import type { PagingDirection } from '../position.ts';

type Sizes = Pick<Leg<unknown, unknown>, 'largestRead' | 'blockSize'>;
type Steps = { readonly decide?: unknown; readonly fewestDecided?: number };

/** Where a leg is read, and how many rows are wanted from there in this direction. */
interface ReadRequest {
  readonly at: number;
  readonly heading: PagingDirection;
  readonly wanted: number;
}

/**
 * The ranges to request around a cut, best first. The others are for a source that returns less than requested although
 * it has more: they are requested while the next row is missing.
 */
export function rangesAround(request: ReadRequest, sizes: Sizes): readonly [RowRange, ...RowRange[]] {
  const exact = [rangeAround(request, sizes), rangeAround({ ...request, wanted: 1 }, sizes)] as const;
  return sizes.blockSize === undefined ? exact : [blockAround(request.at, sizes.blockSize), ...exact];
}

/**
 * How many rows a page's n-th read of a leg should return, n from 1: what the page can use and, if rows are dropped,
 * more with every read. Requests are expensive, rows are almost free.
 */
export function rowsToRead(n: number, wanted: number, { decide, fewestDecided = 1 }: Steps): number {
  return decide === undefined ? wanted : Math.max(wanted * 2, fewestDecided) * 2 ** (n - 1);
}

/** A page's first request to a leg if it starts where the leg starts, or if the leg's end is unknown. */
export function firstRange(wanted: number, leg: Sizes & Steps): RowRange {
  return rangesAround({ at: 0, heading: 'FORWARD', wanted: rowsToRead(1, wanted, leg) }, leg)[0];
}

/**
 * The aligned block with the rows on both sides of a cut. Blocks overlap by one row: block b covers [b·(size−1),
 * b·(size−1)+size). So at any cut, the rows before and after it come in the same request, and blocks fetched at
 * different times can be compared at every seam.
 */
export function blockAround(cut: number, size: number): RowRange {
  const stride = size - 1;
  const block = Math.floor(Math.max(0, cut - 1) / stride);
  return { offset: block * stride, limit: size };
}

/**
 * The rows wanted in this direction, the one on the other side of the cut, and one beyond for the cut they leave. The
 * limit is the same at the ends of the list: a source may order rows of equal keys by the limit.
 */
function rangeAround({ at, heading, wanted }: ReadRequest, { largestRead }: Sizes): RowRange {
  const behind = heading === 'FORWARD' ? 1 : Math.max(1, Math.min(wanted + 1, largestRead - 1));
  return { offset: Math.max(0, at - behind), limit: Math.min(largestRead, wanted + 2) };
}
