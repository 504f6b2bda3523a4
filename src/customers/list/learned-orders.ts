import type { Reversal } from '../../paging/reading/exact-reverse.ts';
import type { CustomerSource } from '../customer-source.ts';

/** What was learned of each source's orders, for as long as the source lives. */
const learned = new WeakMap<CustomerSource, Map<string, Reversal>>();

/** Whether this order of this source's list descends as the exact reverse of how it ascends, as far as it was seen. */
export function reversalOf(source: CustomerSource, field: string): Reversal {
  const bySource = learned.get(source) ?? new Map<string, Reversal>();
  learned.set(source, bySource);
  const reversal = bySource.get(field) ?? { isExact: null };
  bySource.set(field, reversal);
  return reversal;
}
