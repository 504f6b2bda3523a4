import { ApolloGateway } from '@apollo/gateway';
import { parse } from 'graphql';
import { startHive } from './hive-gateway.ts';

// biome-ignore lint/suspicious/noExplicitAny: whole answers are compared as they come.
type Answer = { readonly data?: any; readonly errors?: readonly { readonly message: string }[] };

interface Router extends AsyncDisposable {
  ask(query: string): Promise<Answer>;
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** The routers that can run here over a supergraph, by name. */
export const ROUTERS: Readonly<Record<string, (supergraph: string) => Promise<Router>>> = {
  'Apollo Gateway': apolloGateway,
  'Hive Gateway, JavaScript planner': (supergraph) => hiveGateway(supergraph, 'JavaScript'),
  'Hive Gateway, Rust planner': (supergraph) => hiveGateway(supergraph, 'Rust'),
};

async function apolloGateway(supergraphSdl: string): Promise<Router> {
  const gateway = new ApolloGateway({ supergraphSdl, logger: quiet });
  const { executor, schema } = await gateway.load();
  return {
    async ask(query) {
      const answer = await executor({
        request: { query },
        document: parse(query),
        queryHash: query,
        operationName: null,
        logger: quiet,
        context: {},
        schema,
        metrics: {},
      } as never);
      return JSON.parse(JSON.stringify(answer)) as Answer;
    },
    [Symbol.asyncDispose]: () => gateway.stop(),
  };
}

async function hiveGateway(supergraph: string, planner: 'JavaScript' | 'Rust'): Promise<Router> {
  const hive = await startHive(supergraph, planner);
  return {
    async ask(query) {
      const response = await hive.fetch('http://hive.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as Answer;
    },
    [Symbol.asyncDispose]: async () => hive[Symbol.asyncDispose](),
  };
}
