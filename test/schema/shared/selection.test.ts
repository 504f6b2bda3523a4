import { execute, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../../src/schema/create-schema.ts';
import { fakeDirectory, runQuery } from '../support/fake-directory.ts';

test.each([
  ['{ nodes { id } }', []],
  ['{ pageInfo { hasNextPage } }', ['hasNextPage']],
  ['{ pageInfo { hasPreviousPage endCursor } }', ['hasPreviousPage']],
  ['{ pageInfo { startCursor endCursor } }', []],
  ['{ totalCount { value } }', ['totalCount']],
  ['{ a: pageInfo { b: hasNextPage } c: totalCount { value } }', ['hasNextPage', 'totalCount']],
  ['{ hasNextPage: pageInfo { endCursor } }', []],
  ['{ pageInfo { endCursor } pageInfo { hasNextPage } }', ['hasNextPage']],
  ['{ ... { pageInfo { ... on PageInfo { hasNextPage } } } }', ['hasNextPage']],
  ['{ ...Page }', ['hasNextPage', 'totalCount']],
  ['{ ...Outer }', ['hasNextPage', 'totalCount']],
  ['{ ...Page @skip(if: true) }', []],
  ['{ ...Page @include(if: $no) nodes { id } }', []],
  ['{ pageInfo @skip(if: $yes) { hasNextPage } nodes { id } }', []],
  ['{ pageInfo { hasNextPage @include(if: $yes) } }', ['hasNextPage']],
  ['{ pageInfo { hasNextPage @include(if: $defaulted) } nodes { id } }', []],
  ['{ ...Page @skip(if: $yes) ...Outer }', ['hasNextPage', 'totalCount']],
])('customers %s wants %j', async (selection, wanted) => {
  const { directory, calls } = fakeDirectory();
  const document = parse(`
    query($yes: Boolean = true, $no: Boolean!, $defaulted: Boolean = false) { customers ${selection} }
    fragment Page on CustomerConnection { pageInfo { ...Info } totalCount { value } }
    fragment Info on PageInfo { hasNextPage }
    fragment Outer on CustomerConnection { ...Page }
  `);
  const contextValue = { directory, access: { may: () => true } };
  // Executed without validation, which would refuse unused fragments and variables.
  await execute({ schema: createSchema(), document, contextValue, variableValues: { no: false } });
  const want = (calls[0]?.[1] as { readonly want: Readonly<Record<string, boolean>> }).want;
  expect(Object.keys(want).filter((fact) => want[fact])).toEqual(wanted);
});

test('facts of one alias are not facts of another', async () => {
  const { directory, calls } = fakeDirectory();
  await runQuery('{ a: customers { pageInfo { hasNextPage } } b: customers { totalCount { value } } }', {
    directory,
  });
  expect(calls.map(([, request]) => (request as { readonly want: unknown }).want)).toEqual([
    { hasNextPage: true, hasPreviousPage: false, totalCount: false },
    { hasNextPage: false, hasPreviousPage: false, totalCount: true },
  ]);
});

test('fragments that spread each other many times are walked once', async () => {
  const { directory, calls } = fakeDirectory();
  const fragments = Array.from(
    { length: 40 },
    (_, index) => `fragment F${index} on CustomerConnection { ...F${index + 1} ...F${index + 1} }`,
  );
  await runQuery(
    `{ customers { ...F0 } } ${fragments.join(' ')} fragment F40 on CustomerConnection { nodes { id } }`,
    {
      directory,
    },
  );
  expect(calls).toHaveLength(1);
});
