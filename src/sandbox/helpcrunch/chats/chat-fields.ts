import type { HelpCrunchFieldType } from '../fields.ts';
import type { HelpCrunchCustomerWire, HelpCrunchShape } from '../wire.ts';
import type { ChatRow } from './wire.ts';

type Value = string | number | null;

/** A field of the chat search: its type, and its values in a chat (one, except for agents). */
export type ChatField = {
  readonly type: HelpCrunchFieldType;
  readonly values: (chat: ChatRow, customer: HelpCrunchCustomerWire | undefined) => readonly Value[];
};

const field = (type: HelpCrunchFieldType, values: ChatField['values']): ChatField => ({ type, values });

const FIELDS: Readonly<Record<string, ChatField>> = {
  'chats.customer': field('Integer', (chat) => [chat.customer]),
  'chats.customer.email': field('String', (_, customer) => [customer?.email ?? null]),
  'chats.customer.userId': field('String', (_, customer) => [customer?.userId ?? null]),
  'chats.customer.tagsData': field('Array', () => []),
  'chats.assignee': field('Integer', (chat) => [chat.assignee]),
  'chats.agents': field('Integer', (chat) => chat.agents),
  'chats.department': field('Integer', (chat) => [chat.department]),
  'chats.createdAt': field('Date', (chat) => [chat.createdAt]),
  'chats.closedAt': field('Date', (chat) => [chat.closedAt]),
  'chats.status': field('String', (chat) => [String(chat.status)]),
  'chats.rating': field('String', (chat) => [chat.rating]),
};

/** Only in older copies of the page. */
const OLD_FIELDS: typeof FIELDS = {
  ...FIELDS,
  'chats.updatedAt': field('Date', (chat) => [chat.lastMessageAt ?? chat.createdAt]),
};

export const chatField = (shape: HelpCrunchShape, name: unknown): ChatField | undefined => {
  const fields = shape === 'OLD' ? OLD_FIELDS : FIELDS;
  return typeof name === 'string' && Object.hasOwn(fields, name) ? fields[name] : undefined;
};
