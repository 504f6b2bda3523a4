import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HelpCrunchCustomer } from '../../../src/customers/model/help-crunch-customer.ts';
import { type ProfilePage, partOf } from '../../../src/vendors/helpcrunch/join-searches.ts';
import { toRecord } from '../../../src/vendors/helpcrunch/record.ts';
import { UsualRows } from '../../../src/vendors/helpcrunch/usual-rows.ts';
import type { SearchCondition } from '../../../src/vendors/helpcrunch/wire/wire.ts';
import { EMAILS, NAMES, people, profile } from './support/profiles.ts';

const NEWEST = { field: 'LAST_SEEN', direction: 'DESC' } as const;

/** A vendor that minds letter case or not. */
const finds = (mindsCase: boolean) => {
  const form = (text: string) => (mindsCase ? text : text.toLowerCase());
  return ({ field, operator, value }: SearchCondition, own: HelpCrunchCustomer): boolean => {
    const text = field === 'customers.email' ? own.email : own.name;
    if (text === null) return false;
    const wanted = form(String(value));
    return operator === '=' ? form(text) === wanted : form(text).includes(wanted);
  };
};

const condition: fc.Arbitrary<SearchCondition> = fc.oneof(
  fc.record({
    field: fc.constant('customers.email'),
    operator: fc.constant('='),
    value: fc.constantFrom(...EMAILS),
  }),
  fc.record({
    field: fc.constantFrom('customers.email', 'customers.name'),
    operator: fc.constant('~'),
    value: fc.constantFrom(...NAMES, 'nov', 'an', 'jan', '@', 'X@Y'),
  }),
) as fc.Arbitrary<SearchCondition>;
const conditions = fc.array(condition, { minLength: 1, maxLength: 3 });

const pageOf = (found: readonly HelpCrunchCustomer[], total = found.length): ProfilePage => ({
  records: found.map((own) => toRecord(own)),
  total,
});

describe('how many rows are expected', () => {
  const name = (value: string): SearchCondition => ({ field: 'customers.name', operator: '~', value });
  const rows = Array.from({ length: 100 }, (_, id) =>
    toRecord(profile({ customerId: `${id}`, name: id < 4 ? 'Petra Müller' : 'Petra Mullerová' })),
  );
  const expected = (conditions: readonly SearchCondition[], ignoresAccents: boolean) => {
    const usual = new UsualRows();
    usual.saw('petra', rows, 1_000);
    return usual.expected('petra m', conditions, ignoresAccents);
  };

  test.each<[string, SearchCondition[], boolean, number]>([
    ['as many as the share of the first rows, and one more', [name('müll')], false, 50],
    ['whatever the letter case', [name('MÜLL')], false, 50],
    ['those with other accents, too, where accents do not count', [name('müll')], true, 1_010],
    ['those of any spelling', [name('müll'), name('mull')], false, 1_010],
    ['by emails as before', [{ field: 'customers.email', operator: '~', value: 'nobody' }], false, 10],
  ])('%s', (_, conditions, ignoresAccents, count) => {
    expect(Math.round(expected(conditions, ignoresAccents))).toBe(count);
  });
});

describe('the part of a joined search', () => {
  test('has every row that a search by itself would have found, in its order', () => {
    fc.assert(
      fc.property(people, conditions, conditions, fc.boolean(), (everybody, one, other, mindsCase) => {
        const isFound = finds(mindsCase);
        const all = everybody.filter((own) => [...one, ...other].some((each) => isFound(each, own)));
        const alone = everybody.filter((own) => one.some((each) => isFound(each, own)));
        const part = partOf(pageOf(all), { conditions: one, order: NEWEST });
        const ids = part?.records.map(({ id }) => id) ?? [];
        expect(ids).toEqual(expect.arrayContaining(alone.map(({ customerId }) => customerId)));
        const seen = part?.records.map(({ own }) => own.lastSeenAt ?? Number.NEGATIVE_INFINITY) ?? [];
        expect(seen).toEqual(seen.toSorted((a, b) => b - a));
        expect(part?.total).toBe(ids.length);
        expect(part?.isJoined).toBe(true);
      }),
    );
  });

  const some = [profile({ customerId: '1', email: 'jan@example.com' })];
  const asked = {
    conditions: [{ field: 'customers.email', operator: '=', value: 'jan@example.com' }],
    order: NEWEST,
  } as const;

  test.each<[string, ProfilePage | null]>([
    ['more rows than came', pageOf(some, 2)],
    ['no total', { ...pageOf(some), total: null }],
    ['a full page', pageOf(Array.from({ length: 100 }, (_, id) => profile({ customerId: `${id}` })))],
    ['a row that cannot be read', { ...pageOf(some), skipped: 1 }],
    ['no list', null],
  ])('is not known from a response with %s', (_, page) => {
    expect(partOf(page, asked)).toBeNull();
  });

  test('is known from a complete one', () => {
    expect(partOf(pageOf(some), asked)?.records.map(({ id }) => id)).toEqual(['1']);
  });
});

describe('the rows that a search will probably find', () => {
  const named = (name: string): SearchCondition => ({ field: 'customers.name', operator: '~', value: name });
  const records = (name: string, count: number) =>
    Array.from({ length: count }, (_, id) => toRecord(profile({ customerId: `${name}${id}`, name })));

  test('are not known at first, then as many as texts of this length usually find', () => {
    const rows = new UsualRows();
    for (const total of [3, 1, 80]) rows.saw('abcdef', [], total);
    expect(rows.expected('ghijkl', [named('ghijkl')])).toBe(Number.POSITIVE_INFINITY);
    rows.saw('uvwxyz', [], 2);
    expect(rows.expected('ghijkl', [named('ghijkl')])).toBe(3);
    expect(rows.expected('123456', [named('123456')])).toBe(Number.POSITIVE_INFINITY);
    expect(rows.expected('ghij', [named('ghij')])).toBe(Number.POSITIVE_INFINITY);
  });

  test('are told by the first rows of a beginning, as a share of all', () => {
    const rows = new UsualRows();
    rows.saw('nov', [...records('Novák', 90), ...records('Novotný', 10)], 1_000);
    expect(rows.expected('novot', [named('Novot')])).toBeCloseTo(110);
    expect(rows.expected('novoz', [named('novoz')])).toBeCloseTo(10);
  });
});
