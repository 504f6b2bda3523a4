import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';
import { FOREIGN_NODES } from './support/foreign-nodes.ts';
import { startHive } from './support/hive-gateway.ts';
import { ROUTERS } from './support/routers.ts';
import { serveSubgraph } from './support/serve-subgraph.ts';
import { MARKETING, ordersKnowing } from './support/subgraphs.ts';

let product: StartedGateway;
let customers: { name: string; typeDefs: ReturnType<typeof parse>; url: string };
let buyers: readonly { readonly careCloudId: string; readonly name: string; readonly email: string | null }[];

beforeAll(async () => {
  product = await startGateway({
    env: { CACHE_TTL_SECONDS: '0', FEDERATION_KEYS: 'id,email,careCloudId' },
    sandbox: { people: 60 },
  });
  const { sdl } = (await product.query('{ _service { sdl } }')).data._service;
  customers = { name: 'customers', typeDefs: parse(sdl), url: product.url };
  const { data } = await product.query(
    '{ customers(first: 12, filter: { inSources: [CARECLOUD] }) { nodes { id careCloudId name email } } }',
  );
  buyers = data.customers.nodes;
});
afterAll(() => product[Symbol.asyncDispose]());

/** Sends a query through a router over ours and one more subgraph; also returns the requests to each vendor. */
async function askThrough(router: string, sdl: string, resolvers: object, query: string) {
  await using other = await serveSubgraph(sdl, resolvers);
  const { supergraphSdl, errors } = composeServices([
    customers,
    { name: 'other', typeDefs: parse(sdl), url: other.url },
  ]);
  if (supergraphSdl === undefined) throw new Error(`Expected to compose, got ${errors?.join()}.`);
  await using asked = await (ROUTERS[router] as (typeof ROUTERS)[string])(supergraphSdl);
  product.resetRequests();
  const answer = await asked.ask(query);
  const { careCloud, helpCrunch } = product.upstreamRequests();
  return { ...answer, cost: [careCloud.length, helpCrunch.length] };
}

const routers = Object.keys(ROUTERS);
const foreign = routers.flatMap((router) => Object.keys(FOREIGN_NODES).map((kind) => [router, kind]));

test.each(foreign)('%s queries us next to a Node that is %s', async (router, kind) => {
  const sdl = FOREIGN_NODES[kind as string] as string;
  const [first] = buyers as never as readonly [{ readonly id: string; readonly name: string }];
  const resolvers = {
    Query: {
      ...(sdl.includes('invoices') && {
        invoices: () =>
          buyers.map(({ careCloudId }, index) => ({
            id: `${index}`,
            payer: { careCloudId },
            createdAt: 'now',
          })),
      }),
      node: (_: unknown, { id }: { readonly id: string }) => ({ id }),
    },
    Node: { __resolveType: () => (sdl.includes('invoices') ? 'Invoice' : 'Customer') },
  };
  if (sdl.includes('invoices')) {
    const { data, errors, cost } = await askThrough(
      router as string,
      sdl,
      resolvers,
      '{ invoices { id payer { name } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.invoices.map((each: { payer: object }) => each.payer)).toEqual(
      buyers.map(({ name }) => ({ name })),
    );
    expect(cost[0]).toBe(1);
  } else {
    const query = `{ node(id: ${JSON.stringify(first.id)}) { id ... on Customer { name } } }`;
    const { data, errors, cost } = await askThrough(router as string, sdl, resolvers, query);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ node: { id: first.id, name: first.name } });
    expect(cost).toEqual([1, 0]);
  }
});

test.each(routers)('%s passes what another subgraph requires of a customer', async (router) => {
  const sdl = `${MARKETING}
    type Query { letters: [Letter!]! }
    type Letter { to: Customer }`;
  const resolvers = {
    Query: { letters: () => buyers.map(({ careCloudId }) => ({ to: { careCloudId } })) },
    Customer: {
      __resolveReference: (representation: object) => representation,
      greeting: ({ email }: { readonly email?: string | null }) => (email ? `Hello ${email}` : null),
    },
  };
  const { data, errors } = await askThrough(router, sdl, resolvers, '{ letters { to { greeting } } }');
  expect(errors).toBeUndefined();
  expect(data.letters.map(({ to }: { to: { greeting: string | null } }) => to.greeting)).toEqual(
    buyers.map(({ email }) => (email === null ? null : `Hello ${email}`)),
  );
});

test.each(routers)('%s crosses from our list to orders and back', async (router) => {
  const sdl = ordersKnowing({ careCloudId: 'ID' });
  const resolvers = {
    Query: { orders: () => ({ nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } }) },
    Node: { __resolveType: () => 'Order' },
    Customer: {
      __resolveReference: (representation: object) => representation,
      orders: ({ careCloudId }: { readonly careCloudId: string | null }) =>
        careCloudId === null ? [] : [{ id: `of ${careCloudId}`, total: 1, buyer: { careCloudId } }],
    },
  };
  const query =
    '{ customers(first: 5, filter: { inSources: [CARECLOUD] }) { nodes { name orders { id } } } }';
  const { data, errors } = await askThrough(router, sdl, resolvers, query);
  expect(errors).toBeUndefined();
  expect(data.customers.nodes).toEqual(
    buyers.slice(0, 5).map(({ name, careCloudId }) => ({ name, orders: [{ id: `of ${careCloudId}` }] })),
  );
});

test('Hive Gateway forwards the cost, by the line in the README', async () => {
  const sdl = 'type Query { other: Int }';
  await using other = await serveSubgraph(sdl, {});
  const { supergraphSdl = '' } = composeServices([
    customers,
    { name: 'other', typeDefs: parse(sdl), url: other.url },
  ]);
  await using hive = await startHive(supergraphSdl, 'JavaScript', {
    propagateHeaders: {
      fromSubgraphsToClient: ({ response }: { readonly response: Response }) => ({
        'server-timing': response.headers.get('server-timing'),
      }),
    },
  });
  const response = await hive.fetch('http://hive.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ customers(first: 1) { nodes { name } } }' }),
  });
  expect(response.headers.get('server-timing')).toMatch(/CARECLOUD/i);
});
