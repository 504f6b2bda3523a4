import { type ExecutionResult, execute, parse } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { expect, test } from 'vitest';
import { createSchema } from '../../../src/schema/create-schema.ts';
import { account, customer, fakeDirectory, globalId, profile } from '../../schema/support/fake-directory.ts';

const schema = createSchema();
const anna = customer({ account: account({ customerId: 'a', lastChangeAt: 1000 }, { name: 'Anna' }) });
const answers = {
  find: async () => anna,
  profiles: async () => [profile({ customerId: '7', customData: [{ property: 'Role', value: 'admin' }] })],
  record: async (source: string, id: string) =>
    source === 'HELPCRUNCH' ? profile({ customerId: id }) : null,
  list: async () => ({
    edges: [{ cursor: 'c', node: anna, source: 'CARECLOUD', identity: 'RESOLVED' as const }],
    pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: 'c', endCursor: 'c' },
    totalCount: null,
    sources: [],
  }),
};

test.each([
  [
    '{ customers(first: 1) { nodes { id name sources careCloud { lastChangeAt } helpCrunch { customData(properties: ["Role"]) { value } } } pageInfo { ...I } } } fragment I on PageInfo { hasNextPage }',
    {},
  ],
  [
    'query($p: Boolean!) { customers { nodes { id } totalCount @include(if: $p) { value } pageInfo @skip(if: $p) { hasNextPage } } }',
    { p: true },
  ],
  ['query($k: CustomerKey!) { customer(by: $k) { id } }', { k: { phone: '523 828 931' } }],
  ['query($k: CustomerKey!) { customer(by: $k) { id } }', { k: { phone: 'none' } }],
  [
    'query($i: [ID!]!) { nodes(ids: $i) { __typename id } }',
    { i: [globalId('HelpCrunchCustomer', '7'), 'garbage', globalId('Customer', 'CARECLOUD:a')] },
  ],
  [
    'query($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Customer { id } ... on HelpCrunchCustomer { customerId } } }',
    {
      r: [
        { __typename: 'Customer', email: 'a@example.com' },
        { __typename: 'HelpCrunchCustomer', customerId: '7' },
        { __typename: 'X' },
      ],
    },
  ],
])('graphql-jit executes the schema as GraphQL.js does: %s', async (source, variables) => {
  const document = parse(source);
  const run = async (executor: (contextValue: object) => unknown) => {
    const { directory, calls } = fakeDirectory(answers);
    const result = (await executor({
      directory,
      access: { may: () => true },
      phoneCountry: 'CZ',
    })) as ExecutionResult;
    const errors = result.errors?.map(({ message, path, extensions }) => ({ message, path, extensions }));
    return JSON.parse(JSON.stringify({ calls, data: result.data, errors }));
  };
  const compiled = compileQuery(schema, document);
  if (!isCompiledQuery(compiled)) throw new Error('The query does not compile.');
  const expected = await run((contextValue) =>
    execute({ schema, document, contextValue, variableValues: variables }),
  );
  expect(await run((contextValue) => compiled.query(undefined, contextValue, variables))).toEqual(expected);
});

test('exactly one key is asked for even where the executor does not know @oneOf', async () => {
  const compiled = compileQuery(schema, parse('query($k: CustomerKey!) { customer(by: $k) { id } }'));
  if (!isCompiledQuery(compiled)) throw new Error('The query does not compile.');
  const { directory, calls } = fakeDirectory();
  for (const [k, came] of [
    [{}, 'none'],
    [{ email: 'a@example.com', careCloudId: 'b' }, '2'],
    [{ email: null }, 'none'],
  ] as const) {
    const result = await compiled.query(undefined, { directory, access: { may: () => true } }, { k });
    expect(result.errors?.[0]?.message).toBe(
      `by: expected exactly one of id, email, phone, careCloudId, helpCrunchId, helpCrunchUserId, got ${came}.`,
    );
  }
  expect(calls).toEqual([]);
});
