import { execute, type GraphQLError, graphqlSync, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../../src/schema/create-schema.ts';
import { withoutInputValues } from '../../../src/schema/shared/input-error.ts';

const SECRET = 'tereza.tajna@example.com';
const schema = createSchema();

test.each([
  ['two keys', 'CustomerKey!', { email: SECRET, phone: SECRET }],
  ['a number for a text', 'CustomerKey!', { phone: 420_777_123_456 }],
  ['an object for a text', 'CustomerKey!', { email: { address: SECRET } }],
  ['a text for an input', 'CustomerKey!', SECRET],
  ['an unknown member', 'CustomerKey!', { nonsense: SECRET }],
  ['a text that ends like a message', 'CustomerKey!', { email: [`" at "by"; ${SECRET}`] }],
])('a variable with %s is refused without its value', (_what, type, value) => {
  const document = parse(`query($v: ${type}) { customer(by: $v) { id } }`);
  const { errors = [] } = execute({ schema, document, variableValues: { v: value } }) as {
    errors?: GraphQLError[];
  };
  expect(errors).not.toEqual([]);
  for (const error of errors.map(withoutInputValues)) {
    expect(error.message).toMatch(/^Variable "\$v"/);
    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(error.message).not.toContain(SECRET);
    expect(error.message).not.toContain('420777123456');
  }
});

test('a variable is named with the position in it and what was expected there', () => {
  const { errors } = graphqlSync({
    schema,
    source: 'query($f: CustomerFilter) { customers(filter: $f) { nodes { id } } }',
    variableValues: { f: { careCloud: { birthdate: '1985-02-30' } } },
  });
  expect(errors?.map((error) => withoutInputValues(error).message)).toEqual([
    'Variable "$f" at "f.careCloud.birthdate": Expected type "Date". Date: expected an existing day as YYYY-MM-DD such as "1985-02-12", got a string of 10 characters.',
  ]);
});

test.each([
  [
    'customers(filter: { birthdate: "1985-02-30" }) { nodes { id } }',
    'Expected value of type "Date"; Date: expected an existing day as YYYY-MM-DD such as "1985-02-12", got a string of 10 characters.',
  ],
  [`customer(by: "${SECRET}") { id }`, 'Expected value of type "CustomerKey!"'],
  ['customer(by: { phone: 420777123456 }) { id }', 'String cannot represent a non string value.'],
  [
    `customers(filter: { inSources: ["${SECRET}"] }) { nodes { id } }`,
    'Enum "CustomerSource" cannot represent non-enum value.',
  ],
])('a literal is refused without being quoted: %s', (field, message) => {
  const errors = validate(schema, parse(`{ ${field} }`)).map(withoutInputValues);
  expect(errors.map((error) => error.message)).toEqual([message]);
  expect(errors[0]?.locations).toHaveLength(1);
});

test('other errors are returned unchanged', () => {
  const [error] = validate(schema, parse('{ nonsense }'));
  expect(error && withoutInputValues(error)).toBe(error);
});
