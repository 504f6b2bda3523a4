import { expect, test } from 'vitest';
import { createSchema } from '../../src/schema/create-schema.ts';
import { printSubgraph, printWholeSchema } from '../../src/schema/print-schema.ts';
import { VENDORS } from '../../src/schema/vendors.ts';

test('schema.graphql matches the code (npm run schema prints it)', async () => {
  await expect(printWholeSchema(createSchema())).toMatchFileSnapshot('../../schema.graphql');
});

test('routers see the same without Node and scopes', () => {
  const schema = createSchema();
  const whole = printWholeSchema(schema);
  const expected = whole
    .replace(/^"""[^"]*"""\nschema (@link\(.*\)) \{\n {2}query: Query\n\}/, 'extend schema $1')
    .replace(/ @requiresScopes\(scopes: .*?\]\]\)/g, '')
    .replace(/ {2}"""[^"]*"""\n {2}nodes?\([^"]*"""[^"]*"""[^)]*\): .*\n/g, '')
    .replace(/"@requiresScopes", /, '')
    .replace(/"""[^"]*"""\ninterface Node \{[^}]*\}\n\n/, '')
    .replaceAll(' implements Node', '');
  expect(printSubgraph(schema)).toBe(expected);
  expect(whole.length - expected.length).toBeGreaterThan(1000);
});

test('FEDERATION_SDL=scopes,node shows routers all of it', () => {
  const schema = createSchema(VENDORS, { sdl: ['node', 'scopes'], keys: null });
  const expected = printWholeSchema(schema).replace(
    /^"""[^"]*"""\nschema (@link\(.*\)) \{\n {2}query: Query\n\}/,
    'extend schema $1',
  );
  expect(printSubgraph(schema)).toBe(expected);
});

test('any two schemas are the same: building one leaves nothing behind', () => {
  expect(printWholeSchema(createSchema())).toBe(printWholeSchema(createSchema()));
});
