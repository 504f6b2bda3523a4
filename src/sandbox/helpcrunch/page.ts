import type { RowOrder } from '../row-store.ts';
import type { HelpCrunchProblem } from './errors.ts';
import type { HelpCrunchCustomerWire } from './wire.ts';

/** The requested part of a list and its order; without a sort, the order of the data. */
export type HelpCrunchPage<Row> = {
  readonly order: RowOrder<Row> | null;
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

/** What a list may be sorted by. */
export type Orders<Row> = Readonly<Record<string, RowOrder<Row>>>;

const MOST_ROWS = 100;
const CHOICE = 'The value you selected is not a valid choice.';

export const CUSTOMER_ORDERS: Orders<HelpCrunchCustomerWire> = {
  'customers.firstSeen': { name: 'firstSeen', keyOf: (row) => row.firstSeen },
  'customers.lastSeen': { name: 'lastSeen', keyOf: (row) => row.lastSeen },
};

/**
 * Parses the query of a list, or returns what is wrong with it. For an unsortable list, `sort` and `order` are
 * unexpected.
 */
export const readListQuery = <Row>(
  query: URLSearchParams,
  orders: Orders<Row>,
): HelpCrunchPage<Row> | readonly HelpCrunchProblem[] => {
  const names = [...(Object.keys(orders).length > 0 ? ['sort', 'order'] : []), 'limit', 'offset'];
  const strange = [...new Set(query.keys())].filter(
    (name) => !names.includes(name) || query.getAll(name).length > 1,
  );
  const text = (name: string): string | undefined => query.get(name) ?? undefined;
  const number = (name: string): unknown =>
    /^\d{1,15}$/.test(text(name) ?? '') ? Number(text(name)) : text(name);
  const page = readPage(
    { sort: text('sort'), order: text('order'), limit: number('limit'), offset: number('offset') },
    orders,
    // Only the lower-case spelling is documented in the query string.
    ['asc', 'desc'],
  );
  const problems = [
    ...strange.map((name) => ({ name, message: 'This field was not expected.' })),
    ...('limit' in page ? [] : page),
  ];
  return problems.length > 0 ? problems : page;
};

/** Sort, order, limit and offset, as both lists and searches take them. Missing ones have their defaults. */
export const readPage = <Row>(
  { sort, order, limit = MOST_ROWS, offset = 0 }: PageInput,
  orders: Orders<Row>,
  directions: readonly string[] = ['ASC', 'DESC', 'asc', 'desc'],
): HelpCrunchPage<Row> | readonly HelpCrunchProblem[] => {
  const problems: HelpCrunchProblem[] = [];
  const sortedBy = typeof sort === 'string' && Object.hasOwn(orders, sort) ? orders[sort] : undefined;
  if (sort !== undefined && !sortedBy) problems.push({ name: 'sort', message: CHOICE });
  if (order !== undefined && !directions.includes(order as string)) {
    problems.push({ name: 'order', message: CHOICE });
  }
  if (!Number.isInteger(limit))
    problems.push({ name: 'limit', message: 'This value should be of type numeric.' });
  else if ((limit as number) < 1 || (limit as number) > MOST_ROWS) {
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
