import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { startHive } from '../../../federation/support/hive-gateway.ts';
import { ORDERS } from '../company/operations.ts';
import { askOverHttp, SESSION_HEADER } from './ask-over-http.ts';
import type { Contestant, Operation } from './contestant.ts';

/** A request to the gateway, as the router sends it. */
export type FetchGateway = (request: Request) => Promise<Response>;

const GATEWAY_URL = 'http://customers.example/graphql';
const ORDERS_URL = 'http://orders.example/graphql';

/** The orders know customers by their account's id. */
const ORDERS_SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { ordersOf(careCloudIds: [ID!]!): [Order!]! }
  type Order { customer: Customer! }
  type Customer @key(fields: "careCloudId", resolvable: false) { careCloudId: ID }
`;

const ORDERS_BY_ROUTER = `query Orders($careCloudIds: [ID!]!) {
  ordersOf(careCloudIds: $careCloudIds) { customer { id name email helpCrunch { lastSeenAt } } }
}`;

interface Representation {
  readonly careCloudId: string;
}

/**
 * Hive Gateway over the gateway and the orders, in this process: what clients ask goes through it as federated
 * operations, and it fetches the orders' customers as entities. Clients' keys are passed on, and when they leave, what
 * it fetches is aborted. Its other planner works outside the process's JavaScript, where virtual time does not wait for
 * it.
 */
export async function startRouter(customersSdl: string, fetchGateway: FetchGateway): Promise<Contestant> {
  const { supergraphSdl, errors } = composeServices([
    { name: 'customers', typeDefs: parse(customersSdl), url: GATEWAY_URL },
    { name: 'orders', typeDefs: parse(ORDERS_SDL), url: ORDERS_URL },
  ]);
  if (supergraphSdl === undefined) throw new Error(`Expected a supergraph, got ${JSON.stringify(errors)}.`);
  const hive = await startHive(supergraphSdl, 'JavaScript', {
    upstreamCancellation: true,
    fetchAPI: {
      fetch: (url: string, init: RequestInit) =>
        url.startsWith(ORDERS_URL) ? answerOrders(init) : fetchGateway(new Request(url, init)),
    },
    propagateHeaders: {
      fromClientToSubgraphs: ({ request }: { readonly request: Request }) => ({
        'x-api-key': request.headers.get('x-api-key') ?? '',
        [SESSION_HEADER]: request.headers.get(SESSION_HEADER) ?? '',
      }),
    },
  });
  const ask = (operation: Operation) => askOverHttp(toRouted(operation), (request) => hive.fetch(request));
  // What the router loads late is loaded before the day begins.
  await ask({ client: 'orders', query: ORDERS, variables: { representations: [] } });
  return { ask, stop: async () => hive[Symbol.asyncDispose]() };
}

/** Whoever asks the gateway for entities directly asks the router for orders. */
function toRouted(operation: Operation): Operation {
  if (operation.query !== ORDERS) return operation;
  const { representations } = operation.variables as { representations: readonly Representation[] };
  const variables = { careCloudIds: representations.map(({ careCloudId }) => careCloudId) };
  return { ...operation, query: ORDERS_BY_ROUTER, variables };
}

async function answerOrders({ body }: RequestInit): Promise<Response> {
  const { variables } = JSON.parse(String(body)) as {
    variables: Readonly<Record<string, readonly string[]>>;
  };
  const [ids = []] = Object.values(variables);
  const ordersOf = ids.map((careCloudId) => ({ customer: { __typename: 'Customer', careCloudId } }));
  return Response.json({ data: { ordersOf } });
}
