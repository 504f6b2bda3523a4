import type { HelpCrunchChatFilter } from '../../../customers/model/help-crunch-chat.ts';
import { builder } from '../../builder.ts';
import { present, requireFewValues, toList, toText, toTrimmedText } from '../../shared/parse-input.ts';
import { piiInput } from '../../shared/scopes.ts';
import { helpCrunchDateTimeFilter, helpCrunchMatch, helpCrunchTagFilter } from '../conditions.ts';
import { toTagFilter } from '../customer-filter.ts';
import { toHelpCrunchId } from '../to-id.ts';
import { chatRating, chatStatus } from './enums.ts';

export const chatFilter = builder.inputType('HelpCrunchChatFilter', {
  description:
    'HelpCrunch’s own search of chats. A list means any of its values, at most 1000; an empty list matches nothing. The gateway checks statuses and ratings row by row, which may end a page early.',
  fields: (t) => ({
    match: t.field({
      type: helpCrunchMatch,
      defaultValue: 'ALL',
      description:
        'Whether all conditions must hold, or any of them is enough. Each operator is a condition: with `ANY`, `{ gte, lt }` is not a range.',
    }),
    customerIds: t.idList({ description: 'Chats of the profiles with these HelpCrunch ids.' }),
    customerEmails: t.stringList({
      ...piiInput,
      description: 'Chats of profiles with these emails. Needs the scope `customers:pii`.',
    }),
    customerUserIds: t.stringList({
      ...piiInput,
      description: 'Chats of profiles with these user ids. Needs the scope `customers:pii`.',
    }),
    customerTags: t.field({ type: helpCrunchTagFilter, description: 'Chats of profiles with these tags.' }),
    assigneeIds: t.idList({ description: 'Assigned to these agents.' }),
    agentIds: t.idList({ description: 'Chats in which any of these agents wrote.' }),
    departmentIds: t.idList({ description: 'Assigned to these departments.' }),
    statuses: t.field({ type: [chatStatus], description: 'Of these statuses.' }),
    ratings: t.field({ type: [chatRating], description: 'Of these ratings.' }),
    createdAt: t.field({ type: helpCrunchDateTimeFilter, description: 'On when it began.' }),
    closedAt: t.field({ type: helpCrunchDateTimeFilter, description: 'On when it was closed.' }),
  }),
});

export type ChatFilterInput = typeof chatFilter.$inferInput;

/** Validates and converts; null if it restricts nothing. */
export function toChatFilter(
  input: ChatFilterInput | null | undefined,
  path = 'filter',
): HelpCrunchChatFilter | null {
  const { match = 'ALL', customerTags, createdAt, closedAt, statuses, ratings, ...lists } = present(input);
  requireFewValues(lists, path);
  const texts = Object.fromEntries(
    Object.entries(lists).map(([name, values]) => [
      name,
      toList(values, `${path}.${name}`, TO_VALUE[name] ?? toId),
    ]),
  );
  const conditions: Omit<HelpCrunchChatFilter, 'match'> = {
    ...texts,
    ...notEmpty('customerTags', toTagFilter(customerTags, `${path}.customerTags`)),
    ...notEmpty('createdAt', present(createdAt)),
    ...notEmpty('closedAt', present(closedAt)),
    ...(statuses !== undefined && { statuses }),
    ...(ratings !== undefined && { ratings }),
  };
  return Object.keys(conditions).length === 0 ? null : { match, ...conditions };
}

const toId = toHelpCrunchId;
const TO_VALUE: Readonly<Record<string, (text: string, path: string) => string>> = {
  customerEmails: toTrimmedText,
  customerUserIds: toText,
};

function notEmpty<Condition extends object>(name: string, condition: Condition): Record<string, Condition> {
  return Object.keys(condition).length === 0 ? {} : { [name]: condition };
}
