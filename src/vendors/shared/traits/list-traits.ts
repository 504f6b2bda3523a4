import type { Direction, LegWarning, SortKey } from '../../../paging/leg.ts';
import { isInOrder } from '../../../paging/reading/row-order.ts';
import type { TraitBook, TraitDefinition } from './trait-book.ts';

/** How either vendor's lists may behave. */
export const LIST_TRAITS = {
  totals: {
    assumed: 'EXACT',
    values: ['EXACT', 'TOO_HIGH', 'TOO_LOW', 'MISSING', 'CONTRADICTED'],
    noticed: 'there are rows beyond the total, or no row at the end it states',
    otherwise: 'lists end where their rows end, and counts based on a total are never EXACT',
  },
  'order.ties': {
    assumed: 'STEADY',
    values: ['STEADY', 'MOVING'],
    noticed: 'rows with equal keys come in another order, although none were added or removed',
    otherwise: 'the page has the warning UNSTABLE_ORDER, and its count is AT_MOST',
  },
  'order.declared': {
    assumed: 'KEPT',
    values: ['KEPT', 'NOT_KEPT'],
    noticed: 'a page is not sorted as requested, rows without a value first',
    otherwise: 'rows are listed as they come, each once; the page has the warning UNEXPECTED_ORDER',
  },
} as const satisfies Record<string, TraitDefinition>;

type ListTrait = keyof typeof LIST_TRAITS;

/** @param record The vendor's record with its article. */
export const completeListTrait = (record: string) => ({
  assumed: 'YES',
  values: ['YES', 'NO'],
  noticed: `${record} that a look-up or a search shows is not on the page of the whole list where it belongs`,
  otherwise:
    'pages that depend on the whole list have the warning INCOMPLETE_LIST, and their counts are never EXACT',
});

/** @param documented The most rows of a page that the vendor documents. */
export const pageRowsTrait = (documented: string) => ({
  assumed: documented,
  values: 'COUNT' as const,
  noticed: 'a page returns 400 or is too large, but a smaller one works',
  otherwise: 'pages are requested in this size: more requests',
});

/** @param row What makes a row unreadable. */
export const unreadableRowsTrait = (row: string) => ({
  assumed: 'NONE',
  values: ['NONE', 'SOME'],
  noticed: row,
  otherwise: 'the row is skipped and counted, and its position is kept; counts based on a total are AT_MOST',
});

/** Learns a trait from what a walk noticed in a list. */
export function learnFromWarning(warning: LegWarning, traits: TraitBook<ListTrait>): void {
  switch (warning) {
    case 'UNSTABLE_ORDER':
      traits.learn('order.ties', 'MOVING');
      break;
    case 'UNEXPECTED_ORDER':
      traits.learn('order.declared', 'NOT_KEPT');
      break;
    case 'INCOMPLETE_TOTAL':
      if (wrongTotalsOf(traits) === null) traits.learn('totals', 'CONTRADICTED');
  }
}

/** Learns from the rows of one response whether they are in the requested order. */
export function learnOrder<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => SortKey,
  direction: Direction,
  traits: TraitBook<ListTrait>,
  latestOf?: (key: SortKey) => SortKey,
): void {
  if (rows.length < 2) return;
  const isKept = isInOrder(rows, { keyOf, ...(latestOf && { latestOf }) }, direction);
  if (!isKept) traits.learn('order.declared', 'NOT_KEPT');
  else if (!traits.isLearned('order.declared')) traits.learn('order.declared', 'KEPT');
}

/** What is known to be wrong with totals; null for nothing. */
export function wrongTotalsOf(
  traits: Pick<TraitBook<ListTrait>, 'currently'>,
): 'TOO_HIGH' | 'TOO_LOW' | null {
  const value = traits.currently('totals');
  return value === 'TOO_HIGH' || value === 'TOO_LOW' ? value : null;
}

/** Whether rows contradicted a total, in either direction. */
export function areTotalsWrong(traits: Pick<TraitBook<ListTrait>, 'currently'>): boolean {
  return wrongTotalsOf(traits) !== null || traits.currently('totals') === 'CONTRADICTED';
}

/** A total, and the rows at its end. */
export interface TotalEvidence {
  readonly total: number | null;
  /** Rows received when two were requested from the last position. */
  readonly atLast: number;
  /** The total stated with them; absent if they were in hand. */
  readonly totalAtLast?: number | null;
}

/** Whether a total is right. Pure. */
export function judgeTotal({
  total,
  atLast,
  totalAtLast = null,
}: TotalEvidence): 'EXACT' | 'TOO_HIGH' | 'TOO_LOW' | 'MISSING' {
  if (total === null) return 'MISSING';
  // A total that is less than the position of a row beside it counts something else, such as the rows of the page.
  const isPassed = totalAtLast !== null && atLast > 0 && totalAtLast < total - 1 + atLast;
  if (atLast > 1 || isPassed) return 'TOO_LOW';
  return atLast === 1 ? 'EXACT' : 'TOO_HIGH';
}
