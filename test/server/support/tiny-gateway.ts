import {
  type FieldDefinitionNode,
  GraphQLBoolean,
  GraphQLError,
  GraphQLID,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql';
import type { CachedUse } from '../../../src/customers/source-call.ts';
import { badUserInput, UpstreamError } from '../../../src/errors/gateway-error.ts';
import type { GatewayContext } from '../../../src/schema/context.ts';
import { markVolatile } from '../../../src/schema/shared/volatile-types.ts';
import {
  createGatewayServer,
  type GatewayServer,
  type GatewayServerOptions,
} from '../../../src/server/gateway-server.ts';
import { readSettings } from '../../../src/settings/read-settings.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { createTracing } from '../../../src/telemetry/tracing.ts';

/** What a resolver of the tiny schema can do; each sends one request to "CARECLOUD". */
interface TinyContext extends GatewayContext {
  readonly call: Parameters<GatewayServerOptions['openDirectory']>[0];
  readonly explain: Parameters<GatewayServerOptions['openDirectory']>[1];
}

export interface TinyGateway extends AsyncDisposable {
  readonly server: GatewayServer;
  /** Every log line so far. */
  readonly log: () => readonly Record<string, unknown>[];
  /** The call of every opened directory. */
  readonly calls: TinyContext['call'][];
  /** How many operations sent a request to a source. */
  readonly upstreamRequests: () => number;
  /** Posts an operation, without a socket. */
  readonly post: (query: string, options?: PostOptions) => Promise<Answer>;
  readonly get: (pathAndQuery: string, headers?: Record<string, string>) => Promise<Answer>;
  /** Starts to listen (once) and returns the address. */
  readonly url: () => Promise<string>;
}

interface PostOptions {
  readonly variables?: unknown;
  readonly headers?: Record<string, string>;
  readonly operationName?: string;
  readonly extra?: Record<string, unknown>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whole answers are compared as they come.
  readonly body: any;
}

interface TinyOptions {
  /** What `people` waits for. */
  readonly hold?: Promise<unknown>;
  /** The origin of the response of `cached`. */
  readonly use?: CachedUse;
}

/** A gateway server over a tiny schema, configured by the given environment. */
export function tinyGateway(
  env: Record<string, string> = {},
  options: Partial<GatewayServerOptions> & TinyOptions = {},
): TinyGateway {
  const lines: string[] = [];
  const calls: TinyContext['call'][] = [];
  let asked = 0;
  const server = createGatewayServer({
    settings: readSettings({ PORT: '0', ...env }),
    schema: tinySchema(() => asked++, options),
    openDirectory: (call, explain) => {
      calls.push(call);
      return { call, explain } as unknown as GatewayContext['directory'];
    },
    version: '0.0.0',
    sources: ['CARECLOUD'],
    readSources: async () => [{ source: 'CARECLOUD', status: 'OK' }],
    logger: createLogger({ destination: { write: (line: string) => void lines.push(line) } }),
    metrics: createMetrics(),
    tracing: createTracing(),
    ...options,
  });
  let address: Promise<string> | null = null;
  const send = async (request: Request) => toAnswer(await server.fetch(request));
  return {
    server,
    calls,
    log: () => lines.map((line) => JSON.parse(line)),
    upstreamRequests: () => asked,
    post: (query, { variables, headers, operationName, extra } = {}) =>
      send(
        new Request('http://localhost/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query, variables, operationName, ...extra }),
        }),
      ),
    get: (pathAndQuery, headers = {}) =>
      send(
        // As a server's fetch sends it.
        new Request(`http://localhost${pathAndQuery}`, { headers: { 'sec-fetch-mode': 'cors', ...headers } }),
      ),
    url: () => {
      address ??= server.start().then(({ port }) => `http://127.0.0.1:${port}`);
      return address;
    },
    [Symbol.asyncDispose]: () => server.stop(0),
  };
}

export async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };
}

/** The code of the first error. */
export function codeOf(answer: Answer): unknown {
  return answer.body?.errors?.[0]?.extensions?.code;
}

/** A field's definition with these directives, for prices. */
function priced(directives: string): FieldDefinitionNode {
  const [type] = parse(`type T { field: String ${directives} }`).definitions as [ObjectTypeDefinitionNode];
  const [field] = type.fields ?? [];
  if (field === undefined) throw new Error('Expected a field.');
  return field;
}

function tinySchema(onAsk: () => void, { hold, use }: TinyOptions): GraphQLSchema {
  const Node = new GraphQLInterfaceType({
    name: 'Node',
    fields: { id: { type: new GraphQLNonNull(GraphQLID) } },
    resolveType: () => 'Person',
  });
  const Even = new GraphQLScalarType<number, number>({
    name: 'Even',
    serialize: (value) => {
      if (typeof value !== 'number' || value % 2 !== 0) throw new Error(`not even: ${String(value)}`);
      return value;
    },
    parseValue: (value) => {
      if (typeof value !== 'number' || value % 2 !== 0)
        throw badUserInput(`expected an even number, got ${value}`);
      return value;
    },
  });
  const Person: GraphQLObjectType = new GraphQLObjectType({
    name: 'Person',
    interfaces: [Node],
    fields: () => ({
      id: { type: new GraphQLNonNull(GraphQLID), resolve: ({ id }) => id },
      name: { type: GraphQLString, resolve: ({ id }) => `Person ${id}` },
      friends: {
        type: new GraphQLList(Person),
        astNode: priced('@listSize(assumedSize: 5)'),
        resolve: ({ id }) => [{ id: id + 1 }],
      },
      self: { type: Person, resolve: (person) => person },
    }),
  });
  const Moment = new GraphQLObjectType({
    name: 'Moment',
    extensions: markVolatile,
    fields: { now: { type: GraphQLString } },
  });
  const listArgs = {
    first: { type: GraphQLInt },
    last: { type: GraphQLInt },
    evens: { type: new GraphQLList(Even) },
  };
  const People = new GraphQLObjectType({
    name: 'People',
    fields: {
      nodes: {
        type: new GraphQLList(Person),
        resolve: ({ size }) => Array.from({ length: size }, (_, id) => ({ id })),
      },
      total: { type: GraphQLInt, resolve: ({ size }) => size },
    },
  });
  const callOf = (context: unknown) => (context as { directory: TinyContext }).directory.call;
  const explainOf = (context: unknown) => (context as { directory: TinyContext }).directory.explain;
  const line = { method: 'GET', path: '/customers', parameters: ['count'] } as const;
  return new GraphQLSchema({
    types: [Person],
    query: new GraphQLObjectType<unknown, GatewayContext>({
      name: 'Query',
      fields: {
        hello: { type: GraphQLString, resolve: () => 'world' },
        even: { type: Even, args: { of: { type: Even } }, resolve: (_, { of }) => of ?? 3 },
        people: {
          type: People,
          astNode: priced(
            '@listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["nodes"])',
          ),
          args: listArgs,
          resolve: async (_, { first, last }, context) => {
            onAsk();
            callOf(context).meter.sent('CARECLOUD', line, 0);
            explainOf(context)?.({
              field: 'customers',
              order: 'SOURCE ASC',
              drivenBy: null,
              legs: [],
              skipped: [],
            });
            await hold;
            return { size: Math.min(first ?? last ?? 20, 100) };
          },
        },
        cached: {
          type: GraphQLString,
          args: { age: { type: GraphQLInt }, stale: { type: GraphQLBoolean } },
          resolve: (_, { age, stale }, context) => {
            const answer = { ageSeconds: age ?? 0, stale: stale ?? false };
            callOf(context).meter.saved('CARECLOUD', line, { ...answer, ...(use && { use }) });
            return 'from the cache';
          },
        },
        moment: { type: Moment, resolve: () => ({ now: 'now' }) },
        node: { type: Node, args: { id: { type: GraphQLID } }, resolve: (_, { id }) => ({ id }) },
        nodes: {
          type: new GraphQLList(Node),
          args: { ids: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLID))) } },
          resolve: (_, { ids }) => ids.map((id: string) => ({ id })),
        },
        may: {
          type: GraphQLBoolean,
          args: { scope: { type: GraphQLString } },
          resolve: (_, { scope }, { access }) => access.may(scope),
        },
        badInput: {
          type: GraphQLString,
          resolve: () => {
            throw badUserInput('expected a thing, got another');
          },
        },
        upstreamDown: {
          type: GraphQLString,
          resolve: () => {
            throw new UpstreamError('UPSTREAM_RATE_LIMITED', 'HELPCRUNCH', 'The budget is spent.', {
              retryAfterSeconds: 7,
              cause: new Error('secret upstream body'),
            });
          },
        },
        bug: {
          type: GraphQLString,
          resolve: () => {
            throw new TypeError('secret of Anna Nováková');
          },
        },
        graphqlBug: {
          type: GraphQLString,
          resolve: () => {
            throw new GraphQLError('secret of Anna Nováková');
          },
        },
        nothing: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
      },
    }),
  });
}
