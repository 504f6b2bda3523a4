import { describe, expect, it } from 'vitest';
import type { SharedCriteria } from '../../../src/customers/model/customer-filter.ts';
import type { HelpCrunchCustomerFilter } from '../../../src/customers/model/help-crunch-customer.ts';
import { planDemand, planOwnFilter } from '../../../src/vendors/helpcrunch/criteria/filter.ts';
import type { HelpCrunchSearch } from '../../../src/vendors/helpcrunch/wire/wire.ts';

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

describe('one search expresses', () => {
  it.each<[string, Own | null, string]>([
    ['nothing asked', null, 'all'],
    ['an empty filter', {}, 'all'],
    ['an empty allOf', { tags: { allOf: [] } }, 'all'],
    ['an empty allOf and nothing else under ANY', { match: 'ANY', tags: { allOf: [] } }, 'all'],
    ['an id as integer', { id: { eq: '0042' } }, 'AND customers.id = 42'],
    [
      'every operator of an id',
      { id: { ne: '9', gt: '1', gte: '2', lt: '20', lte: '19' } },
      'AND customers.id > 1, customers.id >= 2, customers.id < 20, customers.id <= 19, customers.id != 9',
    ],
    ['ids under OR', { id: { in: ['1', '2'] } }, 'OR customers.id = 1, customers.id = 2'],
    [
      'every operator of a text',
      { name: { eq: 'Jan N', ne: 'Jo', contains: 'an', notContains: 'z' } },
      'AND customers.name = "Jan N", customers.name ~ "an", customers.name != "Jo", customers.name !~ "z"',
    ],
    [
      'all texts, the surest first',
      {
        company: { eq: 'c' },
        countryCode: { eq: 'CZ' },
        regionCode: { eq: 'r' },
        city: { eq: 'Praha' },
        phone: { eq: '1' },
        userId: { eq: 'u' },
        email: { eq: 'E@x.cz' },
        name: { eq: 'n' },
      },
      'AND customers.email = "E@x.cz", customers.userId = "u", customers.phone = "1", customers.name = "n", customers.company = "c", customers.regionCode = "r", customers.city = "Praha", customers.countryCode = "CZ"',
    ],
    [
      'whole seconds as they are',
      { lastSeen: { gte: 1_600_000_000_000, lt: 1_600_000_001_000 } },
      'AND customers.lastSeen >= 1600000000, customers.lastSeen < 1600000001',
    ],
    [
      'instants between two seconds from the one below to the one above',
      { lastSeen: { gt: 1_600_000_000_500, lte: 1_600_000_002_500 } },
      'AND customers.lastSeen > 1600000000, customers.lastSeen < 1600000003',
    ],
    ['that no instant between two seconds is unequal to all', { lastSeen: { ne: 1_500 } }, 'all'],
    [
      'all of several tags',
      { tags: { allOf: ['a', 'b', 'a'] } },
      'AND customers.tagsData = [{"name":"a"},{"name":"b"}]',
    ],
    [
      'any of several tags',
      { tags: { anyOf: ['a', 'b'] } },
      'OR customers.tagsData = [{"name":"a"}], customers.tagsData = [{"name":"b"}]',
    ],
    [
      'all conditions of all fields under ANY, `in` among them',
      {
        match: 'ANY',
        id: { gt: '5', lt: '2' },
        name: { in: ['A', 'B'], contains: 'c' },
        tags: { anyOf: ['x', 'y'], allOf: ['p', 'q'] },
      },
      'OR customers.id > 5, customers.id < 2, customers.name ~ "c", customers.name = "A", customers.name = "B", customers.tagsData = [{"name":"p"},{"name":"q"}], customers.tagsData = [{"name":"x"}], customers.tagsData = [{"name":"y"}]',
    ],
    [
      'the other conditions where an `in` under ANY is empty',
      { match: 'ANY', id: { in: [] }, city: { eq: 'Brno' } },
      'AND customers.city = "Brno"',
    ],
    [
      'ids no profile can have under ANY are left out',
      { match: 'ANY', id: { in: ['9'.repeat(20), '7'] } },
      'AND customers.id = 7',
    ],
    [
      'what is left of ids and bounds on them',
      { id: { in: ['3', '8', '9'], gt: '5', ne: '9' } },
      'AND customers.id = 8',
    ],
  ])('%s', (_what, own, expected) => {
    expect(lines(plan(own).filters)).toEqual([expected]);
    expect(
      lines(planOwnFilter(own === null ? null : ({ match: 'ALL', ...own } as never), 100).filters),
    ).toEqual([expected]);
  });
});

describe('no search is sent', () => {
  it.each<[string, Own | null, SharedCriteria?]>([
    ['for an empty `in` under ALL', { id: { in: [] }, city: { eq: 'Brno' } }],
    ['for an empty `anyOf` under ALL', { tags: { anyOf: [] } }],
    [
      'when every condition under ANY is an empty list',
      { match: 'ANY', id: { in: [] }, tags: { anyOf: [] } },
    ],
    ['for the last visit at an instant between two seconds', { lastSeen: { eq: 1_500 } }],
    ['for an id larger than any', { id: { eq: '9'.repeat(20) } }],
    ['for bounds that exclude each other', { lastSeen: { gt: 5_000, lt: 5_000 } }],
    ['for two different ids at once', { id: { eq: '1', in: ['2', '3'] } }],
    ['for two different emails at once', { email: { eq: 'a@x.cz' } }, { email: 'b@x.cz' }],
    ['for a birthdate, which HelpCrunch does not know', null, { birthdate: '1990-01-01' }],
    ['for an empty list of emails', null, { emails: [] }],
    ['for an email that is not among the emails', null, { email: 'a@x.cz', emails: ['b@x.cz'] }],
    ['for a first name of two words, which no profile has', null, { firstName: 'Anna Marie' }],
  ])('%s', (_what, own, shared = {}) => {
    const { filters, criteria } = plan(own, shared);
    expect(filters).toEqual([]);
    expect(criteria.length).toBeGreaterThan(0);
    expect(new Set(criteria.map(({ handling }) => handling))).toEqual(new Set(['IMPOSSIBLE']));
  });
});
