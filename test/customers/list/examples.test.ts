import { describe, expect, it } from 'vitest';
import type { CustomerFilter, OwnFilter } from '../../../src/customers/model/customer-filter.ts';
import { NO_FILTER } from '../support/filters.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';
import { type ListSetup, type Order, readPage, toRow } from '../support/walks.ts';
import { accountId, someAccount, someProfile, toRows } from '../support/world.ts';

const ANN = accountId(0); // 9e37…
const OLD_ANN = accountId(1); // 3c6f…, the lower id
const BOB = accountId(2); // daa5…

/** Ann also has an old account and two profiles; Bob never chatted; Lana is a lead. */
const world = {
  accounts: [
    someAccount({ id: ANN, email: 'ann@x.cz', firstName: 'Ann', sourceId: 's1', lastChange: 3_000 }),
    someAccount({
      id: OLD_ANN,
      email: 'ANN@x.cz',
      firstName: 'Annie',
      state: 0,
      sourceId: 's2',
      lastChange: 9_000,
    }),
    someAccount({ id: BOB, email: 'bob@x.cz', firstName: 'Bob', lastChange: null }),
  ],
  profiles: [
    someProfile({
      id: 1,
      email: 'Ann@x.cz',
      name: 'Hannah Roe',
      tags: ['VIP', 'Paid'],
      firstSeen: 5_000,
      lastSeen: 5_000,
    }),
    someProfile({
      id: 2,
      email: 'ann@x.cz',
      name: 'Hannah',
      tags: ['Paid'],
      firstSeen: null,
      lastSeen: 8_000,
    }),
    someProfile({
      id: 3,
      email: 'lana@x.cz',
      name: 'Lana Del Red',
      tags: ['Lead'],
      firstSeen: 1_000,
      lastSeen: null,
    }),
  ],
};
const SOURCE: Order = { field: 'SOURCE', direction: 'ASC' };

async function list(filter: Partial<CustomerFilter>, order = SOURCE, down: readonly string[] = []) {
  const vendors = createMemoryVendors(toRows(world));
  vendors.fail((source) => down.includes(source));
  const setup: ListSetup = { vendors, identityKeys: ['email'] };
  const page = await readPage(
    setup,
    { filter: { ...NO_FILTER, ...filter }, order, size: 20 },
    { after: null },
  );
  const rows = page.edges.map((edge) => {
    const { customer, source, record } = toRow(edge);
    const isCanonical = customer === `${source}:${record}`;
    return `${isCanonical ? '' : `${NAMES[customer]} at `}${NAMES[`${source}:${record}`]}${edge.identity === 'UNRESOLVED' ? '?' : ''}`;
  });
  return { ...page, rows };
}

const NAMES: Readonly<Record<string, string>> = {
  [`CARECLOUD:${ANN}`]: 'Ann',
  [`CARECLOUD:${OLD_ANN}`]: 'old Ann',
  [`CARECLOUD:${BOB}`]: 'Bob',
  'HELPCRUNCH:1': 'profile 1',
  'HELPCRUNCH:2': 'profile 2',
  'HELPCRUNCH:3': 'profile 3',
};
const helpCrunch = (conditions: object): readonly [string, OwnFilter] => [
  'HELPCRUNCH',
  { match: 'ALL', ...conditions },
];

describe('who is listed, and where', () => {
  it.each<readonly [string, Partial<CustomerFilter>, readonly string[]]>([
    ['everybody once, at their account if they have one', {}, ['old Ann', 'Ann', 'Bob', 'profile 3']],
    [
      'people in both sources: all accounts that share the email',
      { inSources: ['CARECLOUD', 'HELPCRUNCH'] },
      ['old Ann', 'Ann'],
    ],
    ['leads', { notInSources: ['CARECLOUD'] }, ['profile 3']],
    ['members who never chatted', { notInSources: ['HELPCRUNCH'] }, ['Bob']],
    ['an account whose name matches, at the account', { shared: { firstName: 'ann' } }, ['Ann']],
    [
      'one whose profile alone has the name, at their first profile by visit, under the best account',
      { shared: { firstName: 'hannah' } },
      ['Ann at profile 2'],
    ],
    [
      'one whose later profile alone has the name, there',
      { shared: { firstName: 'hannah', lastName: 'roe' } },
      ['Ann at profile 1'],
    ],
    [
      'a tag only HelpCrunch knows, at the profile',
      { own: new Map<string, OwnFilter>([helpCrunch({ tags: { anyOf: ['VIP', 'Lead'] } })]) },
      ['profile 3', 'Ann at profile 1'],
    ],
    [
      'a tag and a name that another record of theirs has',
      {
        shared: { firstName: 'Ann' },
        own: new Map<string, OwnFilter>([helpCrunch({ tags: { allOf: ['Paid'] } })]),
      },
      ['Ann at profile 2'],
    ],
    [
      'a customer source',
      { own: new Map<string, OwnFilter>([['CARECLOUD', { customerSourceId: 's1' }]]) },
      ['Ann'],
    ],
    [
      'a customer source, which no record shows, and a name only a profile has',
      {
        shared: { firstName: 'Hannah' },
        own: new Map<string, OwnFilter>([['CARECLOUD', { customerSourceId: 's1' }]]),
      },
      ['Ann at profile 2'],
    ],
    [
      'another customer source, and a name only a profile of another account has',
      {
        shared: { firstName: 'Hannah' },
        own: new Map<string, OwnFilter>([['CARECLOUD', { customerSourceId: 's2' }]]),
      },
      [],
    ],
    [
      'criteria of both: at the account where that list is the shorter',
      {
        own: new Map<string, OwnFilter>([
          ['CARECLOUD', { firstName: 'Ann' }],
          helpCrunch({ tags: { anyOf: ['Paid'] } }),
        ]),
      },
      ['Ann'],
    ],
    [
      'criteria of both: at the profile where that list is the shorter',
      {
        own: new Map<string, OwnFilter>([
          ['CARECLOUD', { emails: ['ann@x.cz', 'bob@x.cz'] }],
          helpCrunch({ tags: { anyOf: ['VIP'] } }),
        ]),
      },
      ['Ann at profile 1'],
    ],
  ])('%s', async (_people, filter, rows) => {
    expect((await list(filter)).rows).toEqual(rows);
  });

  it('interleaves by latest change, never changed first', async () => {
    const { rows } = await list({}, { field: 'UPDATED_AT', direction: 'ASC' });

    expect(rows).toEqual(['Bob', 'profile 3', 'Ann', 'old Ann']);
  });

  it('chooses the profile that is first ascending, in either direction', async () => {
    const filter = { shared: { firstName: 'Hannah' } };

    expect((await list(filter, { field: 'SOURCE', direction: 'DESC' })).rows).toEqual(['Ann at profile 2']);
    expect((await list(filter, { field: 'UPDATED_AT', direction: 'DESC' })).rows).toEqual([
      'Ann at profile 1',
    ]);
  });
});

describe('who is listed while a source is down', () => {
  it('CareCloud: the profiles stand for themselves', async () => {
    const { rows, sources, pageInfo } = await list({}, SOURCE, ['CARECLOUD']);

    expect(rows).toEqual(['profile 2?', 'profile 3?', 'profile 1?']);
    expect(sources.map(({ status }) => status)).toEqual(['UNAVAILABLE', 'OK']);
    expect(pageInfo.hasNextPage).toBe(true);
  });

  it('HelpCrunch: the accounts', async () => {
    const { rows, sources, pageInfo } = await list({}, SOURCE, ['HELPCRUNCH']);

    expect(rows).toEqual(['old Ann', 'Ann', 'Bob']);
    expect(sources.map(({ status }) => status)).toEqual(['OK', 'UNAVAILABLE']);
    expect(pageInfo.hasNextPage).toBe(true);
  });

  it.each<readonly [string, Partial<CustomerFilter>, string]>([
    ['leads', { notInSources: ['CARECLOUD'] }, 'CARECLOUD'],
    [
      'members with a tag',
      {
        inSources: ['CARECLOUD'],
        own: new Map<string, OwnFilter>([helpCrunch({ tags: { anyOf: ['Paid'] } })]),
      },
      'CARECLOUD',
    ],
    ['people in both', { inSources: ['CARECLOUD', 'HELPCRUNCH'] }, 'HELPCRUNCH'],
    ['members who never chatted', { notInSources: ['HELPCRUNCH'] }, 'HELPCRUNCH'],
  ])('no one, without guessing, if the filter depends on it: %s', async (_people, filter, down) => {
    const { rows, sources, pageInfo } = await list(filter, SOURCE, [down]);

    expect(rows).toEqual([]);
    expect(pageInfo).toMatchObject({ hasNextPage: true, endCursor: expect.any(String) });
    expect(sources.find(({ source }) => source === down)?.error?.code).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('fails if none of the needed sources responds', async () => {
    await expect(list({}, SOURCE, ['CARECLOUD', 'HELPCRUNCH'])).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    await expect(
      list({ own: new Map<string, OwnFilter>([['CARECLOUD', { firstName: 'Ann' }]]) }, SOURCE, ['CARECLOUD']),
    ).rejects.toMatchObject({ source: 'CARECLOUD' });
  });
});
