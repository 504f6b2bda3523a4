import { foldEmail } from '../../../customers/model/email.ts';
import type { ChatCondition } from './chat-query.ts';

/** Lists of chats that name nobody: an event about any chat drops them. */
export const CHATS_LIST = 'chats';
/** Whatever was found by an email: dropped where an event does not say which. */
const CHATS_BY_EMAIL = 'chats by email';
/** Every single chat and its messages: dropped where an event does not say which. */
const ANY_CHAT = 'chat';

const chatTag = (chatId: string) => `chat ${chatId}`;
const customerTag = (customerId: string) => `chats of ${customerId}`;
const emailTag = (email: string) => `chats by ${foldEmail(email)}`;

export function tagsOfChat(chatId: string): readonly string[] {
  return [ANY_CHAT, chatTag(chatId)];
}

/** A search for chats of named customers is dropped by events about them; any other by all. */
export function tagsOfSearch(conditions: readonly ChatCondition[]): readonly string[] {
  const tags = conditions.map(({ field, operator, value }) => {
    if (field === 'chats.customer' && operator === '=') return [customerTag(String(value))];
    if (field === 'chats.customer.email' && typeof value === 'string')
      return [CHATS_BY_EMAIL, emailTag(value)];
    return [CHATS_LIST];
  });
  return [...new Set(tags.flat())];
}
