import type { InvalidParam } from '../../errors.ts';
import { checkNames, oneOf, toInteger } from '../../query.ts';

/** How the documents describe a parameter of the query. */
export type Parameter =
  | { readonly kind: 'TEXT'; readonly required?: true }
  | { readonly kind: 'BOOLEAN' }
  | { readonly kind: 'ONE_OF'; readonly values: readonly string[] }
  | { readonly kind: 'DATE' }
  /** `YYYY-MM-DD HH:MM:SS`, or with a `T`. */
  | { readonly kind: 'TIME' }
  /** `name[]=…`, at most 1,000. */
  | { readonly kind: 'LIST' }
  /** Declared as one value; the prose allows `name[]=…` too. */
  | { readonly kind: 'TEXT_OR_LIST' };

export type Parameters = Readonly<Record<string, Parameter>>;

export const TEXT: Parameter = { kind: 'TEXT' };
export const BOOLEAN: Parameter = { kind: 'BOOLEAN' };
export const DATE: Parameter = { kind: 'DATE' };
export const TIME: Parameter = { kind: 'TIME' };
export const LIST: Parameter = { kind: 'LIST' };
export const TEXT_OR_LIST: Parameter = { kind: 'TEXT_OR_LIST' };

const MOST_VALUES = 1000;

/** The values of a valid query. */
export type Given = {
  text(name: string): string | null;
  /** Null if not given, so not filtered by. */
  flag(name: string): boolean | null;
  /** Null if not given. */
  list(name: string): readonly string[] | null;
};

/** Parses a query by its parameters, or returns everything that is wrong with it. */
export const readGiven = (
  query: URLSearchParams,
  parameters: Parameters,
  paging: readonly string[],
): Given | readonly InvalidParam[] => {
  const entries = Object.entries(parameters);
  const singles = entries.filter(([, { kind }]) => kind !== 'LIST').map(([name]) => name);
  const lists = entries.filter(([, { kind }]) => kind === 'LIST').map(([name]) => name);
  const either = entries.filter(([, { kind }]) => kind === 'TEXT_OR_LIST').map(([name]) => `${name}[]`);
  const plain = new URLSearchParams([...query].filter(([name]) => !either.includes(name)));
  const invalid = [
    ...checkNames(plain, [...singles, ...paging], lists),
    ...entries.flatMap(([name, parameter]) => checkParameter(query, name, parameter)),
  ];
  if (invalid.length > 0) return invalid;
  return {
    text: (name) => query.get(name),
    flag: (name) => (query.has(name) ? query.get(name) === 'true' : null),
    list: (name) => {
      const values = [...query.getAll(`${name}[]`), ...query.getAll(name)];
      return values.length > 0 ? values : null;
    },
  };
};

const checkParameter = (
  query: URLSearchParams,
  name: string,
  parameter: Parameter,
): readonly InvalidParam[] => {
  const value = query.get(name);
  switch (parameter.kind) {
    case 'TEXT':
      return parameter.required && value === null
        ? [{ name, reason: 'required', value: '', message: 'The parameter is missing.' }]
        : [];
    case 'BOOLEAN':
      return checkWith(value, (text) => oneOf(name, text, ['true', 'false']));
    case 'ONE_OF':
      return checkWith(value, (text) => oneOf(name, text, parameter.values));
    case 'DATE':
      return checkTime(name, value, /^\d{4}-\d{2}-\d{2}$/, 'Expected a date as YYYY-MM-DD.');
    case 'TIME':
      return checkTime(
        name,
        value,
        /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$/,
        'Expected a time as YYYY-MM-DD HH:MM:SS.',
      );
    default: {
      const values = query.getAll(`${name}[]`);
      if (values.length <= MOST_VALUES) return [];
      const message = `Expected at most ${MOST_VALUES} values, got ${values.length}.`;
      return [{ name, reason: 'not_allowed_value', value: String(values.length), message }];
    }
  }
};

const checkWith = (
  value: string | null,
  read: (text: string) => string | InvalidParam,
): readonly InvalidParam[] => {
  if (value === null || value === '') return [];
  const result = read(value);
  return typeof result === 'string' ? [] : [result];
};

const checkTime = (
  name: string,
  value: string | null,
  pattern: RegExp,
  message: string,
): readonly InvalidParam[] => {
  if (value === null || value === '') return [];
  const isTime = pattern.test(value) && !Number.isNaN(Date.parse(value.replace(' ', 'T')));
  return isTime ? [] : [{ name, reason: 'invalid_value_format', value, message }];
};

/** The requested part of a list, and its order. */
export type Paging = {
  readonly count: number;
  readonly offset: number;
  readonly sortField: string | null;
  readonly descending: boolean;
};

export const PAGING_NAMES = ['count', 'offset', 'sort_field', 'sort_direction'];

export const readPaging = (
  query: URLSearchParams,
  sortFields: readonly string[],
): Paging | readonly InvalidParam[] => {
  const given = (name: string): string | null => query.get(name) || null;
  const count = toInteger('count', given('count') ?? '100', 1);
  const offset = toInteger('offset', given('offset') ?? '0', 0);
  const field = given('sort_field');
  const sortField = field === null ? null : oneOf('sort_field', field, sortFields);
  const direction = oneOf('sort_direction', given('sort_direction') ?? 'ASC', ['ASC', 'DESC']);
  const invalid = [count, offset, sortField, direction].filter(
    (value): value is InvalidParam => typeof value === 'object' && value !== null,
  );
  if (invalid.length > 0) return invalid;
  return {
    count: count as number,
    offset: offset as number,
    sortField: sortField as string | null,
    descending: direction === 'DESC',
  };
};
