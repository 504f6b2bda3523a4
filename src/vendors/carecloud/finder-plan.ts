import type { FinderName } from './facets/finders.ts';

/** A request for accounts by values that accounts do not show: a finder, or `ACCOUNTS`, which loads whom they found. */
export type FindingStep = ValueFinder | 'ACCOUNTS';
export type ValueFinder = Extract<FinderName, 'firstCardNumber' | 'secondCardNumber' | 'externalId'>;

export interface FindingState {
  /** The finders that the text fits and that were not asked. */
  readonly open: ReadonlySet<ValueFinder>;
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
 * anyone was found otherwise. Second card numbers are only searched for if nobody was found; ids in other systems come
 * last where requests are scarce, because they are rarely as long as a phone number. After a finder has found ids, one
 * request is kept to load them. Pure.
 */
export function nextSteps(state: FindingState): readonly FindingStep[] {
  const { open, found, unloaded, left, isAnyoneFound } = state;
  if (left === 0) return [];
  if (open.has('firstCardNumber')) {
    return open.has('externalId') && left > 2 ? ['firstCardNumber', 'externalId'] : ['firstCardNumber'];
  }
  const isUndecided = isSecondOpen(state) || (open.has('externalId') && found > 0);
  if (isUndecided && isAnyoneFound === null) return [];
  if (isSecondOpen(state) && isAnyoneFound === false && left > unloaded) return ['secondCardNumber'];
  if (open.has('externalId') && (found === 0 || left > 1)) return ['externalId'];
  return unloaded > 0 ? ['ACCOUNTS'] : [];
}

/** Whether something is left to ask. */
export function isUnfinished(state: FindingState): boolean {
  const { open, unloaded, isAnyoneFound } = state;
  if (unloaded > 0 || open.has('firstCardNumber') || open.has('externalId')) return true;
  return isSecondOpen(state) && isAnyoneFound !== true;
}

function isSecondOpen({ open, found }: FindingState): boolean {
  return open.has('secondCardNumber') && found === 0;
}
