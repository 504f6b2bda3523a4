import type { RowOrder } from '../row-store.ts';
import type { HelpCrunchProblem } from './errors.ts';
import type { HelpCrunchCustomerWire } from './wire.ts';

/** Which part of a list, in which order; without a sort, the order of the data. */
export type HelpCrunchPage = {
  readonly order: RowOrder<HelpCrunchCustomerWire> | null;
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
};

export type PageInput = {
  readonly sort: unknown;
  readonly order: unknown;
  readonly limit: unknown;
  readonly offset: unknown;
};

const MOST_ROWS = 100;
const ORDERS: Readonly<Record<string, RowOrder<HelpCrunchCustomerWire>>> = {
  'customers.firstSeen': { name: 'firstSeen', keyOf: (row) => row.firstSeen },
  'customers.lastSeen': { name: 'lastSeen', keyOf: (row) => row.lastSeen },
};

/** Reads the query of `GET /customers`, or says what is wrong with it. */
export const parseListQuery = (query: URLSearchParams): HelpCrunchPage | readonly HelpCrunchProblem[] => {
  const names = ['sort', 'order', 'limit', 'offset'];
  const strange = [...new Set(query.keys())].filter(
    (name) => !names.includes(name) || query.getAll(name).length > 1,
  );
  const text = (name: string): string | undefined => query.get(name) ?? undefined;
  const number = (name: string): unknown =>
    /^\d{1,15}$/.test(text(name) ?? '') ? Number(text(name)) : text(name);
  const page = readPage(
    { sort: text('sort'), order: text('order'), limit: number('limit'), offset: number('offset') },
    // In the query string only the lower-case spelling is documented.
    ['asc', 'desc'],
  );
  const problems = [
    ...strange.map((name) => ({ name, message: 'This field was not expected.' })),
    ...('limit' in page ? [] : page),
  ];
  return problems.length > 0 ? problems : page;
};

/** Sort, order, limit and offset, as both the list and the search take them. Absent ones have their defaults. */
export const readPage = (
  { sort, order, limit = MOST_ROWS, offset = 0 }: PageInput,
  directions: readonly string[],
): HelpCrunchPage | readonly HelpCrunchProblem[] => {
  const problems: HelpCrunchProblem[] = [];
  const sortedBy = typeof sort === 'string' && Object.hasOwn(ORDERS, sort) ? ORDERS[sort] : undefined;
  if (sort !== undefined && !sortedBy) {
    problems.push({ name: 'sort', message: 'The value you selected is not a valid choice.' });
  }
  if (order !== undefined && !directions.includes(order as string)) {
    problems.push({ name: 'order', message: 'The value you selected is not a valid choice.' });
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
