import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeServices as composeWithHive } from '@theguild/federation-composition';
import { Kind, type ObjectTypeDefinitionNode, parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../src/schema/create-schema.ts';
import { printSubgraph, printWholeSchema } from '../../src/schema/print-schema.ts';
import { ORDERS, TICKETS } from './support/subgraphs.ts';

const schema = createSchema();
const SERVED = printSubgraph(schema);
const PUBLISHED = printWholeSchema(schema);

type Subgraphs = Readonly<Record<string, string>>;

/** The supergraph, or the errors, as each composer has it. */
const composers: Readonly<
  Record<string, (subgraphs: Subgraphs) => { supergraph: string; errors: readonly string[] }>
> = {
  '@apollo/composition': (subgraphs) => outcome(composeWithApollo(services(subgraphs))),
  '@theguild/federation-composition': (subgraphs) => outcome(composeWithHive(services(subgraphs))),
};

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
}) {
  return {
    supergraph: result.supergraphSdl ?? '',
    errors: (result.errors ?? []).map(({ message }) => message),
  };
}

const each = Object.entries(composers).map(
  ([name, compose]) =>
    [name, compose, compose({ customers: SERVED, orders: ORDERS, tickets: TICKETS })] as const,
);

test.each(
  each,
)('%s composes what the gateway serves with both others, and leaves their node to them', (_name, _compose, {
  supergraph,
  errors,
}) => {
  expect(errors).toEqual([]);
  expect(supergraph).toMatch(/^ {2}node\(id: ID!\): Node @join__field\(graph: ORDERS\)$/m);
  expect(supergraph).toMatch(/^ {2}nodes\(ids: \[ID!\]!\): \[Node\]! @join__field\(graph: ORDERS\)$/m);
});

test.each(each)('%s leaves the Node interface open to everyone', (_name, compose) => {
  const { supergraph } = compose({ customers: PUBLISHED, tickets: TICKETS });
  const node = supergraph.slice(supergraph.indexOf('interface Node'));
  expect(node.slice(0, node.indexOf('{'))).not.toContain('@requiresScopes');
  expect(supergraph).toContain('type Ticket implements Node');
  expect(supergraph).toContain('type HelpCrunchCustomer implements Node');
});

test.each(each)('%s composes the gateway alone, and as published in schema.graphql', (_name, compose) => {
  expect(compose({ customers: SERVED }).errors).toEqual([]);
  expect(compose({ customers: PUBLISHED }).errors).toEqual([]);
  const shareable = ORDERS.replace('node(id: ID!): Node', '$& @shareable').replace(
    '[Node]!',
    '$& @shareable',
  );
  expect(compose({ customers: PUBLISHED, orders: shareable, tickets: TICKETS }).errors).toEqual([]);
});

test.each(each)('%s takes over keys, scopes, prices and deprecations', (_name, compose) => {
  const { supergraph } = compose({ customers: PUBLISHED, tickets: TICKETS });
  const fieldOf = (typeName: string, fieldName: string) => {
    const type = parse(supergraph).definitions.find(
      (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === typeName,
    ) as ObjectTypeDefinitionNode;
    const field = type.fields?.find(({ name }) => name.value === fieldName);
    return field ? print(field).replace(/\s+/g, ' ') : undefined;
  };
  for (const key of ['id', 'email', 'careCloudId', 'helpCrunchId']) {
    expect(supergraph.includes(`@join__type(graph: CUSTOMERS, key: "${key}")`)).toBe(true);
  }
  expect(fieldOf('Customer', 'name')).toContain(
    '@requiresScopes(scopes: [["customers:read", "customers:pii"]])',
  );
  expect(fieldOf('Query', 'customers')).toContain('@cost(weight: 5)');
  expect(fieldOf('Query', 'customers')).toContain('slicingArguments: ["first", "last"]');
  expect(fieldOf('CareCloudCustomer', 'agreement')).toContain('@deprecated(reason: "CareCloud deprecated');
});
