import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerSource } from '../../../src/customers/customer-source.ts';
import { SOURCES } from '../../../src/gateway.ts';
import type { OpenSource } from '../../../src/open-sources.ts';
import { VENDORS } from '../../../src/schema/vendors.ts';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';
import { acme } from './schema/index.ts';
import { createAcmeSource } from './support/acme-source.ts';

/**
 * One whom HelpCrunch knows too, by email, under an id that HelpCrunch gave to another person; one known only to Acme.
 */
const PEOPLE = [
  {
    id: '7831682',
    name: 'Anna Acme',
    email: 'anna@acme.example',
    plan: 'GOLD',
    joinedAt: 1_500_000_000_000,
    seenAt: 1_800_000_000_000,
  },
  {
    id: '2',
    name: 'Vlad D.',
    email: 'Vlad.Dark@transylmania.com',
    plan: 'FREE',
    joinedAt: 1_500_000_001_000,
    seenAt: 1_700_000_000_000,
  },
];

let isDown = false;

const openAcme: OpenSource = () => ({
  source: createAcmeSource({ people: PEOPLE, isDown: () => isDown }) as CustomerSource,
  access: {
    source: 'ACME',
    address: 'memory:acme',
    auth: 'API_KEY',
    timeZone: null,
    settings: { address: 'ACME_BASE_URL', addressEnd: '', credentials: ['ACME_API_KEY'] },
  },
});

describe('a third vendor, added in the places that the README names', () => {
  let gateway: StartedGateway;

  beforeAll(async () => {
    gateway = await startGateway({
      env: { CACHE_TTL_SECONDS: '0' },
      gateway: { openSources: [...SOURCES, openAcme], schemaVendors: [...VENDORS, acme] },
    });
  });

  afterAll(() => gateway?.[Symbol.asyncDispose]());

  const query = async (text: string) => {
    const { data, errors } = await gateway.query(text);
    expect(errors).toBeUndefined();
    return data;
  };

  it('has its own list, key, filter and records', async () => {
    expect(
      await query(
        '{ acmeCustomers(first: 1, orderBy: { field: SEEN, direction: DESC }) { nodes { plan } totalCount } }',
      ),
    ).toEqual({
      acmeCustomers: { nodes: [{ plan: 'GOLD' }], totalCount: 2 },
    });
    expect(
      await query('{ customer(by: { acmeId: "7831682" }) { name sources acmeId acme { plan } } }'),
    ).toEqual({
      customer: { name: 'Anna Acme', sources: ['ACME'], acmeId: '7831682', acme: { plan: 'GOLD' } },
    });
    expect(
      await query('{ customers(filter: { acme: { plans: ["FREE"] } }) { nodes { name acme { plan } } } }'),
    ).toEqual({ customers: { nodes: [{ name: 'Vlad D.', acme: { plan: 'FREE' } }] } });
  });

  it('is a further source of people: in the list, in filters by source, in searches', async () => {
    const last = await query('{ customers(last: 2) { edges { source node { name } } } }');
    expect(last.customers.edges).toEqual([
      { source: 'ACME', node: { name: 'Anna Acme' } },
      { source: 'ACME', node: { name: 'Vlad D.' } },
    ]);
    expect(await query('{ customers(filter: { inSources: [ACME, CARECLOUD] }) { nodes { name } } }')).toEqual(
      {
        customers: { nodes: [] },
      },
    );
    const found = await query(
      '{ searchCustomers(text: "acme") { matches { customer { name } } sources { source coverage } } }',
    );
    expect(found.searchCustomers.matches).toEqual([{ customer: { name: 'Anna Acme' } }]);
    expect(found.searchCustomers.sources[2]).toEqual({ source: 'ACME', coverage: 'PARTS' });
  });

  it('leaves HelpCrunch’s fields to HelpCrunch, although both have an id in common', async () => {
    const { one, other } = await query(`{
      one: customer(by: { acmeId: "7831682" }) { helpCrunchId helpCrunch { name } helpCrunchProfiles { name } }
      other: customer(by: { helpCrunchId: "7831682" }) { name acme { plan } helpCrunch { customerId } }
    }`);
    expect(one).toEqual({ helpCrunchId: null, helpCrunch: null, helpCrunchProfiles: [] });
    expect(other).toMatchObject({ acme: null, helpCrunch: { customerId: '7831682' } });
  });

  it('resolves nodes and entities', async () => {
    const { acmeCustomers } = await query('{ acmeCustomers(first: 1) { nodes { id } } }');
    const [{ id }] = acmeCustomers.nodes;
    expect(
      await query(`{ node(id: "${id}") { __typename ... on AcmeCustomer { plan customer { name } } } }`),
    ).toEqual({
      node: { __typename: 'AcmeCustomer', plan: 'GOLD', customer: { name: 'Anna Acme' } },
    });
    const { data } = await gateway.query(
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on AcmeCustomer { plan } ... on Customer { name } } }',
      {
        r: [
          { __typename: 'AcmeCustomer', customerId: '2' },
          { __typename: 'Customer', acmeId: '7831682' },
          { __typename: 'HelpCrunchCustomer', customerId: '7831682' },
        ],
      },
    );
    expect(data._entities).toEqual([
      { __typename: 'AcmeCustomer', plan: 'FREE' },
      { __typename: 'Customer', name: 'Anna Acme' },
      { __typename: 'HelpCrunchCustomer' },
    ]);
  });

  it('is reported as data if it is down: the others’ rows are returned', async () => {
    isDown = true;
    try {
      const { data, errors } = await gateway.query(
        '{ customers(first: 3) { nodes { name acme { plan } } sources { source status } } sources { source status } }',
      );
      expect(errors).toBeUndefined();
      expect(data.customers.nodes).toHaveLength(3);
      expect(data.customers.sources[2]).toEqual({ source: 'ACME', status: 'UNAVAILABLE' });
      expect(data.sources.map(({ source }: { source: string }) => source)).toEqual([
        'CARECLOUD',
        'HELPCRUNCH',
        'ACME',
      ]);
    } finally {
      isDown = false;
    }
  });

  it('is reported separately as knowing a person or not, and hides none of the sources that respond', async () => {
    const member = gateway.sandbox.careCloud.rows.find(
      ({ personal_information: { email } }) =>
        email && gateway.sandbox.helpCrunch.rows.some((row) => row.email === email),
    );
    const key = `careCloudId: "${member?.customer_id}"`;
    isDown = true;
    try {
      const { data, errors } = await gateway.query(
        `{ customer(by: { ${key} }) { sources unknownSources helpCrunchId lastSeenAt } }`,
      );
      expect(data.customer).toMatchObject({ sources: ['CARECLOUD', 'HELPCRUNCH'], unknownSources: ['ACME'] });
      expect(data.customer.helpCrunchId).not.toBeNull();
      expect((errors ?? []).filter(({ path }) => path[1] === 'helpCrunchId')).toEqual([]);
    } finally {
      isDown = false;
    }
  });
});
