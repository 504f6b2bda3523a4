import { describe, expect, it } from 'vitest';
import type { CustomerFilter } from '../../../src/customers/model/customer-filter.ts';
import { NO_FILTER } from '../support/filters.ts';
import { createMemoryVendors, type VendorSettings } from '../support/memory-vendors.ts';
import { type ListSetup, openDirectory, readPage } from '../support/walks.ts';
import { accountId, profileId, someAccount, someProfile, toRows } from '../support/world.ts';

const SOURCE = { field: 'SOURCE', direction: 'ASC' } as const;
const UPDATED_AT = { field: 'UPDATED_AT', direction: 'DESC' } as const;
const NOTHING = { hasNextPage: false, hasPreviousPage: false, totalCount: false };
const FACTS = { hasNextPage: true, hasPreviousPage: true, totalCount: false };

/** 150 people: the first 100 have an account, the last 100 a profile, so 50 have both. */
function setUp(settings: VendorSettings = {}): ListSetup {
  const people = Array.from({ length: 150 }, (_, index) => index);
  const world = {
    accounts: people.slice(0, 100).map((index) =>
      someAccount({
        id: accountId(index + 100),
        email: `p${index}@x.cz`,
        lastChange: 1_593_000_000_000 + index * 2000,
      }),
    ),
    profiles: people.slice(50).map((index) =>
      someProfile({
        id: profileId(index),
        email: `p${index}@x.cz`,
        company: 'Acme',
        firstSeen: index * 1000,
        lastSeen: 1_593_000_001_000 + index * 2000,
      }),
    ),
  };
  return { vendors: createMemoryVendors(toRows(world), settings), identityKeys: ['email'] };
}

async function readOn(
  setup: ListSetup,
  request: Parameters<typeof readPage>[1],
  pages: number,
  want = FACTS,
) {
  const read: Awaited<ReturnType<typeof readPage>>[] = [];
  let after: string | null = null;
  for (let page = 0; page < pages; page++) {
    const next: Awaited<ReturnType<typeof readPage>> = await readPage(setup, request, { after }, want);
    read.push(next);
    after = next.pageInfo.endCursor;
  }
  return read;
}

describe('what a page of customers(...) costs', () => {
  it('is one CareCloud request, and none to HelpCrunch, as long as CareCloud has rows', async () => {
    const pages = await readOn(setUp(), { filter: NO_FILTER, order: SOURCE, size: 20 }, 4);

    expect(pages.map(({ requests }) => requests)).toEqual(Array(4).fill({ CARECLOUD: 1 }));
    expect(pages.map(({ sources }) => sources.map(({ status }) => status))).toEqual(
      Array(4).fill(['OK', 'SKIPPED']),
    );
  });

  it('is one HelpCrunch request and one look-up after that', async () => {
    const setup = setUp();
    const pages = await readOn(setup, { filter: NO_FILTER, order: SOURCE, size: 20 }, 7);

    expect(pages.slice(5).map(({ requests }) => requests)).toEqual(
      Array(2).fill({ CARECLOUD: 1, HELPCRUNCH: 1 }),
    );
  });

  it('is one list request to each source and one look-up if they interleave', async () => {
    const pages = await readOn(setUp(), { filter: NO_FILTER, order: UPDATED_AT, size: 20 }, 4);

    for (const { requests } of pages) expect(requests).toEqual({ CARECLOUD: 2, HELPCRUNCH: 1 });
  });

  it('is the same without blocks', async () => {
    const setup = setUp({ cachesResponses: false });
    const [first, ...others] = await readOn(setup, { filter: NO_FILTER, order: UPDATED_AT, size: 20 }, 4);

    expect(first?.requests).toEqual({ CARECLOUD: 2, HELPCRUNCH: 1 });
    for (const { requests } of others) expect(requests).toEqual({ CARECLOUD: 2, HELPCRUNCH: 1 });
  });

  it.each([
    true,
    false,
  ])('is one more request to find which of two lists is shorter (cached: %s)', async (cachesResponses) => {
    const filter: CustomerFilter = {
      ...NO_FILTER,
      own: new Map([
        ['CARECLOUD', { customerIds: [160, 161, 162].map(accountId) }],
        ['HELPCRUNCH', { match: 'ALL' as const, company: { eq: 'Acme' } }],
      ]),
    };
    for (const size of [3, 20]) {
      const [page] = await readOn(setUp({ cachesResponses }), { filter, order: SOURCE, size }, 1, FACTS);

      expect(page?.edges).toHaveLength(3);
      // Both lists, the look-up of the shorter one's people at HelpCrunch, and that of those profiles' accounts.
      expect(page?.requests).toEqual({ CARECLOUD: 2, HELPCRUNCH: 2 });
    }
  });

  it('is one more request if the total is wanted and the other source was not needed', async () => {
    const [page] = await readOn(setUp(), { filter: NO_FILTER, order: SOURCE, size: 20 }, 1, {
      ...FACTS,
      totalCount: true,
    });

    expect(page?.requests).toEqual({ CARECLOUD: 1, HELPCRUNCH: 1 });
    expect(page?.totalCount).toMatchObject({ value: 200, precision: 'AT_MOST' });
  });

  it('is none for an empty page', async () => {
    const setup = setUp();
    const both: CustomerFilter = {
      ...NO_FILTER,
      own: new Map([
        ['CARECLOUD', { email: 'p60@x.cz' }],
        ['HELPCRUNCH', { match: 'ALL' as const, company: { eq: 'Acme' } }],
      ]),
    };
    for (const filter of [NO_FILTER, both]) {
      const page = await readPage(setup, { filter, order: UPDATED_AT, size: 0 }, { after: null }, NOTHING);

      expect(page).toMatchObject({ requests: {}, edges: [] });
      expect(page.pageInfo.endCursor).toEqual(expect.any(String));
      const next = await readPage(
        setup,
        { filter, order: UPDATED_AT, size: 1 },
        { after: page.pageInfo.endCursor },
      );
      expect(next.edges).toHaveLength(1);
    }
  });

  it('is none for a filter that no customer can satisfy', async () => {
    const setup = setUp();
    const filters: readonly Partial<CustomerFilter>[] = [
      { shared: { emails: [] } },
      { inSources: ['CARECLOUD'], notInSources: ['CARECLOUD'] },
      { notInSources: ['CARECLOUD', 'HELPCRUNCH'] },
      { notInSources: ['CARECLOUD'], own: new Map([['CARECLOUD', { email: 'p60@x.cz' }]]) },
      { own: new Map([['CARECLOUD', { customerIds: [] }]]) },
      { own: new Map([['HELPCRUNCH', { match: 'ALL', id: { in: [] } }]]) },
      { own: new Map([['HELPCRUNCH', { match: 'ALL', id: { gt: '5', lt: '3' } }]]) },
      { shared: { email: 'a@x.cz', emails: ['b@x.cz'] } },
      { shared: { birthdate: '1985-02-12' }, notInSources: ['CARECLOUD'] },
      { shared: { email: 'a@x.cz' }, own: new Map([['CARECLOUD', { email: 'b@x.cz' }]]) },
      {
        shared: { email: 'a@x.cz' },
        own: new Map([['HELPCRUNCH', { match: 'ALL', email: { eq: 'b@x.cz' } }]]),
      },
    ];
    for (const filter of filters) {
      const page = await readPage(
        setup,
        { filter: { ...NO_FILTER, ...filter }, order: SOURCE, size: 20 },
        { after: null },
      );

      expect(page, JSON.stringify(filter)).toMatchObject({
        edges: [],
        requests: {},
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
        totalCount: { value: 0, precision: 'EXACT' },
      });
      expect(page.sources.map(({ status }) => status)).toEqual(['SKIPPED', 'SKIPPED']);
    }
  });

  it('is one search for the HelpCrunch facets of all its people, and none without facets', async () => {
    const { directory, requests } = openDirectory(setUp());
    const { edges } = await directory.list({
      page: { first: 99 },
      filter: NO_FILTER,
      order: SOURCE,
      want: FACTS,
    });
    const nodes = edges.map(({ node }) => node);

    const known = ['email', 'birthdate', 'gender', 'updatedAt'] as const;
    await Promise.all(nodes.flatMap((node) => known.map((name) => directory.field(node, name))));
    expect(requests).toEqual({ CARECLOUD: 1 });

    const profiles = nodes.map((node) => directory.profiles(node));
    const companies = nodes.map((node) => directory.field(node, 'company'));
    const chatted = nodes.filter(({ account }) => Number(account?.person.email?.slice(1, -5)) >= 50);
    expect((await Promise.all(profiles)).flat()).toHaveLength(chatted.length);
    expect((await Promise.all(companies)).filter((company) => company === 'Acme')).toHaveLength(
      chatted.length,
    );
    expect(requests).toEqual({ CARECLOUD: 1, HELPCRUNCH: 1 });
  });
});

describe('what look-ups cost', () => {
  it('is one request per source to find a person by email, including where else they are known', async () => {
    const { directory, requests } = openDirectory(setUp());

    const { edges } = await directory.list({
      page: { first: 3 },
      filter: { ...NO_FILTER, shared: { email: 'p60@x.cz' } },
      order: SOURCE,
      want: FACTS,
    });
    const known = await Promise.all(edges.map(({ node }) => directory.profiles(node)));

    expect(known.map((profiles) => profiles.map(({ id }) => id))).toEqual([[String(profileId(60))]]);
    expect(requests).toEqual({ CARECLOUD: 1, HELPCRUNCH: 1 });
  });

  it('is one request per source for fifty customers by email', async () => {
    const { directory, requests } = openDirectory(setUp());

    const found = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        directory.find({ kind: 'email', value: `p${index + 75}@x.cz` }),
      ),
    );

    expect(found.map((customer) => customer?.account !== null)).toEqual([
      ...Array(25).fill(true),
      ...Array(25).fill(false),
    ]);
    expect(requests).toEqual({ CARECLOUD: 1, HELPCRUNCH: 1 });
  });

  it('is none at HelpCrunch for people CareCloud knows', async () => {
    const { directory, requests } = openDirectory(setUp());

    await Promise.all(
      Array.from({ length: 50 }, (_, index) => directory.find({ kind: 'email', value: `p${index}@x.cz` })),
    );

    expect(requests).toEqual({ CARECLOUD: 1 });
  });
});
