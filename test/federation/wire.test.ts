import { composeServices } from '@apollo/composition';
import {
  ApolloGateway,
  type GraphQLDataSource,
  LocalGraphQLDataSource,
  RemoteGraphQLDataSource,
} from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';
import { ordersKnowing, TICKETS } from './support/subgraphs.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** The other teams' rows, about people at the simulated vendors. */
function otherTeams({ sandbox }: StartedGateway) {
  const buyers = sandbox.careCloud.rows.slice(0, 30).map((row) => ({ careCloudId: row.customer_id }));
  const writers = sandbox.helpCrunch.rows.slice(0, 30).map((row) => ({ helpCrunchId: String(row.id) }));
  const orders = buyers.map((buyer, index) => ({ id: `o${index}`, total: index, buyer }));
  const tickets = writers.map((from, index) => ({
    id: `t${index}`,
    subject: `s${index}`,
    from,
    profile: null,
  }));
  return {
    orders: {
      Query: { orders: () => ({ nodes: orders, pageInfo: { hasNextPage: false, hasPreviousPage: false } }) },
      Node: { __resolveType: () => 'Order' },
      Customer: {
        orders: ({ careCloudId }: { readonly careCloudId: string | null }) =>
          orders.filter(({ buyer }) => buyer.careCloudId === careCloudId),
      },
    },
    tickets: {
      Query: { tickets: () => tickets },
      Node: { __resolveType: () => 'Ticket' },
      Customer: {
        tickets: ({ helpCrunchId }: { readonly helpCrunchId: string | null }) =>
          tickets.filter(({ from }) => from.helpCrunchId === helpCrunchId),
      },
    },
  };
}

/** A router over three subgraphs that reaches this gateway by its socket, as in production. */
async function startRouter(product: StartedGateway) {
  const teams = otherTeams(product);
  const ordersSdl = ordersKnowing({ careCloudId: 'ID' });
  const customersSdl: string = (await product.query('{ _service { sdl } }')).data._service.sdl;
  const sdls = { customers: customersSdl, orders: ordersSdl, tickets: TICKETS };
  const { supergraphSdl = '' } = composeServices(
    Object.entries(sdls).map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: product.url })),
  );
  const local: Readonly<Record<string, GraphQLDataSource>> = {
    orders: new LocalGraphQLDataSource(
      buildSubgraphSchema({ typeDefs: parse(ordersSdl), resolvers: teams.orders as never }),
    ),
    tickets: new LocalGraphQLDataSource(
      buildSubgraphSchema({ typeDefs: parse(TICKETS), resolvers: teams.tickets as never }),
    ),
  };
  const router = new ApolloGateway({
    supergraphSdl,
    logger: quiet,
    buildService: ({ name }) => local[name] ?? new RemoteGraphQLDataSource({ url: product.url }),
  });
  const { executor, schema } = await router.load();
  return {
    async ask(query: string) {
      const request = { request: { query }, document: parse(query), queryHash: query, logger: quiet };
      return executor({ ...request, context: {}, schema, metrics: {}, operationName: null } as never);
    },
    [Symbol.asyncDispose]: () => router.stop(),
  };
}

test('thirty orders show the buyers for one request to CareCloud', async () => {
  await using product = await startGateway();
  await using router = await startRouter(product);
  product.resetRequests();
  const { data, errors } = await router.ask('{ orders { nodes { id buyer { name } } } }');
  expect(errors).toBeUndefined();
  const names = product.sandbox.careCloud.rows
    .slice(0, 30)
    .map(({ personal_information: person }) => person.last_name);
  expect(data?.orders.nodes).toHaveLength(30);
  for (const [index, { buyer }] of data?.orders.nodes.entries() ?? [])
    expect(buyer.name).toContain(names[index]);
  expect(product.upstreamRequests()).toEqual({ careCloud: ['GET /customers'], helpCrunch: [] });
});

test('thirty tickets show the writers for one request to each source', async () => {
  await using product = await startGateway();
  await using router = await startRouter(product);
  product.resetRequests();
  const { data, errors } = await router.ask('{ tickets { id from { id sources } } }');
  expect(errors).toBeUndefined();
  expect(data?.tickets).toHaveLength(30);
  expect(
    data?.tickets.every((ticket: { from: { sources: string[] } }) =>
      ticket.from.sources.includes('HELPCRUNCH'),
    ),
  ).toBe(true);
  const { careCloud, helpCrunch } = product.upstreamRequests();
  expect(helpCrunch[0]).toBe('POST /customers/search');
  expect([careCloud.length, helpCrunch.length]).toEqual([1, 1]);
});

test('a query across all three subgraphs costs one list and one search', async () => {
  await using product = await startGateway();
  await using router = await startRouter(product);
  product.resetRequests();
  const { data, errors } = await router.ask(
    '{ customers(first: 20) { nodes { name orders { total } tickets { subject } } } }',
  );
  expect(errors).toBeUndefined();
  expect(data?.customers.nodes).toHaveLength(20);
  const { careCloud, helpCrunch } = product.upstreamRequests();
  expect([careCloud.length, helpCrunch.length]).toEqual([1, 1]);
});
