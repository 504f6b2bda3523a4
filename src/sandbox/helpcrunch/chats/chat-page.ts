import type { RowOrder } from '../../row-store.ts';
import type { Orders } from '../page.ts';
import type { ChatRow } from './wire.ts';

const byTime = (
  name: 'createdAt' | 'lastCustomerMessageAt' | 'lastMessageAt' | 'closedAt',
): RowOrder<ChatRow> => ({
  name,
  keyOf: (chat) => chat[name],
});

/** "Get all chats" sorts by four times. */
export const LIST_ORDERS: Orders<ChatRow> = {
  'chats.createdAt': byTime('createdAt'),
  'chats.lastCustomerMessageAt': byTime('lastCustomerMessageAt'),
  'chats.lastMessageAt': byTime('lastMessageAt'),
  'chats.closedAt': byTime('closedAt'),
};

/** The examples of "Search for chats" have these two, the second one only in older copies of the page. */
export const SEARCH_ORDERS: Orders<ChatRow> = {
  'chats.createdAt': byTime('createdAt'),
  lastCustomerMessageAt: byTime('lastCustomerMessageAt'),
};

/** Messages and agents take only `limit` and `offset`. */
export const UNSORTED: Orders<never> = {};
