import { isDeepStrictEqual } from 'node:util';
import type { Page } from '../../paging/page.ts';
import type { CustomerCount } from '../customer-directory.ts';
import type { CustomerSource } from '../customer-source.ts';
import type { ListedCustomer } from '../lookup/listed-customer.ts';
import type { IdentityKey, SourceName } from '../model/source-record.ts';
import type { ListMeter } from './list-meter.ts';
import { leastPeople } from './people-in-hand.ts';
import type { CustomerLeg } from './plan/list-legs.ts';
import { NO_CHECKS } from './plan/list-plan.ts';

type CountedPage = Pick<Page<ListedCustomer>, 'exactCount' | 'totals'> &
  Partial<Pick<Page<ListedCustomer>, 'entries' | 'warnings'>>;

type CountedLeg = Pick<CustomerLeg, 'decide' | 'list' | 'doubt'> & Partial<Pick<CustomerLeg, 'isWhole'>>;

interface CountContext {
  readonly sources: readonly Pick<CustomerSource, 'name'>[];
  readonly usage?: Pick<ListMeter, 'hasWarned'>;
  readonly identityKeys?: readonly IdentityKey[];
}

/**
 * The number of customers in the list, as far as it is known without reading all of it. EXACT if the vendors' counts
 * are the answer and nothing contradicts them, or if the walk has seen every row. AT_MOST if rows are re-checked or
 * cannot be read, the same person may be in two lists, rows moved, or totals were too high. AT_LEAST if a list lacks
 * records, or if a source stated no total, or one that is too low; the number is then that of the lists all of whose
 * rows certainly belong, and not less than the people on this page. Null if neither bound is known, and if it is not
 * yet decided which lists are walked (no legs). A source that was not counted has no value, which differs from 0.
 */
export function countCustomers(
  page: CountedPage,
  legs: readonly CountedLeg[],
  { sources, usage, identityKeys = [] }: CountContext,
): CustomerCount | null {
  const bySource = sources.map(({ name }) => ({ source: name, value: rowsOf(name, page.totals, legs) }));
  const lacks = (name: SourceName) => usage?.hasWarned(name, 'INCOMPLETE_SEARCH') === true;
  const isDoubtful = sources.some(({ name }) => lacks(name));
  // Records that no list shows were not walked, nor are they in totals.
  const isUnlisted = (name: SourceName) => usage?.hasWarned(name, 'INCOMPLETE_LIST') === true;
  if (page.exactCount !== null && !isDoubtful) {
    const precision = sources.some(({ name }) => isUnlisted(name)) ? 'AT_LEAST' : 'EXACT';
    return { value: page.exactCount, precision, bySource };
  }
  if (legs.length === 0) return null;
  // An incomplete search gives no bound.
  if (legs.some(({ list, isWhole }) => isWhole === false && lacks(list.source.name))) return null;
  const countsUnreadable = ({ list: { source } }: CountedLeg) =>
    usage?.hasWarned(source.name, 'ROWS_SKIPPED') === true || source.skipsRows?.() === true;
  const mayBeFewer = (leg: (typeof legs)[number], index: number) =>
    isDoubtful ||
    leg.decide !== undefined ||
    countsUnreadable(leg) ||
    (leg.doubt?.tooHigh ?? 0) > 0 ||
    page.warnings?.get(index)?.has('UNSTABLE_ORDER') === true;
  const isSure = !legs.some(mayBeFewer);
  const isMissing = legs.some(
    (leg, index) =>
      (page.totals[index] ?? null) === null ||
      (leg.doubt?.tooLow ?? 0) > 0 ||
      isUnlisted(leg.list.source.name),
  );
  if (!isMissing) {
    const value = legs.reduce((sum, _, index) => sum + (page.totals[index] ?? 0), 0);
    return { value, precision: isSure ? 'EXACT' : 'AT_MOST', bySource };
  }
  if (isDoubtful) return null;
  const sure = legs.flatMap((leg, index) => (mayBeFewer(leg, index) ? [] : (page.totals[index] ?? [])));
  const here = leastPeople(
    (page.entries ?? []).map(({ node }) => node.customer),
    identityKeys,
  );
  const somebody = legs.some((leg, index) => listsEveryRow(leg) && (page.totals[index] ?? 0) > 0) ? 1 : 0;
  const value = Math.max(
    sure.reduce((sum, rows) => sum + rows, 0),
    here,
    somebody,
  );
  return value === 0 && sure.length === 0 ? null : { value, precision: 'AT_LEAST', bySource };
}

/** Whether each of its rows belongs to somebody in the list, be it to one who is listed elsewhere. */
function listsEveryRow({ isWhole, list, doubt }: CountedLeg): boolean {
  return (
    isWhole === true &&
    list.source.skipsRows?.() !== true &&
    (doubt?.tooHigh ?? 0) === 0 &&
    list.pushDown.exact &&
    isDeepStrictEqual(list.checks, NO_CHECKS)
  );
}

/** The number of rows in one source's legs; null if it has none in this list, or stated no total. */
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
