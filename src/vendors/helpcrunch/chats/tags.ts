import { foldEmail } from '../../../customers/model/email.ts';
import type { ChatCondition } from './chat-query.ts';

/** Lists of chats that name nobody: an event about any chat drops them. */
export const CHATS_LIST = 'chats';
/** Whatever was found by customers' ids: dropped where an event does not say whose. */
export const ANY_CUSTOMER = 'chats of somebody';
/** Whatever was found by an email: dropped where an event does not say which. */
export const CHATS_BY_EMAIL = 'chats by email';
/** Every single chat and its messages: dropped where an event does not say which. */
export const ANY_CHAT = 'chat';

export const chatTag = (chatId: string) => `chat ${chatId}`;
export const customerTag = (customerId: string) => `chats of ${customerId}`;
export const emailTag = (email: string) => `chats by ${foldEmail(email)}`;

export function tagsOfChat(chatId: string): readonly string[] {
  return [ANY_CHAT, chatTag(chatId)];
}

/** A search for chats of named customers is dropped by events about them; any other by all. */
export function tagsOfSearch(conditions: readonly ChatCondition[]): readonly string[] {
  const tags = conditions.map(({ field, operator, value }) => {
    if (field === 'chats.customer' && operator === '=') return [ANY_CUSTOMER, customerTag(String(value))];
    if (field === 'chats.customer.email' && typeof value === 'string')
      return [CHATS_BY_EMAIL, emailTag(value)];
    return [CHATS_LIST];
  });
  return [...new Set(tags.flat())];
}
