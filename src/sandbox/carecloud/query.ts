import type { InvalidParam } from './errors.ts';

/** First-level members that can be sorted by; `personal_information` is first-level too, but an object. */
const SORT_FIELDS = ['customer_id', 'last_change', 'state', 'doi_email', 'doi_phone'] as const;
const SINGLE = ['email', 'phone', 'customer_source_id', 'first_name', 'last_name', 'birthdate'] as const;
const ARRAYS = ['email_list', 'customer_ids'] as const;
const PAGING = ['count', 'offset', 'sort_field', 'sort_direction', 'customer_short_salutation'] as const;
const MOST_VALUES = 1000;

export type CareCloudSortField = (typeof SORT_FIELDS)[number];

/** A valid query of `GET /customers`. */
export type CareCloudQuery = {
  readonly count: number;
  readonly offset: number;
  readonly sortField: CareCloudSortField | null;
  readonly descending: boolean;
  readonly shortSalutation: boolean;
  /** As given; `birthdate` as `YYYY-MM-DD`. */
  readonly single: Readonly<Partial<Record<(typeof SINGLE)[number], string>>>;
  readonly arrays: Readonly<Partial<Record<(typeof ARRAYS)[number], readonly string[]>>>;
};

/** Parses the query of `GET /customers`, or returns everything that is wrong with it. */
export const parseCareCloudQuery = (query: URLSearchParams): CareCloudQuery | readonly InvalidParam[] => {
  const invalid: InvalidParam[] = checkNames(query, [...SINGLE, ...PAGING], ARRAYS);
  const read = <Value>(
    name: string,
    fallback: Value,
    toValue: (text: string) => Value | InvalidParam,
  ): Value => {
    const text = query.get(name);
    if (text === null || text === '') return fallback;
    const value = toValue(text);
    if (!isInvalid(value)) return value;
    invalid.push(value);
    return fallback;
  };

  const single: Partial<Record<(typeof SINGLE)[number], string>> = {};
  for (const name of SINGLE) {
    const value = read(name, '', name === 'birthdate' ? toIsoDate : (text) => text);
    if (value !== '') single[name] = value;
  }
  const arrays: Partial<Record<(typeof ARRAYS)[number], readonly string[]>> = {};
  for (const name of ARRAYS) {
    const values = query.getAll(`${name}[]`);
    if (values.length > MOST_VALUES) {
      const message = `Expected at most ${MOST_VALUES} values, got ${values.length}.`;
      invalid.push({ name, reason: 'not_allowed_value', value: String(values.length), message });
    }
    if (values.length > 0) arrays[name] = values;
  }
  const parsed: CareCloudQuery = {
    count: read('count', 100, (text) => toInteger('count', text, 1)),
    offset: read('offset', 0, (text) => toInteger('offset', text, 0)),
    sortField: read('sort_field', null, (text) => oneOf('sort_field', text, SORT_FIELDS)),
    descending:
      read('sort_direction', 'ASC', (text) => oneOf('sort_direction', text, ['ASC', 'DESC'])) === 'DESC',
    shortSalutation: readShortSalutation(query, invalid),
    single,
    arrays,
  };
  return invalid.length > 0 ? invalid : parsed;
};

/** Parses the query of `GET /customers/{customer_id}`, which has one parameter. */
export const parseCareCloudSingleQuery = (
  query: URLSearchParams,
): { readonly shortSalutation: boolean } | readonly InvalidParam[] => {
  const invalid = checkNames(query, ['customer_short_salutation'], []);
  const shortSalutation = readShortSalutation(query, invalid);
  return invalid.length > 0 ? invalid : { shortSalutation };
};

/** Finds unknown names, arrays without brackets, repeated names and empty values. */
export const checkNames = (
  query: URLSearchParams,
  known: readonly string[],
  arrays: readonly string[],
): InvalidParam[] =>
  [...new Set(query.keys())].flatMap((name): InvalidParam[] => {
    const values = query.getAll(name);
    const value = values.join(',');
    if (arrays.includes(name)) {
      const message = `Expected ${name}[]=value for each value, got ${name} without brackets.`;
      return [{ name, reason: 'invalid_value_format', value, message }];
    }
    const array = arrays.includes(name.replace(/\[\]$/, '')) && name.endsWith('[]');
    if (!array && !known.includes(name)) {
      return [{ name, reason: 'not_allowed_value', value, message: 'There is no such parameter.' }];
    }
    if (!array && values.length > 1) {
      return [{ name, reason: 'invalid_value_format', value, message: 'Expected one value, got several.' }];
    }
    return values.includes('') ? [{ name, reason: 'empty', value, message: 'The value is empty.' }] : [];
  });

const readShortSalutation = (query: URLSearchParams, invalid: InvalidParam[]): boolean => {
  const text = query.get('customer_short_salutation');
  if (text === null || text === '') return false;
  const value = oneOf('customer_short_salutation', text, ['true', 'false']);
  if (!isInvalid(value)) return value === 'true';
  invalid.push(value);
  return false;
};

const isInvalid = (value: unknown): value is InvalidParam =>
  typeof value === 'object' && value !== null && 'reason' in value;

export const toInteger = (name: string, text: string, minimum: number): number | InvalidParam => {
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= minimum) return value;
  const message = `Expected a whole number, ${minimum} or more.`;
  return { name, reason: 'invalid_value_format', value: text, message };
};

export const oneOf = <Value extends string>(
  name: string,
  text: string,
  allowed: readonly Value[],
): Value | InvalidParam => {
  const value = allowed.find((candidate) => candidate === text);
  if (value !== undefined) return value;
  return {
    name,
    reason: 'not_allowed_value',
    value: text,
    message: `Expected one of ${allowed.join(', ')}.`,
  };
};

const toIsoDate = (text: string): string | InvalidParam => {
  const german = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text);
  const iso = german ? `${german[3]}-${german[2]}-${german[1]}` : text;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? new Date(`${iso}T00:00:00Z`) : null;
  // A day that does not exist either has no time or converts back to another day.
  if (at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso)) return iso;
  const message = 'Expected a date as YYYY-MM-DD or DD.MM.YYYY.';
  return { name: 'birthdate', reason: 'invalid_value_format', value: text, message };
};
