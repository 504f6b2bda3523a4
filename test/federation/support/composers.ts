import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeServices as composeWithHive } from '@theguild/federation-composition';
import {
  federateSubgraphs as composeWithCosmo,
  ROUTER_COMPATIBILITY_VERSION_ONE,
} from '@wundergraph/composition';
import { parse, print } from 'graphql';

/** SDL by subgraph. */
type Subgraphs = Readonly<Record<string, string>>;
type Outcome = { readonly supergraph: string; readonly errors: readonly string[] };
export type Compose = (subgraphs: Subgraphs) => Outcome;

/** The supergraph, or the errors, of each composer. Cosmo's has no join__ directives. */
export const COMPOSERS: readonly (readonly [name: string, compose: Compose])[] = [
  ['@apollo/composition', (subgraphs) => outcome(composeWithApollo(services(subgraphs)))],
  ['@theguild/federation-composition', (subgraphs) => outcome(composeWithHive(services(subgraphs)))],
  ['@wundergraph/composition', cosmo],
];

function services(subgraphs: Subgraphs) {
  return Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    typeDefs: parse(sdl),
    url: `http://${name}.test`,
  }));
}

function outcome(result: {
  readonly errors?: readonly Error[] | undefined;
  readonly supergraphSdl?: string | undefined;
}): Outcome {
  return {
    supergraph: result.supergraphSdl ?? '',
    errors: (result.errors ?? []).map(({ message }) => message),
  };
}

function cosmo(subgraphs: Subgraphs): Outcome {
  const result = composeWithCosmo({
    subgraphs: Object.entries(subgraphs).map(([name, sdl]) => ({
      name,
      url: `http://${name}.test`,
      definitions: parse(sdl),
    })),
    version: ROUTER_COMPATIBILITY_VERSION_ONE,
  });
  if (!result.success) return { supergraph: '', errors: result.errors.map(({ message }) => message) };
  return { supergraph: print(result.federatedGraphAST), errors: [] };
}
