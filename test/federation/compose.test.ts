import { Kind, type ObjectTypeDefinitionNode, parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../src/schema/create-schema.ts';
import { printSubgraph, printWholeSchema } from '../../src/schema/print-schema.ts';
import { VENDORS } from '../../src/schema/vendors.ts';
import { COMPOSERS, type Compose } from './support/composers.ts';
import { FOREIGN_NODES } from './support/foreign-nodes.ts';
import { MARKETING, ORDERS, TICKETS } from './support/subgraphs.ts';

const SERVED = printSubgraph(createSchema());
const SERVED_WHOLE = printSubgraph(createSchema(VENDORS, { sdl: ['scopes', 'node'], keys: null }));
const PUBLISHED = printWholeSchema(createSchema());

test.each(
  COMPOSERS,
)('%s composes the served SDL alone, and with all three other subgraphs', (_name, compose) => {
  expect(compose({ customers: SERVED }).errors).toEqual([]);
  const { supergraph, errors } = compose({
    customers: SERVED,
    orders: ORDERS,
    tickets: TICKETS,
    marketing: MARKETING,
  });
  expect(errors).toEqual([]);
  // The other subgraph's, which remains its own.
  expect(supergraph).toMatch(/^ {2}node\(id: ID!\): Node\b/m);
  expect(fieldOf(supergraph, 'Customer', 'greeting')).toContain('greeting: String');
});

const foreign = COMPOSERS.flatMap(([name, compose]) =>
  Object.entries(FOREIGN_NODES).map(([kind, sdl]): [string, string, Compose, string] => [
    name,
    kind,
    compose,
    sdl,
  ]),
);

test.each(foreign)('%s composes the served SDL with %s', (_name, _kind, compose, invoices) => {
  const { supergraph, errors } = compose({ customers: SERVED, invoices });
  expect(errors).toEqual([]);
  const node = fieldOf(supergraph, 'Query', 'node');
  expect(node).toMatch(/^node\(id: ID!\): Node\b/);
  expect(node).not.toContain('CUSTOMERS');
  expect(node).not.toContain('@inaccessible');
});

test.each(
  COMPOSERS.slice(0, 2),
)('%s: a clash of two `node` fields is an error, and hides neither', (_name, compose) => {
  const { supergraph, errors } = compose({ customers: SERVED_WHOLE, orders: ORDERS });
  expect(errors.join(' ')).toContain('Query.node');
  expect(supergraph).toBe('');
});

test.each(COMPOSERS)('%s composes schema.graphql, as published', (_name, compose) => {
  expect(compose({ customers: PUBLISHED, tickets: TICKETS }).errors).toEqual([]);
});

test.each(COMPOSERS)('%s composes everything that FEDERATION_SDL can add', (_name, compose) => {
  const { supergraph, errors } = compose({ customers: SERVED_WHOLE, tickets: TICKETS });
  expect(errors).toEqual([]);
  expect(fieldOf(supergraph, 'Query', 'node')).toMatch(/^node\(/);
  expect(fieldOf(supergraph, 'Customer', 'name')).toContain(
    '@requiresScopes(scopes: [["customers:read", "customers:pii"]])',
  );
});

test.each(COMPOSERS.slice(0, 2))('%s keeps keys, prices and deprecations', (_name, compose) => {
  const { supergraph } = compose({ customers: SERVED, tickets: TICKETS });
  for (const key of ['id', 'email', 'careCloudId', 'helpCrunchId']) {
    expect(supergraph.includes(`@join__type(graph: CUSTOMERS, key: "${key}")`)).toBe(true);
  }
  expect(fieldOf(supergraph, 'Query', 'customers')).toContain('@cost(weight: 5)');
  expect(fieldOf(supergraph, 'Query', 'customers')).toContain('slicingArguments: ["first", "last"]');
  expect(fieldOf(supergraph, 'CareCloudCustomer', 'agreement')).toContain(
    '@deprecated(reason: "CareCloud deprecated',
  );
});

test('FEDERATION_KEYS removes keys of Customer, and nothing else', () => {
  const sdl = printSubgraph(createSchema(VENDORS, { sdl: [], keys: ['id', 'careCloudId'] }));
  expect(sdl).toMatch(/^type Customer @key\(fields: "id"\) @key\(fields: "careCloudId"\) @cost/m);
  expect(sdl).toMatch(/^type HelpCrunchCustomer @key\(fields: "id"\) @key\(fields: "customerId"\)/m);
  // The fields remain.
  expect(sdl).toMatch(/^ {2}helpCrunchId: ID$/m);
});

function fieldOf(supergraph: string, typeName: string, fieldName: string): string | undefined {
  const type = parse(supergraph).definitions.find(
    (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === typeName,
  ) as ObjectTypeDefinitionNode | undefined;
  const field = type?.fields?.find(({ name }) => name.value === fieldName);
  if (field === undefined) return undefined;
  const { description: _, ...undescribed } = field;
  return print(undescribed).replace(/\s+/g, ' ');
}
