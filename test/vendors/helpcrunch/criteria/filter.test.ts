import { describe, expect, it } from 'vitest';
import type { SharedCriteria } from '../../../../src/customers/model/customer-filter.ts';
import type { HelpCrunchCustomerFilter } from '../../../../src/customers/model/help-crunch-customer.ts';
import { GatewayError } from '../../../../src/errors/gateway-error.ts';
import {
  invisible,
  matchesDemand,
  planDemand,
  planOwnFilter,
} from '../../../../src/vendors/helpcrunch/criteria/filter.ts';
import { toRecord } from '../../../../src/vendors/helpcrunch/record.ts';
import type { HelpCrunchSearch } from '../../../../src/vendors/helpcrunch/wire/wire.ts';
import { profile } from '../support/profiles.ts';

type Own = Partial<HelpCrunchCustomerFilter>;

const plan = (own: Own | null, shared: SharedCriteria = {}, batch = 100) =>
  planDemand({ shared, own: own === null ? null : { match: 'ALL', ...own } }, batch);
/** Searches as one line each: `AND customers.id > 5, customers.city = "Praha"`. */
const lines = (filters: readonly unknown[]) =>
  (filters as (HelpCrunchSearch | null)[]).map((query) =>
    query === null
      ? 'all'
      : `${query.comparison} ${query.conditions
          .map(({ field, operator, value }) => `${field} ${operator} ${JSON.stringify(value)}`)
          .join(', ')}`,
  );

describe('shared criteria', () => {
  it('search for emails as given and in lower case, each once', () => {
    const emails = [' Anna@X.cz', 'anna@x.cz', 'jan@x.cz'];
    expect(lines(plan(null, { emails }).filters)).toEqual([
      'OR customers.email = "Anna@X.cz", customers.email = "anna@x.cz", customers.email = "jan@x.cz"',
    ]);
  });

  it('search for a phone by the endings that usual notations have', () => {
    const broken = [' ', '-', '.', '/', '\u00a0'].flatMap((by) => [`8${by}931`, `89${by}31`, `893${by}1`]);
    const conditions = ['8931', ...broken];
    expect(lines(plan(null, { phone: '+420523828931' }).filters)).toEqual([
      `OR ${conditions.map((ending) => `customers.phone ~ "${ending}"`).join(', ')}`,
    ]);
  });

  it('search for a name by one of its words in usual spellings', () => {
    expect(lines(plan(null, { lastName: 'van der bErg' }).filters)).toEqual([
      'OR customers.name ~ "bErg", customers.name ~ "berg", customers.name ~ "Berg", customers.name ~ "BERG"',
    ]);
  });

  it('search for the most selective and check the rest here', () => {
    const { filters, exact, criteria } = plan(
      { tags: { allOf: ['Lead'] }, countryCode: { in: ['CZ', 'SK'] } },
      { emails: ['a@x.cz', 'b@x.cz'], firstName: 'Anna' },
    );
    expect(lines(filters)).toEqual(['OR customers.email = "a@x.cz", customers.email = "b@x.cz"']);
    expect(exact).toBe(false);
    expect(criteria).toEqual([
      { criterion: 'emails', handling: 'PUSHED_DOWN_AND_RECHECKED', parameter: 'customers.email' },
      { criterion: 'firstName', handling: 'RESIDUAL' },
      { criterion: 'helpCrunch.countryCode', handling: 'RESIDUAL' },
      { criterion: 'helpCrunch.tags', handling: 'RESIDUAL' },
    ]);
  });
});

describe('what one flat search cannot express', () => {
  it('becomes one search per alternative if these match many', () => {
    const { filters, exact } = plan({ countryCode: { in: ['CZ', 'SK'] }, tags: { allOf: ['Lead'] } });
    expect(lines(filters)).toEqual([
      'AND customers.countryCode = "CZ", customers.tagsData = [{"name":"Lead"}]',
      'AND customers.countryCode = "SK", customers.tagsData = [{"name":"Lead"}]',
    ]);
    expect(exact).toBe(false);
  });

  it('is searched for by the alternatives alone if these identify people', () => {
    const { filters, criteria } = plan({ id: { in: ['1', '2', '3'] }, countryCode: { eq: 'CZ' } });
    expect(lines(filters)).toEqual(['OR customers.id = 1, customers.id = 2, customers.id = 3']);
    expect(criteria).toEqual([
      { criterion: 'helpCrunch.id', handling: 'PUSHED_DOWN', parameter: 'customers.id' },
      { criterion: 'helpCrunch.countryCode', handling: 'RESIDUAL' },
    ]);
  });

  it('lists a profile that two searches return in only one of them', () => {
    const { filters, ownerOf } = plan({ tags: { anyOf: ['Lead', 'Paid'] }, countryCode: { eq: 'CZ' } });
    expect(filters).toHaveLength(2);
    const both = profile({ tags: ['Lead', 'Paid'].map((name) => ({ name, color: null })) });
    const second = profile({ tags: [{ name: 'Paid', color: null }] });
    const inCzechia = { location: { countryCode: 'CZ', regionCode: null, city: null } };
    expect(ownerOf?.(toRecord({ ...both, ...inCzechia }))).toBe(0);
    expect(ownerOf?.(toRecord({ ...second, ...inCzechia }))).toBe(1);
  });

  it('lists a profile in the leg that holds as written before one that holds with letter case ignored', () => {
    const { filters, ownerOf } = plan({ name: { in: ['ANNA', 'anna'] } }, {}, 1);
    expect(lines(filters)).toEqual(
      ['AND customers.name = "ANNA"', 'AND customers.name = "anna"'].map((line) => line.replace('AND', 'OR')),
    );
    expect(ownerOf?.(toRecord(profile({ name: 'anna' })))).toBe(1);
  });
});

describe('a list too long for one search', () => {
  const ids = Array.from({ length: 250 }, (_, index) => String(index + 1));

  it('becomes several disjoint legs, exact for ids', () => {
    const { filters, exact } = plan({ id: { in: ids } });
    expect((filters as HelpCrunchSearch[]).map(({ conditions }) => conditions.length)).toEqual([
      100, 100, 50,
    ]);
    expect(exact).toBe(true);
  });

  it('becomes several legs that are checked here for emails', () => {
    const emails = Array.from({ length: 150 }, (_, index) => `p${index}@x.cz`);
    const { filters, exact, ownerOf } = plan(null, { emails });
    expect((filters as HelpCrunchSearch[]).map(({ conditions }) => conditions.length)).toEqual([100, 50]);
    expect(exact).toBe(false);
    expect(ownerOf?.(toRecord(profile({ email: 'P120@x.cz' })))).toBe(1);
  });
});

describe('a plan is exact', () => {
  it.each<[string, Own | null, SharedCriteria, boolean]>([
    ['for the whole list', null, {}, true],
    ['for ids and last visits', { id: { gt: '5' }, lastSeen: { lt: 5_000 } }, {}, true],
    ['not for instants between two seconds', { lastSeen: { lt: 5_500 } }, {}, false],
    ['not for texts', { name: { eq: 'Jan' } }, {}, false],
    ['not for tags', { tags: { allOf: ['Lead'] } }, {}, false],
    ['not for shared criteria', null, { email: 'a@x.cz' }, false],
  ])('%s', (_what, own, shared, expected) => {
    expect(plan(own, shared).exact).toBe(expected);
  });
});

describe('the vendor’s own list', () => {
  it('leaves the matching of texts to the vendor if one search can express the filter', () => {
    const { exact, criteria } = planOwnFilter(
      { match: 'ANY', name: { eq: 'Jan' }, tags: { anyOf: ['a'] } },
      100,
    );
    expect(exact).toBe(true);
    expect(criteria.map(({ handling }) => handling)).toEqual(['PUSHED_DOWN', 'PUSHED_DOWN']);
  });

  it('checks here what a split omits', () => {
    expect(planOwnFilter({ match: 'ALL', id: { in: ['1', '2'] }, city: { eq: 'Brno' } }, 100).exact).toBe(
      false,
    );
  });

  it('does not treat different ids with overlapping tags as disjoint', () => {
    const own: Own = { id: { in: ['1', '2'] }, tags: { anyOf: ['a', 'b'] } };
    expect(planOwnFilter({ match: 'ALL', ...own }, 100).exact).toBe(false);
  });
});

describe('a filter’s id that is not an integer', () => {
  it.each(['', 'abc', '1.5', '1e3', ' 7'])('is bad input: %j', (value) => {
    expect(() => plan({ id: { eq: value } })).toThrow(GatewayError);
    expect(() => plan({ id: { eq: value } })).toThrow(/expected a decimal integer, got/);
  });
});

describe('a match', () => {
  const anna = toRecord(
    profile({
      customerId: '7',
      name: ' Anna  Nováková ',
      email: 'Anna@X.cz',
      phone: '+420 523 828 931',
      lastSeenAt: 5_500,
    }),
  );

  it.each<[string, Own | null, SharedCriteria, boolean]>([
    [
      'ignores letter case and white space',
      { name: { eq: 'anna nováková' } },
      { lastName: 'NOVÁKOVÁ' },
      true,
    ],
    ['compares phones as E.164', null, { phone: '+420523828931' }, true],
    ['looks for white space at the ends of a part', { name: { contains: 'a n' } }, {}, true],
    ['finds no part that begins elsewhere', { name: { contains: ' ova' } }, {}, false],
    ['is not had by a missing value', { city: { contains: 'a' } }, {}, false],
    ['is had by a missing value for what it is not', { city: { ne: 'Brno', notContains: 'x' } }, {}, true],
    ['compares fractions of seconds', { lastSeen: { gt: 5_400, lt: 5_600 } }, {}, true],
    ['never holds for a birthdate', null, { birthdate: '1990-01-01' }, false],
  ])('%s', (_what, own, shared, expected) => {
    expect(matchesDemand(anna, { shared, own: own === null ? null : { match: 'ALL', ...own } })).toBe(
      expected,
    );
  });

  it('hides nothing that only the vendor could check', () => {
    expect(invisible({ match: 'ALL', name: { eq: 'x' } })).toBeNull();
  });
});

it('keeps a text that begins with white space from excluding listed values', () => {
  const own = { match: 'ALL' as const, name: { in: ['Jan Novák', 'Petr'], contains: ' Jan' } };
  expect(planDemand({ shared: {}, own }, 100).filters).not.toEqual([]);
});

describe('unwanted tags', () => {
  it.each<[NonNullable<Own['tags']>, readonly string[]]>([
    [{ anyOf: ['VIP', 'Lead'], noneOf: ['vip'] }, ['AND customers.tagsData = [{"name":"Lead"}]']],
    [{ anyOf: ['VIP'], noneOf: [' vip'] }, []],
    [{ allOf: ['VIP', 'Lead'], noneOf: ['LEAD'] }, []],
    [{ allOf: ['VIP'], noneOf: ['Lead'] }, ['AND customers.tagsData = [{"name":"VIP"}]']],
    [{ noneOf: ['Lead'] }, ['all']],
  ])('are not searched for, and nobody is asked where only they are left: %j', (tags, expected) => {
    expect(lines(plan({ tags }).filters)).toEqual(expected);
    expect(lines(planOwnFilter({ match: 'ALL', tags }, 100).filters)).toEqual(expected);
  });

  it('are one of several alternatives under ANY, so nothing contradicts', () => {
    const tags = { anyOf: ['VIP'], noneOf: ['VIP'] };
    expect(lines(planOwnFilter({ match: 'ANY', tags }, 100).filters)).toEqual(['all']);
  });
});
