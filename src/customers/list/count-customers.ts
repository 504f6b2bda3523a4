import type { Page } from '../../paging/page.ts';
import type { CustomerCount } from '../customer-directory.ts';
import type { CustomerSource } from '../customer-source.ts';
import type { ListedCustomer } from '../lookup/listed-customer.ts';
import type { SourceName } from '../model/source-record.ts';
import type { ListMeter } from './list-meter.ts';
import type { CustomerLeg } from './plan/list-legs.ts';

/**
 * How many customers the list has, as well as that is known without reading all of it. EXACT when the vendors' counts
 * are the answer and nothing contradicts them, or the walk has seen every row; AT_MOST when rows are re-checked or the same person may be in two
 * lists, where rows moved, and where totals came too high; AT_LEAST when a source did not say how many it has, or too few, and another, all of whose rows surely belong, did. Null when
 * neither bound can be given, and when it is not yet decided which lists are walked (no legs). A source that was not counted
 * has no value: that is not the same as nobody.
 */
export function countCustomers(
  page: Pick<Page<ListedCustomer>, 'exactCount' | 'totals'> & Partial<Pick<Page<ListedCustomer>, 'warnings'>>,
  legs: readonly (Pick<CustomerLeg, 'decide' | 'list' | 'doubt'> & Partial<Pick<CustomerLeg, 'isWhole'>>)[],
  {
    sources,
    usage,
  }: {
    readonly sources: readonly Pick<CustomerSource, 'name'>[];
    readonly usage?: Pick<ListMeter, 'hasWarned'>;
  },
): CustomerCount | null {
  const bySource = sources.map(({ name }) => ({ source: name, value: rowsOf(name, page.totals, legs) }));
  const lacks = (name: SourceName) => usage?.hasWarned(name, 'INCOMPLETE_SEARCH') === true;
  const isDoubtful = sources.some(({ name }) => lacks(name));
  if (page.exactCount !== null && !isDoubtful)
    return { value: page.exactCount, precision: 'EXACT', bySource };
  if (legs.length === 0) return null;
  // A search that lacks rows bounds nothing.
  if (legs.some(({ list, isWhole }) => isWhole === false && lacks(list.source.name))) return null;
  const mayBeFewer = (leg: (typeof legs)[number], index: number) =>
    isDoubtful ||
    leg.decide !== undefined ||
    (leg.doubt?.tooHigh ?? 0) > 0 ||
    page.warnings?.get(index)?.has('UNSTABLE_ORDER') === true;
  const isSure = !legs.some(mayBeFewer);
  const isMissing = legs.some(
    (leg, index) => (page.totals[index] ?? null) === null || (leg.doubt?.tooLow ?? 0) > 0,
  );
  if (!isMissing) {
    const value = legs.reduce((sum, _, index) => sum + (page.totals[index] ?? 0), 0);
    return { value, precision: isSure ? 'EXACT' : 'AT_MOST', bySource };
  }
  const sure = legs.flatMap((leg, index) => (mayBeFewer(leg, index) ? [] : (page.totals[index] ?? [])));
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
