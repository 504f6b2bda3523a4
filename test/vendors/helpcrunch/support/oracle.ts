import type { Demand, SharedCriteria } from '../../../../src/customers/model/customer-filter.ts';
import type {
  HelpCrunchCustomer,
  HelpCrunchCustomerFilter,
} from '../../../../src/customers/model/help-crunch-customer.ts';
import type { InstantRange } from '../../../../src/customers/model/instant-range.ts';
import type { HelpCrunchQuery, SearchCondition } from '../../../../src/vendors/helpcrunch/wire/wire.ts';

/** What the vendor may do where its pages are silent. */
export interface Dialect {
  readonly ignoresCase: boolean;
  readonly missingSatisfiesNegation: boolean;
}

/** The vendor with the gateway's comparison: plans must be exact under it. */
export const LIKE_US: Dialect = { ignoresCase: true, missingSatisfiesNegation: true };

/** A native query by the letter of the search page, sharing no code with the adapter; true in all dialects. */
export function answers(
  query: HelpCrunchQuery,
  person: HelpCrunchCustomer,
  ...dialects: readonly Dialect[]
): boolean {
  if (query === null) return true;
  const one = (condition: SearchCondition) =>
    dialects.every((dialect) => conditionHolds(condition, person, dialect));
  return query.comparison === 'AND' ? query.conditions.every(one) : query.conditions.some(one);
}

function conditionHolds(
  { field, operator, value }: SearchCondition,
  person: HelpCrunchCustomer,
  { ignoresCase, missingSatisfiesNegation }: Dialect,
): boolean {
  const same = (text: string) => (ignoresCase ? plain(text) : text);
  if (field === 'customers.tagsData') {
    if (operator !== '=' || typeof value !== 'object') throw new Error('arrays take = and a list of names');
    const has = person.tags.map((tag) => same(tag.name));
    return value.length > 0 && value.every((tag) => has.includes(same(tag.name)));
  }
  if (field === 'customers.id' || field === 'customers.lastSeen') {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error('integers only');
    const stored = field === 'customers.id' ? Number(person.customerId) : seconds(person.lastSeenAt);
    if (stored === null) return operator === '!=' && missingSatisfiesNegation;
    switch (operator) {
      case '=':
        return stored === value;
      case '!=':
        return stored !== value;
      case '>':
        return stored > value;
      case '>=':
        return stored >= value;
      case '<':
        return stored < value;
      case '<=':
        return stored <= value;
      default:
        throw new Error(`${operator} is for texts`);
    }
  }
  if (typeof value !== 'string') throw new Error('texts only');
  const name = field.slice('customers.'.length) as 'name' | 'city';
  const stored = name === 'name' ? person.name : textOf(person, name);
  if (stored === null) return (operator === '!=' || operator === '!~') && missingSatisfiesNegation;
  switch (operator) {
    case '=':
      return same(stored) === same(value);
    case '!=':
      return same(stored) !== same(value);
    case '~':
      return inside(stored, ignoresCase).includes(inside(value, ignoresCase));
    case '!~':
      return !inside(stored, ignoresCase).includes(inside(value, ignoresCase));
    default:
      throw new Error(`${operator} is for numbers`);
  }
}

/** The rules, as plainly as possible: which profiles satisfy a demand. */
export function satisfies(
  person: HelpCrunchCustomer,
  { shared, own, updatedAt, lastSeenAt }: Demand,
): boolean {
  return (
    [updatedAt, lastSeenAt].every((range) => range === undefined || isWithin(person.lastSeenAt, range)) &&
    satisfiesShared(person, shared) &&
    (own === null || satisfiesOwn(person, own as HelpCrunchCustomerFilter))
  );
}

/** The meaning of the phone notations of profiles.ts. */
const READ_PHONES: Readonly<Record<string, string>> = {
  '+420 523 828 931': '+420523828931',
  '00420523828931': '+420523828931',
  '(420) 523-82-89-31': '+420523828931',
  '+44 7700 900123': '+447700900123',
};

function isWithin(at: number | null, { gte, gt, lte, lt }: InstantRange): boolean {
  if (at === null) return false;
  const isAfter = (gte === undefined || at >= gte) && (gt === undefined || at > gt);
  return isAfter && (lte === undefined || at <= lte) && (lt === undefined || at < lt);
}

function satisfiesShared(person: HelpCrunchCustomer, shared: SharedCriteria): boolean {
  const email = person.email === null ? null : plain(person.email);
  const [first = null, ...rest] = plain(person.name ?? '').split(' ');
  if (shared.email !== undefined && plain(shared.email) !== email) return false;
  if (shared.emails !== undefined && !shared.emails.some((one) => plain(one) === email)) return false;
  if (shared.phone !== undefined && READ_PHONES[person.phone ?? ''] !== shared.phone) return false;
  if (shared.phones !== undefined && !shared.phones.includes(READ_PHONES[person.phone ?? ''] ?? 'none'))
    return false;
  if (shared.firstName !== undefined && plain(shared.firstName) !== first) return false;
  if (shared.lastName !== undefined && plain(shared.lastName) !== rest.join(' ')) return false;
  return shared.birthdate === undefined;
}

function satisfiesOwn(person: HelpCrunchCustomer, { match, ...fields }: HelpCrunchCustomerFilter): boolean {
  const verdicts = Object.entries(fields).flatMap(([field, operators]) =>
    Object.entries(operators).flatMap(
      ([operator, operand]) => verdict(person, field, operator, operand) ?? [],
    ),
  );
  if (verdicts.length === 0) return true;
  return match === 'ALL' ? verdicts.every(Boolean) : verdicts.some(Boolean);
}

function verdict(
  person: HelpCrunchCustomer,
  field: string,
  operator: string,
  operand: unknown,
): boolean | null {
  if (field === 'tags') {
    const names = operand as string[];
    const has = (name: string) => person.tags.some((tag) => plain(tag.name) === plain(name));
    if (operator === 'anyOf') return names.some(has);
    return names.length === 0 ? null : names.every(has);
  }
  const stored =
    field === 'id'
      ? BigInt(person.customerId)
      : field === 'lastSeen'
        ? person.lastSeenAt
        : textOf(person, field);
  const wanted = (value: unknown) =>
    field === 'id'
      ? BigInt(value as string)
      : field === 'lastSeen'
        ? (value as number)
        : plain(value as string);
  const value = typeof stored === 'string' ? plain(stored) : stored;
  if (operator === 'in') return (operand as string[]).some((one) => value === wanted(one));
  const other = wanted(operand);
  if (value === null) return operator === 'ne' || operator === 'notContains';
  switch (operator) {
    case 'eq':
      return value === other;
    case 'ne':
      return value !== other;
    case 'gt':
      return value > other;
    case 'gte':
      return value >= other;
    case 'lt':
      return value < other;
    case 'lte':
      return value <= other;
    case 'contains':
      return inside(String(stored), true).includes(inside(String(operand), true));
    case 'notContains':
      return !inside(String(stored), true).includes(inside(String(operand), true));
    default:
      throw new Error(`no such operator: ${operator}`);
  }
}

function textOf(person: HelpCrunchCustomer, field: string): string | null {
  const texts: Record<string, string | null> = {
    ...(person as unknown as Record<string, string | null>),
    ...person.location,
  };
  return texts[field] ?? null;
}

function seconds(at: number | null): number | null {
  return at === null ? null : at / 1000;
}

function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** White space at the ends of a searched text matters. */
function inside(text: string, ignoresCase: boolean): string {
  return ignoresCase ? text.replace(/\s+/g, ' ').toLowerCase() : text;
}
