import { keysOfPerson } from '../../../customers/facets/person-key.ts';
import { foldEmail } from '../../../customers/model/email.ts';
import type { HelpCrunchChat } from '../../../customers/model/help-crunch-chat.ts';
import type { EmailSearch } from '../criteria/search-traits.ts';
import type { ChatCondition } from './chat-query.ts';

/** One person whose chats are searched for: their profiles by id, or by the profiles' email. */
export interface Person {
  readonly conditions: readonly ChatCondition[];
  /** Whether the conditions certainly find all their chats. */
  readonly isSure: boolean;
  owns(chat: HelpCrunchChat): boolean;
}

/**
 * @param key In the format of person-key.ts.
 * @param searchEmail How HelpCrunch is searched for an email. It may find other people’s chats, too.
 */
export function toPerson(key: string, searchEmail: (email: string) => EmailSearch): Person {
  const keys = keysOfPerson(key);
  const ids = new Set(keys.flatMap(({ kind, value }) => (kind === 'id' ? [value] : [])));
  const emails = keys.flatMap(({ kind, value }) => (kind === 'email' ? [value] : []));
  const folded = new Set(emails.map(foldEmail));
  const searches = emails.map(searchEmail);
  return {
    conditions: [
      ...[...ids].map((id) => ({ field: 'chats.customer', operator: '=' as const, value: Number(id) })),
      ...searches.flatMap(emailConditions),
    ],
    isSure: searches.every(({ isSure }) => isSure),
    owns({ customer }) {
      if (customer === null) return false;
      return (
        ids.has(customer.customerId) || (customer.email !== null && folded.has(foldEmail(customer.email)))
      );
    },
  };
}

export function emailConditions({
  operator,
  values,
}: Pick<EmailSearch, 'operator' | 'values'>): readonly ChatCondition[] {
  return values.map((value) => ({ field: 'chats.customer.email', operator, value }));
}
