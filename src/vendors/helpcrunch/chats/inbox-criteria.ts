import { foldEmail } from '../../../customers/model/email.ts';
import type { HelpCrunchChat, HelpCrunchChatFilter } from '../../../customers/model/help-crunch-chat.ts';
import type {
  HelpCrunchCustomer,
  HelpCrunchDateTimeFilter,
} from '../../../customers/model/help-crunch-customer.ts';
import { foldText } from '../../../customers/model/normalize-values.ts';
import type { EmailSearch } from '../criteria/search-traits.ts';
import { possibleTags } from '../criteria/tag-atom.ts';
import type { ChatCondition } from './chat-query.ts';

/** One criterion of a filter of chats. */
export interface ChatCriterion {
  /** The alternatives in HelpCrunch's terms; null if HelpCrunch cannot filter by it. */
  readonly alternatives: readonly ChatCondition[] | null;
  /** Whether HelpCrunch finds exactly the chats that satisfy it. */
  readonly isExact: boolean;
  readonly check: ChatCheck;
  readonly needsProfile?: boolean;
}

/** Whether a chat satisfies a criterion. */
export type ChatCheck = (chat: HelpCrunchChat, profile: HelpCrunchCustomer | null) => boolean;

/** The criteria of a filter, the most selective first. Pure. */
export function toCriteria(
  filter: HelpCrunchChatFilter,
  searchEmail: (email: string) => EmailSearch,
): readonly ChatCriterion[] {
  const tags = filter.match === 'ALL' ? possibleTags(filter.customerTags) : filter.customerTags;
  return [
    ...ids('chats.customer', filter.customerIds, (chat) => [chat.customer?.customerId]),
    ...texts(
      'chats.customer.email',
      filter.customerEmails,
      foldEmail,
      searchEmail,
      (chat) => chat.customer?.email,
    ),
    ...texts('chats.customer.userId', filter.customerUserIds, asIs, equal, (chat) => chat.customer?.userId),
    ...(tags?.allOf !== undefined && tags.allOf.length > 0 ? [tagged([tags.allOf], (own) => own.every)] : []),
    ...(tags?.anyOf === undefined ? [] : [tagged(tags.anyOf.map(alone), (own) => own.some)]),
    ...ids('chats.assignee', filter.assigneeIds, (chat) => [chat.assignee?.agentId]),
    ...ids('chats.agents', filter.agentIds, (chat) => chat.agents.map(({ agentId }) => agentId)),
    ...ids('chats.department', filter.departmentIds, (chat) => [chat.department?.departmentId]),
    ...moments('chats.createdAt', filter.createdAt, (chat) => chat.createdAt),
    ...moments('chats.closedAt', filter.closedAt, (chat) => chat.closedAt),
    ...listed(filter.statuses, (chat) => chat.status),
    ...listed(filter.ratings, (chat) => chat.rating),
    ...(tags?.noneOf !== undefined && tags.noneOf.length > 0 ? [untagged(tags.noneOf)] : []),
  ];
}

function ids(
  field: string,
  wanted: readonly string[] | undefined,
  read: (chat: HelpCrunchChat) => readonly (string | undefined)[],
): readonly ChatCriterion[] {
  if (wanted === undefined) return [];
  const set = new Set(wanted);
  return [
    {
      alternatives: [...set].map((id) => ({ field, operator: '=', value: Number(id) })),
      isExact: true,
      check: (chat) => read(chat).some((id) => id !== undefined && set.has(id)),
    },
  ];
}

function texts(
  field: string,
  wanted: readonly string[] | undefined,
  fold: (text: string) => string,
  search: (text: string) => Pick<EmailSearch, 'operator' | 'values'>,
  read: (chat: HelpCrunchChat) => string | null | undefined,
): readonly ChatCriterion[] {
  if (wanted === undefined) return [];
  const folded = new Set(wanted.map(fold));
  const searches = wanted.map(search);
  const conditions = searches.flatMap(({ operator, values }) =>
    values.map((value) => ({ field, operator, value })),
  );
  return [
    {
      alternatives: [...new Map(conditions.map((each) => [each.value, each])).values()],
      isExact: searches.every(({ operator }) => operator === '='),
      check: (chat) => folded.has(fold(read(chat) ?? '')),
    },
  ];
}

type Quantifier = (own: { every: boolean; some: boolean }) => boolean;

/** One condition with several tags matches customers who have all of them. */
function tagged(groups: readonly (readonly string[])[], holds: Quantifier): ChatCriterion {
  const names = groups.flat().map(foldText);
  return {
    alternatives: groups.map((group) => ({
      field: 'chats.customer.tagsData',
      operator: '=',
      value: group.map((name) => ({ name })),
    })),
    isExact: true,
    needsProfile: true,
    check(_chat, profile) {
      const own = tagsOf(profile);
      return holds({
        every: names.every((name) => own.has(name)),
        some: names.some((name) => own.has(name)),
      });
    },
  };
}

function untagged(names: readonly string[]): ChatCriterion {
  const folded = names.map(foldText);
  return {
    alternatives: null,
    isExact: false,
    needsProfile: true,
    check: (_chat, profile) => !folded.some((name) => tagsOf(profile).has(name)),
  };
}

function tagsOf(profile: HelpCrunchCustomer | null): ReadonlySet<string> {
  return new Set(profile?.tags.map(({ name }) => foldText(name)));
}

function listed<Value>(
  wanted: readonly Value[] | undefined,
  read: (chat: HelpCrunchChat) => Value | null,
): readonly ChatCriterion[] {
  if (wanted === undefined) return [];
  return [
    {
      alternatives: wanted.length === 0 ? [] : null,
      isExact: false,
      check: (chat) => wanted.includes(read(chat) as Value),
    },
  ];
}

const OPERATORS = { eq: '=', ne: '!=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

const HOLDS: Readonly<Record<keyof typeof OPERATORS, (left: number, right: number) => boolean>> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  gt: (left, right) => left > right,
  gte: (left, right) => left >= right,
  lt: (left, right) => left < right,
  lte: (left, right) => left <= right,
};

/** The API takes whole seconds: a time between two is searched for from the second around it, and checked here. */
function moments(
  field: string,
  wanted: HelpCrunchDateTimeFilter | undefined,
  read: (chat: HelpCrunchChat) => number | null,
): readonly ChatCriterion[] {
  return Object.entries(wanted ?? {}).map(([name, at]): ChatCriterion => {
    const operator = name as keyof typeof OPERATORS;
    const seconds = at / 1000;
    const isWhole = Number.isInteger(seconds);
    const isLower = operator === 'gt' || operator === 'gte';
    const condition: ChatCondition = isWhole
      ? { field, operator: OPERATORS[operator], value: seconds }
      : isLower
        ? { field, operator: '>=', value: Math.floor(seconds) }
        : { field, operator: '<=', value: Math.ceil(seconds) };
    return {
      alternatives: !isWhole && (operator === 'eq' || operator === 'ne') ? null : [condition],
      isExact: isWhole,
      check(chat) {
        const own = read(chat);
        return own === null ? operator === 'ne' : HOLDS[operator](own, at);
      },
    };
  });
}

const asIs = (text: string) => text;
const alone = (text: string) => [text];
const equal = (text: string) => ({ operator: '=', values: [text] }) as const;
