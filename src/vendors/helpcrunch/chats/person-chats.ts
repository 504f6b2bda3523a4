import { keysOfPerson } from '../../../customers/facets/person-key.ts';
import { emailSpellings, foldEmail } from '../../../customers/model/email.ts';
import type { HelpCrunchChat } from '../../../customers/model/help-crunch-chat.ts';
import type { ChatCondition } from './chat-query.ts';

/** One person whose chats are searched for: their profiles by id, or by the profiles' email. */
export interface Person {
  readonly conditions: readonly ChatCondition[];
  owns(chat: HelpCrunchChat): boolean;
}

/**
 * @param key In the format of person-key.ts.
 * @param emailOperator `~` if `=` respects letter case. It returns every chat with the email, and others.
 */
export function toPerson(key: string, emailOperator: '=' | '~'): Person {
  const keys = keysOfPerson(key);
  const ids = new Set(keys.flatMap(({ kind, value }) => (kind === 'id' ? [value] : [])));
  const emails = keys.flatMap(({ kind, value }) => (kind === 'email' ? [value] : []));
  const folded = new Set(emails.map(foldEmail));
  return {
    conditions: [
      ...[...ids].map((id) => ({ field: 'chats.customer', operator: '=' as const, value: Number(id) })),
      ...emails
        .flatMap(emailSpellings)
        .map((value) => ({ field: 'chats.customer.email', operator: emailOperator, value })),
    ],
    owns({ customer }) {
      if (customer === null) return false;
      return (
        ids.has(customer.customerId) || (customer.email !== null && folded.has(foldEmail(customer.email)))
      );
    },
  };
}
