import type { Page } from '../../paging/page.ts';
import type { CustomerCount } from '../customer-directory.ts';
import type { CustomerSource } from '../customer-source.ts';
import type { ListedCustomer } from '../lookup/listed-customer.ts';
import type { SourceName } from '../model/source-record.ts';
import type { CustomerLeg } from './list-legs.ts';

/**
 * How many customers the list has, as well as that is known without reading all of it. EXACT when the vendors' counts
 * are the answer, or the walk has seen every row; AT_MOST when rows are re-checked or the same person may be in two
 * lists; AT_LEAST when a source's exact count is missing. Null when neither bound can be given, and when it is not yet
 * decided which lists are walked (no legs).
 */
export function countCustomers(
  page: Pick<Page<ListedCustomer>, 'exactCount' | 'totals'>,
  legs: readonly Pick<CustomerLeg, 'decide' | 'list'>[],
  sources: readonly Pick<CustomerSource, 'name'>[],
): CustomerCount | null {
  const bySource = sources.map(({ name }) => ({ source: name, value: rowsOf(name, page.totals, legs) }));
  if (page.exactCount !== null) return { value: page.exactCount, precision: 'EXACT', bySource };
  if (legs.length === 0) return null;
  const isSure = legs.every((leg) => leg.decide === undefined);
  const missing = bySource.some(({ value }) => value === null);
  if (missing && !isSure) return null;
  const value = bySource.reduce((sum, { value: rows }) => sum + (rows ?? 0), 0);
  return { value, precision: missing ? 'AT_LEAST' : isSure ? 'EXACT' : 'AT_MOST', bySource };
}

/** Rows of one source's legs; 0 when it has none in this list, null when it did not say. */
function rowsOf(
  source: SourceName,
  totals: readonly (number | null)[],
  legs: readonly Pick<CustomerLeg, 'list'>[],
): number | null {
  return legs.reduce<number | null>((sum, leg, index) => {
    if (leg.list.source.name !== source) return sum;
    const total = totals[index] ?? null;
    return sum === null || total === null ? null : sum + total;
  }, 0);
}
