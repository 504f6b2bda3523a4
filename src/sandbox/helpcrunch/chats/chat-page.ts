import type { RowOrder } from '../../row-store.ts';
import type { HelpCrunchProblem } from '../errors.ts';
import type { ChatRow } from './wire.ts';

/** Which part of a list; without a sort, the order of the data. */
export type ChatPage = {
  readonly order: RowOrder<ChatRow> | null;
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
};

type PageInput = {
  readonly sort: unknown;
  readonly order: unknown;
  readonly limit: unknown;
  readonly offset: unknown;
};

const MOST_ROWS = 100;
const CHOICE = 'The value you selected is not a valid choice.';

const byTime = (
  name: 'createdAt' | 'lastCustomerMessageAt' | 'lastMessageAt' | 'closedAt',
): RowOrder<ChatRow> => ({
  name,
  keyOf: (chat) => chat[name],
});

/** "Get all chats" sorts by four times. */
const LIST_ORDERS: Readonly<Record<string, RowOrder<ChatRow>>> = {
  'chats.createdAt': byTime('createdAt'),
  'chats.lastCustomerMessageAt': byTime('lastCustomerMessageAt'),
  'chats.lastMessageAt': byTime('lastMessageAt'),
  'chats.closedAt': byTime('closedAt'),
};

/** The examples of "Search for chats" show these two, the second one in older copies of the page only. */
const SEARCH_ORDERS: Readonly<Record<string, RowOrder<ChatRow>>> = {
  'chats.createdAt': byTime('createdAt'),
  lastCustomerMessageAt: byTime('lastCustomerMessageAt'),
};

/** Reads the query of `GET /chats`, or says what is wrong with it. */
export const parseChatList = (query: URLSearchParams): ChatPage | readonly HelpCrunchProblem[] =>
  readQuery(query, ['sort', 'order', 'limit', 'offset'], LIST_ORDERS);

/** `limit` and `offset` alone: messages and agents. */
export const parseOffsets = (query: URLSearchParams): ChatPage | readonly HelpCrunchProblem[] =>
  readQuery(query, ['limit', 'offset'], {});

/** Sort, order, limit and offset of a search's body, where the order comes in either letter case. */
export const readSearchPage = (input: PageInput): ChatPage | readonly HelpCrunchProblem[] =>
  readPage(input, ['ASC', 'DESC', 'asc', 'desc'], SEARCH_ORDERS);

const readQuery = (
  query: URLSearchParams,
  names: readonly string[],
  orders: Readonly<Record<string, RowOrder<ChatRow>>>,
): ChatPage | readonly HelpCrunchProblem[] => {
  const strange = [...new Set(query.keys())].filter(
    (name) => !names.includes(name) || query.getAll(name).length > 1,
  );
  const text = (name: string): string | undefined => query.get(name) ?? undefined;
  const number = (name: string): unknown =>
    /^\d{1,15}$/.test(text(name) ?? '') ? Number(text(name)) : text(name);
  const input = {
    sort: text('sort'),
    order: text('order'),
    limit: number('limit'),
    offset: number('offset'),
  };
  const page = readPage(input, ['asc', 'desc'], orders);
  const problems = [
    ...strange.map((name) => ({ name, message: 'This field was not expected.' })),
    ...('limit' in page ? [] : page),
  ];
  return problems.length > 0 ? problems : page;
};

const readPage = (
  { sort, order, limit = MOST_ROWS, offset = 0 }: PageInput,
  directions: readonly string[],
  orders: Readonly<Record<string, RowOrder<ChatRow>>>,
): ChatPage | readonly HelpCrunchProblem[] => {
  const problems: HelpCrunchProblem[] = [];
  const sortedBy = typeof sort === 'string' && Object.hasOwn(orders, sort) ? orders[sort] : undefined;
  if (sort !== undefined && !sortedBy) problems.push({ name: 'sort', message: CHOICE });
  if (order !== undefined && !directions.includes(order as string))
    problems.push({ name: 'order', message: CHOICE });
  if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > MOST_ROWS) {
    problems.push({ name: 'limit', message: `This value should be between 1 and ${MOST_ROWS}.` });
  }
  if (!Number.isInteger(offset) || (offset as number) < 0) {
    problems.push({ name: 'offset', message: 'This value should be of type numeric.' });
  }
  if (problems.length > 0) return problems;
  return {
    order: sortedBy ?? null,
    descending: String(order).toLowerCase() === 'desc',
    limit: limit as number,
    offset: offset as number,
  };
};
