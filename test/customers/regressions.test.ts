import { describe, expect, it } from 'vitest';
import type { CustomerFilter } from '../../src/customers/model/customer-filter.ts';
import { NO_FILTER } from './support/filters.ts';
import { createMemoryVendors, type VendorSettings } from './support/memory-vendors.ts';
import { type ListSetup, readPage, toRow, walkForward } from './support/walks.ts';
import { accountId, profileId, someAccount, someProfile, toRows, type World } from './support/world.ts';

const ORDER = { field: 'SOURCE', direction: 'ASC' } as const;

function setUp(world: World, settings?: VendorSettings) {
  const vendors = createMemoryVendors(toRows(world), settings);
  const setup: ListSetup = { vendors, identityKeys: ['email'] };
  const request = (filter: Partial<CustomerFilter> = {}, size = 20) => ({
    filter: { ...NO_FILTER, ...filter },
    order: ORDER,
    size,
  });
  return { vendors, setup, request };
}

describe('bugs that were', () => {
  it('lists at their profile those whose account has the own criteria and contradicts the shared ones', async () => {
    const { setup, request } = setUp({
      accounts: [someAccount({ id: accountId(0), email: 'ann@x.cz', phone: '+420601234567' })],
      profiles: [
        someProfile({
          id: 7,
          email: 'ann@x.cz',
          phone: { text: '+420 523 828 931', e164: '+420523828931' },
        }),
      ],
    });
    const filter = {
      shared: { phone: '+420523828931' },
      own: new Map([['CARECLOUD', { phone: '420601234567' }]]),
    };

    const { edges } = await walkForward(setup, request(filter));

    expect(edges.map(toRow)).toEqual([
      { customer: `CARECLOUD:${accountId(0)}`, source: 'HELPCRUNCH', record: '7' },
    ]);
  });

  it('asks nobody when the own criteria contradict what all records of a customer have in common', async () => {
    const { setup, request } = setUp({ accounts: [someAccount({ email: 'ann@x.cz' })], profiles: [] });
    const filter = { shared: { email: 'bob@x.cz' }, own: new Map([['CARECLOUD', { email: 'ann@x.cz' }]]) };

    const page = await readPage(setup, request(filter), { after: null });

    expect(page).toMatchObject({ edges: [], requests: {}, totalCount: { value: 0, precision: 'EXACT' } });
    expect(page.pageInfo.hasNextPage).toBe(false);
  });

  it('counts nobody exactly while it is undecided which list drives', async () => {
    const { vendors, setup, request } = setUp({
      accounts: [someAccount({ email: 'ann@x.cz' })],
      profiles: [someProfile({ email: 'ann@x.cz' })],
    });
    const filter = {
      own: new Map([
        ['CARECLOUD', { email: 'ann@x.cz' }],
        ['HELPCRUNCH', { match: 'ALL' as const, email: { eq: 'ann@x.cz' } }],
      ]),
    };
    vendors.fail((source) => source === 'HELPCRUNCH');

    const page = await readPage(setup, request(filter), { after: null });

    expect(page.totalCount).toBeNull();
    expect(page).toMatchObject({ edges: [], pageInfo: { hasNextPage: true } });
  });

  it('goes backward from the end once it is decided which list drives', async () => {
    const { vendors, setup, request } = setUp({
      accounts: [someAccount({ email: 'ann@x.cz' })],
      profiles: [someProfile({ email: 'ann@x.cz' })],
    });
    const filter = {
      own: new Map([
        ['CARECLOUD', { email: 'ann@x.cz' }],
        ['HELPCRUNCH', { match: 'ALL' as const, email: { eq: 'ann@x.cz' } }],
      ]),
    };
    vendors.fail((source) => source === 'HELPCRUNCH');
    const { pageInfo } = await readPage(setup, request(filter), { before: null });
    expect(pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });

    vendors.fail(null);
    const backward = await readPage(setup, request(filter), { before: pageInfo.startCursor });
    const forward = await readPage(setup, request(filter), { after: pageInfo.startCursor });

    expect(backward.edges).toHaveLength(1);
    expect(forward.edges).toHaveLength(0);
  });

  it('does not count those of unknown identity among the exactly counted', async () => {
    const { vendors, setup, request } = setUp({
      accounts: [someAccount({ email: 'ann@x.cz' })],
      profiles: [someProfile({ email: 'ann@x.cz' })],
    });
    vendors.fail((source) => source === 'CARECLOUD');
    const first = await readPage(setup, request(), { after: null });
    expect(first.edges.map(({ identity }) => identity)).toEqual(['UNRESOLVED']);

    vendors.fail(null);
    const second = await readPage(setup, request(), { after: first.pageInfo.endCursor });

    expect(second.edges).toHaveLength(1);
    expect(second.totalCount).toMatchObject({ value: 2, precision: 'AT_MOST' });
  });

  it.each([
    1, 3, 7,
  ])('loses nobody of a search that HelpCrunch takes in parts only, in pages of %i', async (size) => {
    const people = Array.from({ length: 25 }, (_, index) => profileId(index));
    const { setup, request } = setUp(
      { accounts: [], profiles: people.map((id) => someProfile({ id })) },
      { maxConditions: 7, cachesResponses: false },
    );
    const filter = {
      own: new Map([['HELPCRUNCH', { match: 'ALL' as const, id: { in: people.map(String) } }]]),
    };

    const { edges } = await walkForward(setup, request(filter, size));

    expect(edges.map((edge) => toRow(edge).record).toSorted()).toEqual(people.map(String).toSorted());
  });

  it('loses nobody when HelpCrunch refuses a look-up in mid-walk that is larger than the search walked', async () => {
    const ids = [60, 50, 40, 30, 20, 10];
    const emails = ['Ann@x.cz', 'Bob@x.cz', 'Cyd@x.cz', 'Dan@x.cz'];
    const { setup, request } = setUp(
      {
        accounts: emails.map((email, index) => someAccount({ id: accountId(index), email })),
        profiles: ids.map((id, index) => someProfile({ id, email: emails[index] ?? null })),
      },
      { maxConditions: 7 },
    );
    const filter = { own: new Map([['HELPCRUNCH', { match: 'ALL' as const, id: { in: ids.map(String) } }]]) };

    const { edges } = await walkForward(setup, request(filter, 1));

    expect(edges.map((edge) => toRow(edge).record).toSorted()).toEqual(ids.map(String).toSorted());
  });
});
