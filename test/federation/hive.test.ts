import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';
import { startHive } from './support/hive-gateway.ts';
import { serveSubgraph } from './support/serve-subgraph.ts';
import { ordersKnowing, TICKETS_BY_PROFILE } from './support/subgraphs.ts';

const ORDERS = ordersKnowing({ careCloudId: 'ID' });

/** 200 orders of 200 people. */
function ordersOf({ sandbox }: StartedGateway) {
  const rows = sandbox.careCloud.rows.slice(0, 200).map((row, index) => ({
    id: `o${index}`,
    total: index,
    buyer: { careCloudId: row.customer_id },
  }));
  return {
    Query: { orders: () => ({ nodes: rows, pageInfo: { hasNextPage: false, hasPreviousPage: false } }) },
    Node: { __resolveType: () => 'Order' },
  };
}

/** 20 tickets of 20 profiles. */
function ticketsOf({ sandbox }: StartedGateway) {
  const rows = sandbox.helpCrunch.rows.slice(0, 20).map(({ id }, index) => ({
    id: `t${index}`,
    subject: `s${index}`,
    from: { customerId: String(id) },
  }));
  return { Query: { tickets: () => rows } };
}

/** Hive Gateway's response, and the requests to each vendor. */
async function askHive(env: Readonly<Record<string, string>>, query: string) {
  await using product = await startGateway({ env, sandbox: { people: 400 } });
  await using orders = await serveSubgraph(ORDERS, ordersOf(product));
  await using tickets = await serveSubgraph(TICKETS_BY_PROFILE, ticketsOf(product));
  const { sdl } = (await product.query('{ _service { sdl } }')).data._service;
  const { supergraphSdl, errors } = composeServices([
    { name: 'customers', typeDefs: parse(sdl), url: product.url },
    { name: 'orders', typeDefs: parse(ORDERS), url: orders.url },
    { name: 'tickets', typeDefs: parse(TICKETS_BY_PROFILE), url: tickets.url },
  ]);
  if (supergraphSdl === undefined) throw new Error(`Expected to compose, got ${errors?.join()}.`);
  await using hive = await startHive(supergraphSdl);
  product.resetRequests();
  const response = await hive.fetch('http://hive.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: whole answers are compared as they come.
  const answer = (await response.json()) as any;
  const { careCloud, helpCrunch } = product.upstreamRequests();
  return { ...answer, cost: [careCloud.length, helpCrunch.length] };
}

const BUYERS = '{ orders { nodes { id buyer { updatedAt } } } }';

test('Hive Gateway selects every key it knows: one key fewer saves one search', async () => {
  const all = await askHive({}, BUYERS);
  expect(all.errors, JSON.stringify(all.errors)).toBeUndefined();
  const fewer = await askHive({ FEDERATION_KEYS: 'id,email,careCloudId' }, BUYERS);
  expect(fewer.errors).toBeUndefined();
  expect(fewer.data).toEqual(all.data);
  expect(all.data.orders.nodes).toHaveLength(200);
  expect({ all: all.cost, fewer: fewer.cost }).toEqual({ all: [2, 2], fewer: [2, 0] });
}, 60_000);

test('tickets that know a profile cost one search', async () => {
  const { data, errors, cost } = await askHive({}, '{ tickets { subject from { name lastSeenAt } } }');
  expect(errors).toBeUndefined();
  expect(data.tickets).toHaveLength(20);
  expect(data.tickets.every(({ from }: { from: object | null }) => from !== null)).toBe(true);
  expect(cost).toEqual([0, 1]);
}, 60_000);
