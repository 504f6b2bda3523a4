import type { HelpCrunchChatFilter } from '../../../customers/model/help-crunch-chat.ts';
import { type EmailSearch, emailSearch, USUAL_SEARCH } from '../criteria/search-traits.ts';
import type { ChatQuery } from './chat-query.ts';
import { type ChatCheck, type ChatCriterion, toCriteria } from './inbox-criteria.ts';

/** How a list of chats is read. */
export interface InboxPlan {
  /** Null: the whole list; NOTHING: no chat can satisfy the filter. */
  readonly query: ChatQuery | 'NOTHING';
  /** What is checked here; null for nothing. */
  readonly check: ChatCheck | null;
  /** Whether the check needs profiles, because chats have no tags. */
  readonly needsProfiles: boolean;
  /** Whether the search may miss chats that satisfy the filter. */
  readonly mayMiss?: boolean;
}

/**
 * Plans the cheapest flat search that certainly finds every chat satisfying the filter, and what remains to be checked.
 * A search has either single conditions under AND, or alternatives under OR. Statuses and ratings are never searched
 * for, because the pages contradict each other about them. Pure.
 *
 * @param searchEmail How HelpCrunch is searched for an email. It may find other chats, too.
 */
export function planInbox(
  filter: HelpCrunchChatFilter | null,
  searchEmail: (email: string) => EmailSearch = (email) => emailSearch(email, USUAL_SEARCH),
): InboxPlan {
  const plan = planCriteria(filter, searchEmail);
  const mayMiss = filter?.customerEmails?.some((email) => !searchEmail(email).isSure) === true;
  return mayMiss ? { ...plan, mayMiss } : plan;
}

function planCriteria(
  filter: HelpCrunchChatFilter | null,
  searchEmail: (email: string) => EmailSearch,
): InboxPlan {
  const criteria = filter === null ? [] : toCriteria(filter, searchEmail);
  if (criteria.length === 0) return { query: null, check: null, needsProfiles: false };
  return filter?.match === 'ANY' ? planAny(criteria) : planAll(criteria);
}

function planAll(criteria: readonly ChatCriterion[]): InboxPlan {
  if (criteria.some(({ alternatives }) => alternatives?.length === 0)) return NOTHING;
  // Most selective first.
  const pushable = criteria.filter(({ alternatives }) => alternatives !== null);
  const [best] = pushable;
  if (best === undefined) return checked(null, criteria, 'ALL');
  const isSingle = ({ alternatives }: ChatCriterion) => alternatives?.length === 1;
  const pushed = isSingle(best) ? pushable.filter(isSingle) : [best];
  const conditions = pushed.flatMap(({ alternatives }) => alternatives ?? []);
  const left = criteria.filter((each) => !pushed.includes(each) || !each.isExact);
  return checked({ comparison: isSingle(best) ? 'AND' : 'OR', conditions }, left, 'ALL');
}

function planAny(criteria: readonly ChatCriterion[]): InboxPlan {
  const conditions = criteria.flatMap(({ alternatives }) => alternatives ?? []);
  if (criteria.some(({ alternatives }) => alternatives === null)) return checked(null, criteria, 'ANY');
  if (conditions.length === 0) return NOTHING;
  const isExact = criteria.every((each) => each.isExact);
  return checked({ comparison: 'OR', conditions }, isExact ? [] : criteria, 'ANY');
}

const NOTHING: InboxPlan = { query: 'NOTHING', check: null, needsProfiles: false };

function checked(query: ChatQuery, criteria: readonly ChatCriterion[], match: 'ALL' | 'ANY'): InboxPlan {
  const checks = criteria.map(({ check }) => check);
  const check: ChatCheck = (chat, profile) =>
    match === 'ALL'
      ? checks.every((holds) => holds(chat, profile))
      : checks.some((holds) => holds(chat, profile));
  return {
    query,
    check: checks.length === 0 ? null : check,
    needsProfiles: criteria.some(({ needsProfile }) => needsProfile === true),
  };
}
