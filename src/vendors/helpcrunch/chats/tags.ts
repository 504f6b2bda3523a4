import { foldEmail } from '../../../customers/model/email.ts';
import type { ChatCondition } from './chat-query.ts';

/** Lists of chats without named customers: any event about a chat drops them. */
export const CHATS_LIST = 'chats';
/** Everything found by customers' ids: dropped if an event does not name the customer. */
export const ANY_CUSTOMER = 'chats of somebody';
/** Everything found by an email: dropped if an event does not name the email. */
export const CHATS_BY_EMAIL = 'chats by email';
/** Every single chat and its messages: dropped if an event does not name the chat. */
export const ANY_CHAT = 'chat';

export const chatTag = (chatId: string) => `chat ${chatId}`;
export const customerTag = (customerId: string) => `chats of ${customerId}`;
export const emailTag = (email: string) => `chats by ${foldEmail(email)}`;

export function tagsOfChat(chatId: string): readonly string[] {
  return [ANY_CHAT, chatTag(chatId)];
}

/** A search for chats of named customers is dropped by events about them, any other search by all events. */
export function tagsOfSearch(conditions: readonly ChatCondition[]): readonly string[] {
  const tags = conditions.map(({ field, operator, value }) => {
    if (field === 'chats.customer' && operator === '=') return [ANY_CUSTOMER, customerTag(String(value))];
    if (field === 'chats.customer.email' && typeof value === 'string')
      return [CHATS_BY_EMAIL, emailTag(value)];
    return [CHATS_LIST];
  });
  return [...new Set(tags.flat())];
}
