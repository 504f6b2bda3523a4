import type { Direction } from '../../paging/leg.ts';

/** How the one list is ordered. */
export interface ListOrder {
  /** SOURCE: list after list. UPDATED_AT: the lists interleave by their keys. */
  readonly field: 'SOURCE' | 'UPDATED_AT';
  readonly direction: Direction;
}
