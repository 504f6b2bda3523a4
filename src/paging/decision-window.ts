import type { Leg } from './leg.ts';
import type { PagingDirection } from './position.ts';

/**
 * The rows to decide together with the next one. Blocks are always cut into the same windows, so that two pages of one
 * block send the same look-up. Other reads are decided from the next row on.
 */
export function windowAround<Row>(
  hand: { readonly rows: readonly Row[]; readonly next: number },
  leg: Pick<Leg<Row, unknown>, 'windowOf' | 'blockSize'>,
  heading: PagingDirection,
): readonly Row[] {
  const sizeOf = (rows: readonly Row[]) => Math.max(1, leg.windowOf?.(rows) ?? rows.length);
  if (leg.blockSize === undefined) {
    const ahead =
      heading === 'FORWARD' ? hand.rows.slice(hand.next) : hand.rows.slice(0, hand.next + 1).toReversed();
    return ahead.slice(0, sizeOf(ahead));
  }
  for (let from = 0; from < hand.rows.length; ) {
    const rest = hand.rows.slice(from);
    const size = sizeOf(rest);
    if (hand.next < from + size) return rest.slice(0, size);
    from += size;
  }
  return [];
}
