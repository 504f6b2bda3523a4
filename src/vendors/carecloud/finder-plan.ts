import type { FinderName } from './facets/finders.ts';

export type ValueFinder = Extract<FinderName, 'firstCardNumber' | 'secondCardNumber' | 'externalId'>;
/**
 * A request for the accounts a text may mean by values that they do not show: a finder of ids, `ACCOUNTS`, which loads
 * the accounts with these ids, or `PHONE`, the list of accounts with a phone, if there is no room for it beforehand.
 */
export type FindingStep = ValueFinder | 'ACCOUNTS' | 'PHONE';

export interface FindingState {
  /** What the text fits and was not asked. */
  readonly open: ReadonlySet<FindingStep>;
  /** How many ids the finders found. */
  readonly found: number;
  /** Known ids whose accounts were not loaded, including the text itself if it can be one. */
  readonly unloaded: number;
  /** How many requests may still be sent. */
  readonly left: number;
  /** Whether the text has found anyone otherwise; null: not known yet. */
  readonly isAnyoneFound: boolean | null;
}

/**
 * The requests to send next, all at once. None: nothing is left to ask, no request is left, or it depends on whether
 * anyone was found otherwise. Second card numbers are only searched for if nobody was found. What a finder finds has to
 * be loaded in one more request, so the list by phone is the last. Pure.
 */
export function nextSteps(state: FindingState): readonly FindingStep[] {
  const { open, found, unloaded, left, isAnyoneFound } = state;
  const first = (['firstCardNumber', 'externalId'] as const).filter((finder) => open.has(finder));
  if (left === 0 || first.length > 0) return first.slice(0, left);
  if (found === 0 && isAnyoneFound === null && (isSecondOpen(state) || open.has('PHONE'))) return [];
  if (isSecondOpen(state) && isAnyoneFound === false && left > unloaded) return ['secondCardNumber'];
  if (unloaded > 0) return ['ACCOUNTS'];
  return open.has('PHONE') ? ['PHONE'] : [];
}

/** Whether something is left to ask. */
export function isUnfinished(state: FindingState): boolean {
  const { open, unloaded, isAnyoneFound } = state;
  if (unloaded > 0 || [...open].some((step) => step !== 'secondCardNumber')) return true;
  return isSecondOpen(state) && isAnyoneFound !== true;
}

function isSecondOpen({ open, found }: FindingState): boolean {
  return open.has('secondCardNumber') && found === 0;
}
