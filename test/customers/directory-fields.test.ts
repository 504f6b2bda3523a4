import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../src/customers/create-directory.ts';
import type { Customer } from '../../src/customers/model/customer.ts';
import { createMemoryVendors } from './support/memory-vendors.ts';
import { countingMeter, openDirectory, testCall } from './support/walks.ts';
import { accountId, someAccount, someProfile, toRows } from './support/world.ts';

const ANN = accountId(0);
const ANN_TOO = accountId(1);
const BOB = accountId(2);

const world = {
  accounts: [
    someAccount({ id: ANN, email: 'ann@x.cz', firstName: 'Ann', lastChange: 7_000 }),
    someAccount({ id: ANN_TOO, email: 'ANN@x.cz', firstName: '', state: 0 }),
    someAccount({ id: BOB, email: 'bob@x.cz', firstName: 'Bob', lastName: 'Roe', lastChange: null }),
  ],
  profiles: [
    someProfile({ id: 1, email: 'Ann@x.cz', name: 'Anna Doe', lastSeen: 5_000 }),
    someProfile({
      id: 2,
      email: 'ann@x.cz',
      company: 'Acme',
      city: 'Brno',
      lastSeen: 3_000,
      firstSeen: 1_000,
    }),
    someProfile({ id: 3, email: 'bob@x.cz' }),
    someProfile({ id: 4, name: 'Lana Del Red', lastSeen: 4_000, countryCode: 'EN' }),
  ],
};

const setUp = () => {
  const vendors = createMemoryVendors(toRows(world));
  return { ...openDirectory({ vendors, identityKeys: ['email'] }), vendors };
};

async function find(directory: ReturnType<typeof setUp>['directory'], source: string, id: string) {
  const customer = await directory.find({ kind: 'record', source, id });
  if (customer === null) throw new Error(`Expected ${source} ${id}.`);
  return customer;
}

async function everybody(directory: ReturnType<typeof setUp>['directory']): Promise<readonly Customer[]> {
  return Promise.all([ANN, ANN_TOO, BOB].map((id) => find(directory, 'CARECLOUD', id)));
}

describe('unified fields', () => {
  it('are the account’s if it has a value, without a request', async () => {
    const { directory, requests } = setUp();
    const [ann, , bob] = await everybody(directory);
    if (ann === undefined || bob === undefined) throw new Error('Expected both.');

    expect(directory.field(ann, 'firstName')).toBe('Ann');
    expect(directory.field(ann, 'email')).toBe('ann@x.cz');
    expect(directory.field(bob, 'updatedAt')).toBeNull();
    expect(directory.field(ann, 'birthdate')).toBeNull();
    expect(requests).toEqual({ CARECLOUD: 1 });
  });

  it('are otherwise those of the first profile with a value, "" being none', async () => {
    const { directory } = setUp();
    const [ann, annToo] = await everybody(directory);
    if (ann === undefined || annToo === undefined) throw new Error('Expected both.');

    expect(await directory.field(annToo, 'firstName')).toBe('Anna');
    expect(await directory.field(ann, 'lastName')).toBe('Doe');
    expect(await directory.field(ann, 'company')).toBe('Acme');
    expect(await directory.field(ann, 'city')).toBe('Brno');
    expect(await directory.field(ann, 'lastSeenAt')).toBe(5_000);
    expect(await directory.field(ann, 'firstSeenAt')).toBe(1_000);
    expect(directory.field(ann, 'updatedAt')).toBe(7_000);
  });

  it('are the profile’s own if no account claims it', async () => {
    const { directory, requests } = setUp();
    const lana = await find(directory, 'HELPCRUNCH', '4');

    expect(lana.key).toBe('HELPCRUNCH:4');
    expect(directory.field(lana, 'firstName')).toBe('Lana');
    expect(directory.field(lana, 'lastName')).toBe('Del Red');
    expect(directory.field(lana, 'updatedAt')).toBe(4_000);
    expect(directory.field(lana, 'countryCode')).toBeNull();
    expect(directory.field(lana, 'gender')).toBeNull();
    expect(requests).toEqual({ HELPCRUNCH: 1 });
  });

  it('cost one look-up for any number of people', async () => {
    const { directory, requests } = setUp();
    const people = await everybody(directory);

    await Promise.all(
      people.flatMap((each) => [
        directory.field(each, 'company'),
        directory.field(each, 'lastSeenAt'),
        directory.profiles(each),
      ]),
    );
    await directory.field(people[0] as Customer, 'firstSeenAt');

    expect(requests).toEqual({ CARECLOUD: 1, HELPCRUNCH: 1 });
  });

  it('reject with the source’s error if it does not respond', async () => {
    const { directory, vendors } = setUp();
    const [ann] = await everybody(directory);
    vendors.fail((source) => source === 'HELPCRUNCH');

    await expect(directory.field(ann as Customer, 'company')).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      source: 'HELPCRUNCH',
    });
    expect(directory.field(ann as Customer, 'firstName')).toBe('Ann');
  });
});

describe('profiles of a customer', () => {
  it('are all that share a key, last seen first, under each account that shares it', async () => {
    const { directory } = setUp();
    const [ann, annToo, bob] = await everybody(directory);
    const ids = async (customer: Customer | undefined) =>
      (await directory.profiles(customer as Customer)).map(({ id }) => id);

    expect(await ids(ann)).toEqual(['1', '2']);
    expect(await ids(annToo)).toEqual(['1', '2']);
    expect(await ids(bob)).toEqual(['3']);
  });

  it('are the profile itself if no account claims it', async () => {
    const { directory, requests } = setUp();
    const lana = await find(directory, 'HELPCRUNCH', '4');

    expect((await directory.profiles(lana)).map(({ id }) => id)).toEqual(['4']);
    expect(requests).toEqual({ HELPCRUNCH: 1 });
  });
});

describe('a record’s customer', () => {
  it('is the one the record resolves to', async () => {
    const { directory } = setUp();
    const [account, profile] = await Promise.all([
      directory.record('CARECLOUD', ANN_TOO),
      directory.record('HELPCRUNCH', '1'),
    ]);
    if (account === null || profile === null) throw new Error('Expected both.');

    expect((await directory.customerOf(account)).key).toBe(`CARECLOUD:${ANN_TOO}`);
    expect((await directory.customerOf(profile)).key).toBe(`CARECLOUD:${ANN}`);
  });
});

describe('a directory of one source', () => {
  const meter = countingMeter();
  const { sources } = createMemoryVendors(toRows(world));
  const options = { identityKeys: ['email' as const], scanLimit: 20, cachesResponses: true };
  const list = {
    page: { first: 20 },
    filter: { shared: {}, inSources: [], notInSources: [], own: new Map() },
    order: { field: 'SOURCE', direction: 'ASC' },
    want: { hasNextPage: true, hasPreviousPage: true, totalCount: true },
  } as const;

  it('serves accounts alone', async () => {
    const directory = createDirectory({ ...options, sources: sources.slice(0, 1) }, testCall(meter));
    const { edges, totalCount } = await directory.list(list);

    expect(edges).toHaveLength(3);
    expect(totalCount).toMatchObject({ value: 3, precision: 'EXACT' });
    expect(await directory.field(edges[0]?.node as Customer, 'company')).toBeNull();
    expect(await directory.find({ kind: 'userId', source: 'HELPCRUNCH', value: 'u' })).toBeNull();
  });

  it('serves profiles alone', async () => {
    const directory = createDirectory({ ...options, sources: sources.slice(1) }, testCall(meter));
    const { edges, totalCount } = await directory.list(list);

    expect(edges.map(({ node }) => node.key)).toEqual([1, 3, 4, 2].map((id) => `HELPCRUNCH:${id}`));
    expect(edges.map(({ identity }) => identity)).toEqual(Array(4).fill('RESOLVED'));
    expect(totalCount).toMatchObject({ value: 4, precision: 'EXACT' });
    expect(await directory.account(edges[0]?.node as Customer)).toBeNull();
    expect(await directory.find({ kind: 'email', value: 'ann@x.cz' })).toMatchObject({ key: 'HELPCRUNCH:1' });
  });

  it('refuses the other source’s own list', async () => {
    const directory = createDirectory({ ...options, sources: sources.slice(0, 1) }, testCall(meter));

    await expect(
      directory.listRecords('HELPCRUNCH', { ...list, filter: null, order: null }),
    ).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', source: 'HELPCRUNCH' });
  });
});
