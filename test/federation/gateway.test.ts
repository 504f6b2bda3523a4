import { composeServices } from '@apollo/composition';
import { ApolloGateway, type GraphQLDataSource, LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import type { CustomerKey } from '../../src/customers/customer-directory.ts';
import type { Scope } from '../../src/customers/model/scopes.ts';
import { UpstreamError } from '../../src/errors/gateway-error.ts';
import { createSchema } from '../../src/schema/create-schema.ts';
import { printSubgraph } from '../../src/schema/print-schema.ts';
import {
  account,
  customer,
  type FakeDirectory,
  fakeDirectory,
  globalId,
  profile,
} from '../schema/support/fake-directory.ts';
import { ordersKnowing, TICKETS } from './support/subgraphs.ts';

const ORDER_ROWS = [
  { id: 'o1', total: 100, buyer: { email: 'anna@example.com', careCloudId: 'a' } },
  { id: 'o2', total: 200, buyer: { email: 'bob@example.com', careCloudId: 'b' } },
  { id: 'o3', total: 300, buyer: { email: 'nobody@example.com', careCloudId: 'nobody' } },
  { id: 'o4', total: 400, buyer: null },
];
const TICKET_ROWS = [
  { id: 't1', subject: 'Parcel', from: { helpCrunchId: '7' }, profile: { customerId: '7' } },
  { id: 't2', subject: 'Refund', from: { helpCrunchId: '8' }, profile: { customerId: '8' } },
];

const ordersResolvers = {
  Query: { orders: () => ({ nodes: ORDER_ROWS, pageInfo: { hasNextPage: false, hasPreviousPage: false } }) },
  Node: { __resolveType: () => 'Order' },
  Customer: {
    orders: ({ email, careCloudId }: { readonly email?: string; readonly careCloudId?: string }) =>
      ORDER_ROWS.filter(
        ({ buyer }) => buyer !== null && (buyer.email === email || buyer.careCloudId === careCloudId),
      ),
  },
};

const ticketsResolvers = {
  Query: { tickets: () => TICKET_ROWS },
  Node: { __resolveType: () => 'Ticket' },
  Customer: {
    tickets: ({ helpCrunchId }: { readonly helpCrunchId: string | null }) =>
      TICKET_ROWS.filter(({ from }) => from.helpCrunchId === helpCrunchId),
  },
};

const ANNA = customer({
  account: account({ customerId: 'a' }, { name: 'Anna', email: 'anna@example.com', city: 'Prague' }),
});
const BOB = customer({
  account: account({ customerId: 'b' }, { name: 'Bob', email: 'bob@example.com', city: 'Brno' }),
});
const LEA = customer({ profile: profile({ customerId: '8' }, { name: 'Lea', city: 'Los Angeles' }) });
const ANNAS_CHAT = profile({ customerId: '7', userId: 'u7' });

function people(): FakeDirectory {
  return fakeDirectory({
    find: async (key: CustomerKey) => {
      if (key.kind === 'customer' || key.kind === 'record')
        return [ANNA, BOB, LEA].find((each) => knows(each, key.id)) ?? null;
      return [ANNA, BOB].find((each) => each.account?.person.email === key.value) ?? null;
    },
    profiles: async (one) => (one === ANNA ? [ANNAS_CHAT] : one.profile === null ? [] : [one.profile]),
    record: async (_source, id) => (id === '7' ? ANNAS_CHAT : id === '8' ? LEA.profile : null),
    list: async () => ({
      edges: [ANNA, BOB].map((node) => ({
        cursor: node.key,
        node,
        source: 'CARECLOUD',
        identity: 'RESOLVED',
      })),
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      totalCount: null,
      sources: [],
    }),
  });
}

function knows(one: typeof ANNA, id: string): boolean {
  return one.account?.id === id || one.profile?.id === id || (one === ANNA && id === '7');
}

const customers = createSchema();
const tickets = buildSubgraphSchema({ typeDefs: parse(TICKETS), resolvers: ticketsResolvers as never });
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const EVERYTHING: readonly Scope[] = ['customers:read', 'customers:pii'];

/** A supergraph whose orders know customers by these keys, with GraphQL text as queries. */
async function supergraph(keys: Readonly<Record<string, string>>) {
  const ordersSdl = ordersKnowing(keys);
  const orders = buildSubgraphSchema({ typeDefs: parse(ordersSdl), resolvers: ordersResolvers as never });
  const subgraphs: Readonly<Record<string, GraphQLSchema>> = { customers, orders, tickets };
  const sdls = { customers: printSubgraph(customers), orders: ordersSdl, tickets: TICKETS };
  const { supergraphSdl = '' } = composeServices(
    Object.entries(sdls).map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: `http://${name}.test` })),
  );
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: quiet,
    buildService: ({ name }) =>
      new LocalGraphQLDataSource(subgraphs[name] as GraphQLSchema) as GraphQLDataSource,
  });
  const { executor, schema } = await gateway.load();
  return async (query: string, { directory }: FakeDirectory, scopes = EVERYTHING) => {
    const context = { directory, access: { may: (scope: Scope) => scopes.includes(scope) } };
    const document = parse(query);
    const request = {
      request: { query },
      document,
      queryHash: query,
      logger: quiet,
      context,
      schema,
      metrics: {},
    };
    const answer = await executor({ ...request, operationName: null } as never);
    return JSON.parse(JSON.stringify(answer)) as typeof answer;
  };
}

const byEmail = supergraph({ email: 'String' });
const byCareCloudId = supergraph({ careCloudId: 'ID' });

const ANNA_SHOWN = { id: globalId('Customer', 'CARECLOUD:a'), name: 'Anna', city: 'Prague' };
const BOB_SHOWN = { id: globalId('Customer', 'CARECLOUD:b'), name: 'Bob', city: 'Brno' };

test.each([
  ['email', byEmail, (n: number) => ({ kind: 'email', value: ORDER_ROWS[n]?.buyer?.email })],
  [
    'CareCloud id',
    byCareCloudId,
    (n: number) => ({ kind: 'record', source: 'CARECLOUD', id: ORDER_ROWS[n]?.buyer?.careCloudId }),
  ],
])('orders that know a customer by %s show who bought', async (_key, asked, key) => {
  const directory = people();
  const ask = await asked;
  const { data, errors } = await ask('{ orders { nodes { id buyer { id name city } } } }', directory);
  expect({ data, errors }).toEqual({
    errors: undefined,
    data: {
      orders: {
        nodes: [
          { id: 'o1', buyer: ANNA_SHOWN },
          { id: 'o2', buyer: BOB_SHOWN },
          // No source knows this one.
          { id: 'o3', buyer: null },
          { id: 'o4', buyer: null },
        ],
      },
    },
  });
  expect(directory.calls.filter(([name]) => name === 'find')).toEqual([
    ['find', key(0)],
    ['find', key(1)],
    ['find', key(2)],
  ]);
});

test('tickets that know one by HelpCrunch id show who wrote, and their profile', async () => {
  const directory = people();
  const ask = await byEmail;
  const query = '{ tickets { subject from { name careCloudId } profile { customerId userId } } }';
  expect(await ask(query, directory)).toEqual({
    data: {
      tickets: [
        {
          subject: 'Parcel',
          from: { name: 'Anna', careCloudId: 'a' },
          profile: { customerId: '7', userId: 'u7' },
        },
        {
          subject: 'Refund',
          from: { name: 'Lea', careCloudId: null },
          profile: { customerId: '8', userId: null },
        },
      ],
    },
  });
  expect(directory.calls.filter(([name]) => name !== 'field')).toEqual([
    ['find', { kind: 'record', source: 'HELPCRUNCH', id: '7' }],
    ['find', { kind: 'record', source: 'HELPCRUNCH', id: '8' }],
    ['record', 'HELPCRUNCH', '7'],
    ['record', 'HELPCRUNCH', '8'],
  ]);
});

test.each([
  ['email', byEmail],
  ['CareCloud id', byCareCloudId],
])('a query crosses all three, from our list by %s to orders and tickets', async (_key, asked) => {
  const directory = people();
  const ask = await asked;
  const query =
    '{ customers(first: 2) { nodes { name orders { id } tickets { subject from { name } } } pageInfo { hasNextPage } } }';
  expect(await ask(query, directory)).toEqual({
    data: {
      customers: {
        nodes: [
          { name: 'Anna', orders: [{ id: 'o1' }], tickets: [{ subject: 'Parcel', from: { name: 'Anna' } }] },
          { name: 'Bob', orders: [{ id: 'o2' }], tickets: [] },
        ],
        pageInfo: { hasNextPage: false },
      },
    },
  });
  expect(directory.calls.filter(([name]) => name === 'list')).toHaveLength(1);
});

test('node and nodes of other subgraphs remain theirs', async () => {
  const ask = await byEmail;
  const { errors } = await ask('{ node(id: "o1") { id } }', people());
  // Resolved by the other subgraph: null, not our BAD_USER_INPUT.
  expect(errors).toBeUndefined();
});

test('a forbidden field is null with FORBIDDEN through the supergraph, too', async () => {
  const ask = await byCareCloudId;
  const { data, errors } = await ask('{ orders { nodes { buyer { name city } } } }', people(), [
    'customers:read',
  ]);
  expect(data?.orders.nodes.slice(0, 2)).toEqual([
    { buyer: { name: null, city: 'Prague' } },
    { buyer: { name: null, city: 'Brno' } },
  ]);
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
});

test('a source that is down only nulls what it alone could answer', async () => {
  const directory = fakeDirectory({
    find: async (key) => {
      if (key.kind === 'record' && key.id === 'b')
        throw new UpstreamError('UPSTREAM_TIMEOUT', 'CARECLOUD', 'Too slow.');
      return ANNA;
    },
  });
  const ask = await byCareCloudId;
  const { data, errors } = await ask('{ orders { nodes { id buyer { name } } } }', directory);
  expect(data?.orders.nodes.slice(0, 2)).toEqual([
    { id: 'o1', buyer: { name: 'Anna' } },
    { id: 'o2', buyer: { name: null } },
  ]);
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['UPSTREAM_TIMEOUT']);
});
