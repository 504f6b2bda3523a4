import { expect, test } from 'vitest';
import { createSchema } from '../../src/schema/create-schema.ts';
import { printSubgraph, printWholeSchema } from '../../src/schema/print-schema.ts';

test('schema.graphql is what the code says (npm run schema prints it anew)', async () => {
  await expect(printWholeSchema(createSchema())).toMatchFileSnapshot('../../schema.graphql');
});

test('routers are given the same without node, nodes and the directives some of them refuse', () => {
  const schema = createSchema();
  const whole = printWholeSchema(schema);
  const expected = whole
    .replace(/^schema (@link\(.*\)) \{\n {2}query: Query\n\}/, 'extend schema $1')
    .replace(/ @requiresScopes\(scopes: .*?\]\]\)/g, '')
    .replace(/ {2}"""[^"]*"""\n {2}nodes?\([^"]*"""[^"]*"""[^)]*\): .*\n/g, '')
    .replace(/"@inaccessible", |"@requiresScopes", /g, '');
  expect(printSubgraph(schema)).toBe(expected);
  expect(whole.length - expected.length).toBeGreaterThan(1000);
});

test('any two schemas are the same: building one leaves nothing behind', () => {
  expect(printWholeSchema(createSchema())).toBe(printWholeSchema(createSchema()));
});
