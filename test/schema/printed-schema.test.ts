import { parse, print, visit } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../src/schema/create-schema.ts';
import { printSubgraph, printWholeSchema } from '../../src/schema/print-schema.ts';

test('schema.graphql is what the code says (npm run schema prints it anew)', async () => {
  await expect(printWholeSchema(createSchema())).toMatchFileSnapshot('../../schema.graphql');
});

test('routers are given the same without node and nodes', () => {
  const schema = createSchema();
  const query = parse(printWholeSchema(schema));
  const withoutNodes = visit(query, {
    FieldDefinition: ({ name }) => (['node', 'nodes'].includes(name.value) ? null : undefined),
    // CustomerEdge and its like have a node too, which stays.
    ObjectTypeDefinition: ({ name }) => (name.value === 'Query' ? undefined : false),
  });
  expect(printSubgraph(schema)).toBe(`${print(withoutNodes)}\n`);
  expect(printSubgraph(schema)).not.toBe(printWholeSchema(schema));
});

test('any two schemas are the same: building one leaves nothing behind', () => {
  expect(printWholeSchema(createSchema({ phoneCountry: 'CZ' }))).toBe(printWholeSchema(createSchema()));
});
