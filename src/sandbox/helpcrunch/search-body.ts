import type { HelpCrunchProblem } from './errors.ts';
import { type HelpCrunchFieldType, OPERATORS } from './fields.ts';
import { type HelpCrunchPage, type Orders, readPage } from './page.ts';
import type { HelpCrunchShape } from './wire.ts';

/** One valid condition: the operator fits the field, and the value fits the field's type. */
export type HelpCrunchCondition = {
  readonly field: string;
  readonly operator: string;
  /** A list of tag names for tagsData. */
  readonly value: string | number | readonly string[];
};

export type HelpCrunchSearch<Row> = {
  readonly page: HelpCrunchPage<Row>;
  readonly any: boolean;
  readonly conditions: readonly HelpCrunchCondition[];
};

/** The search of one resource: its fields, by generation, and its sort orders. */
export type SearchGrammar<Row> = {
  readonly fieldOf: (
    shape: HelpCrunchShape,
    name: unknown,
  ) => { readonly type: HelpCrunchFieldType } | undefined;
  readonly orders: Orders<Row>;
};

type Members = Readonly<Record<string, unknown>>;

const BODY_MEMBERS = ['comparison', 'filter', 'sort', 'order', 'limit', 'offset'];
const CONDITION_MEMBERS = ['field', 'operator', 'value'];
const BLANK = 'This value should not be blank.';
const UNEXPECTED = 'This field was not expected.';

/** Parses the body of a search, or returns everything that is wrong with it. */
export const parseSearchBody = <Row>(
  body: unknown,
  { shape, maxConditions }: { readonly shape: HelpCrunchShape; readonly maxConditions: number },
  { fieldOf, orders }: SearchGrammar<Row>,
): HelpCrunchSearch<Row> | readonly HelpCrunchProblem[] => {
  if (!isMembers(body)) return [{ name: 'body', message: 'This value should be a JSON object.' }];
  const { comparison, filter, sort, order, limit, offset } = body;
  const problems: HelpCrunchProblem[] = strangeMembers(body, BODY_MEMBERS, '');
  const page = readPage({ sort, order, limit, offset }, orders);
  if (!('limit' in page)) problems.push(...page);
  const filters: readonly unknown[] = Array.isArray(filter) ? filter : [];
  if (filters.length === 0) problems.push({ name: 'filter', message: BLANK });
  if (filters.length > maxConditions)
    problems.push({ name: 'filter', message: 'This collection has too many elements.' });
  // Several conditions without a comparison are undocumented, so their meaning is not guessed.
  const needless = comparison === undefined && filters.length <= 1;
  if (!needless && comparison !== 'AND' && comparison !== 'OR') {
    problems.push({ name: 'comparison', message: 'The value you selected is not a valid choice.' });
  }
  const conditions = filters.flatMap((given, position) => {
    const condition = readCondition(given, `filter[${position}]`, (name) => fieldOf(shape, name));
    if ('operator' in condition) return [condition];
    problems.push(...condition);
    return [];
  });
  if (problems.length > 0 || !('limit' in page)) return problems;
  return { page, any: comparison === 'OR', conditions };
};

const readCondition = (
  given: unknown,
  at: string,
  fieldOf: (name: unknown) => { readonly type: HelpCrunchFieldType } | undefined,
): HelpCrunchCondition | readonly HelpCrunchProblem[] => {
  if (!isMembers(given)) return [{ name: at, message: 'This value should be an object.' }];
  const strange = strangeMembers(given, CONDITION_MEMBERS, `${at}.`);
  if (strange.length > 0) return strange;
  const { field: name, operator, value } = given;
  const field = fieldOf(name);
  if (!field) return [{ name: `${at}.field`, message: name ? 'There is no such field.' : BLANK }];
  if (typeof operator !== 'string' || !OPERATORS[field.type].includes(operator)) {
    return [{ name: `${at}.operator`, message: `Valid here: ${OPERATORS[field.type].join(' ')}` }];
  }
  const read = readValue(field.type, value);
  if (read === undefined)
    return [{ name: `${at}.value`, message: `This value should be of type ${field.type}.` }];
  return { field: name as string, operator, value: read };
};

/** "The value you search for has to match the type, otherwise the query will fail." */
const readValue = (type: HelpCrunchFieldType, value: unknown): HelpCrunchCondition['value'] | undefined => {
  if (type === 'String') return typeof value === 'string' && value !== '' ? value : undefined;
  if (type !== 'Array') return Number.isInteger(value) ? (value as number) : undefined;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const names = value.filter(isTag).map(({ name }) => name);
  return names.length === value.length ? names : undefined;
};

const isTag = (value: unknown): value is { readonly name: string } =>
  isMembers(value) && typeof value.name === 'string' && value.name !== '' && Object.keys(value).length === 1;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const strangeMembers = (given: Members, known: readonly string[], prefix: string): HelpCrunchProblem[] =>
  Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => ({ name: `${prefix}${name}`, message: UNEXPECTED }));
