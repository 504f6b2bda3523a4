import type { TotalDoubt } from '../../paging/leg.ts';
import { noDoubt, remember } from '../../paging/reading/list-end.ts';
import type { CustomerSource } from '../customer-source.ts';

/** The doubt about each source's totals, as long as the source lives. */
const known = new WeakMap<CustomerSource, TotalDoubt>();

export function totalDoubtOf(source: CustomerSource): TotalDoubt {
  const doubt = known.get(source) ?? noDoubt();
  known.set(source, doubt);
  const wrong = source.wrongTotals?.() ?? null;
  if (wrong !== null) remember(doubt, wrong);
  return doubt;
}
