import type { Page } from '../../paging/page.ts';
import type { CustomerCount } from '../customer-directory.ts';
import type { CustomerSource } from '../customer-source.ts';
import type { ListedCustomer } from '../lookup/listed-customer.ts';
import type { SourceName } from '../model/source-record.ts';
import type { CustomerLeg } from './list-legs.ts';

/**
 * How many customers the list has, as well as that is known without reading all of it. EXACT when the vendors' counts
 * are the answer, or the walk has seen every row; AT_MOST when rows are re-checked or the same person may be in two
 * lists; AT_LEAST when a source did not say how many it has, and another, all of whose rows surely belong, did. Null when
 * neither bound can be given, and when it is not yet decided which lists are walked (no legs). A source that was not counted
 * has no value: that is not the same as nobody.
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
  const isMissing = legs.some((_, index) => (page.totals[index] ?? null) === null);
  if (!isMissing) {
    const value = legs.reduce((sum, _, index) => sum + (page.totals[index] ?? 0), 0);
    return { value, precision: isSure ? 'EXACT' : 'AT_MOST', bySource };
  }
  const sure = legs.flatMap((leg, index) => (leg.decide === undefined ? (page.totals[index] ?? []) : []));
  if (sure.length === 0) return null;
  return { value: sure.reduce((sum, rows) => sum + rows, 0), precision: 'AT_LEAST', bySource };
}

/** Rows of one source's legs; null when it has none in this list, or did not say. */
function rowsOf(
  source: SourceName,
  totals: readonly (number | null)[],
  legs: readonly Pick<CustomerLeg, 'list'>[],
): number | null {
  const own = legs.flatMap((leg, index) => (leg.list.source.name === source ? [totals[index] ?? null] : []));
  return own.length === 0 || own.includes(null)
    ? null
    : own.reduce<number>((sum, total) => sum + (total ?? 0), 0);
}
