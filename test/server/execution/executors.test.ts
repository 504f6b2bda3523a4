import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tinyGateway } from '../support/tiny-gateway.ts';

const usual = tinyGateway({}, { executor: 'usual' });
const planned = tinyGateway({}, { executor: 'planned' });

/** Both executors return the same response, also once the document's plan is cached. */
async function same(query: string, variables: Record<string, unknown> = {}): Promise<void> {
  const expected = (await usual.post(query, { variables })).body;
  for (const _ of [1, 2, 3, 4]) expect((await planned.post(query, { variables })).body).toEqual(expected);
}

describe('planned execution returns the same as the usual one', () => {
  it.each([
    '{ a: hello b: hello __typename }',
    '{ people(first: 2) { __typename nodes { __typename id n: name friends { id friends { id } } } total } }',
    '{ node(id: 1) { __typename id ... on Person { name self { name } } ...P } } fragment P on Person { friends { name } }',
    '{ nodes(ids: [1, 2]) { ...A ...B } } fragment A on Node { id } fragment B on Person { id name self { ...A } }',
    '{ people(first: 2) { nodes { self { id } self { name } } nodes { friends { id } } } }',
    '{ hello even }',
    '{ people(first: 1) { nodes { id } } bug nothing }',
    'query A { hello } query B { b: hello }',
    '{ even(of: null) }',
    '{ people(first: 0) { nodes { id } } }',
  ])('%s', (query) => same(query));

  it('with variables, their defaults, nulls and absences', async () => {
    const query =
      'query($n: Int = 2, $x: Even, $s: String = "customers:read") { people(first: $n) { total } even(of: $x) may(scope: $s) }';
    for (const variables of [
      {},
      { n: 3, x: 4 },
      { n: null, x: null },
      { x: 2, s: 'other' },
      { x: 3 },
      { n: 'three' },
      { n: 1.5 },
    ]) {
      await same(query, variables);
    }
  });

  it('with @skip and @include in every position', async () => {
    const query = `query($a: Boolean!, $b: Boolean!, $c: Boolean!) {
      hello @include(if: $a)
      h: hello @skip(if: $b)
      node(id: 1) {
        ...P @include(if: $a)
        ...P @skip(if: $b)
        ... on Person @include(if: $c) { name self { id @skip(if: $a) name } }
      }
      people(first: 2) { nodes { ...P @skip(if: $c) id @include(if: $b) } total @include(if: $a) @skip(if: $b) }
    }
    fragment P on Person { name @skip(if: $c) self { id @include(if: $c) n: name } }`;
    await fc.assert(
      fc.asyncProperty(fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() }), (variables) =>
        same(query, variables),
      ),
      { seed: 1, numRuns: 30 },
    );
  });
});
