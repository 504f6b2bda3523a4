import type { Reversal } from '../../paging/reading/exact-reverse.ts';
import type { CustomerSource } from '../customer-source.ts';

/** What is known about each source's orders, as long as the source lives. */
const known = new WeakMap<CustomerSource, Map<string, Reversal>>();

/** Whether this order of this source's list descends as the exact reverse of its ascending order, as far as seen. */
export function reversalOf(source: CustomerSource, field: string): Reversal {
  const bySource = known.get(source) ?? new Map<string, Reversal>();
  known.set(source, bySource);
  const reversal = bySource.get(field) ?? { isExact: null };
  bySource.set(field, reversal);
  return reversal;
}
