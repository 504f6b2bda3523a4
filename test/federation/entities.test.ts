import { type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import type { CustomerKey } from '../../src/customers/customer-directory.ts';
import { UpstreamError } from '../../src/errors/gateway-error.ts';
import { createSchema } from '../../src/schema/create-schema.ts';
import { operationComplexity } from '../../src/server/execution/operation-complexity.ts';
import {
  account,
  customer,
  fakeDirectory,
  globalId,
  profile,
  runQuery,
} from '../schema/support/fake-directory.ts';

const QUERY = `query($r: [_Any!]!) {
  _entities(representations: $r) {
    __typename
    ... on Customer { id }
    ... on CareCloudCustomer { customerId }
    ... on HelpCrunchCustomer { customerId }
  }
}`;

/** The result of a single representation, and the calls to the directory. */
async function resolve(representation: unknown) {
  const { directory, calls } = fakeDirectory({
    find: async () => customer({ account: account({ customerId: 'a' }) }),
    record: async (source, id) =>
      source === 'CARECLOUD' ? account({ customerId: id }) : profile({ customerId: id }),
  });
  const { data, errors } = await runQuery(QUERY, { directory, variables: { r: [representation] } });
  return { entity: (data?._entities as readonly unknown[])[0], errors, calls };
}

const ANNA = { __typename: 'Customer', id: globalId('Customer', 'CARECLOUD:a') };

test.each([
  [{ id: ANNA.id }, { kind: 'customer', source: 'CARECLOUD', id: 'a' }],
  [{ email: ' Anna@Example.com' }, { kind: 'email', value: 'Anna@Example.com' }],
  [{ careCloudId: 'a' }, { kind: 'record', source: 'CARECLOUD', id: 'a' }],
  [{ helpCrunchId: '7' }, { kind: 'record', source: 'HELPCRUNCH', id: '7' }],
  [{ helpCrunchId: 7 }, { kind: 'record', source: 'HELPCRUNCH', id: '7' }],
  [
    { email: 'anna@example.com', careCloudId: 'a' },
    { kind: 'record', source: 'CARECLOUD', id: 'a' },
  ],
  [
    { id: null, email: 'anna@example.com' },
    { kind: 'email', value: 'anna@example.com' },
  ],
])('a Customer is found by %j', async (keys, key) => {
  const { entity, errors, calls } = await resolve({ __typename: 'Customer', ...keys });
  expect({ entity, errors }).toEqual({ entity: ANNA, errors: undefined });
  expect(calls).toEqual([['find', key]]);
});

test.each([
  ['CareCloudCustomer', { customerId: 'a' }, ['record', 'CARECLOUD', 'a']],
  ['CareCloudCustomer', { id: globalId('CareCloudCustomer', 'a') }, ['record', 'CARECLOUD', 'a']],
  ['HelpCrunchCustomer', { customerId: 7 }, ['record', 'HELPCRUNCH', '7']],
  ['HelpCrunchCustomer', { id: globalId('HelpCrunchCustomer', '7') }, ['record', 'HELPCRUNCH', '7']],
])('a %s is found by %j', async (__typename, keys, call) => {
  const { entity, errors, calls } = await resolve({ __typename, ...keys });
  expect({ entity, errors }).toEqual({ entity: { __typename, customerId: call[2] }, errors: undefined });
  expect(calls).toEqual([call]);
});

test.each([
  [
    'no object',
    'Customer',
    'representations[0]: expected an object whose __typename is one of Customer, CareCloudCustomer, HelpCrunchCustomer, CareCloudTier, ',
  ],
  ['a list', [ANNA], 'representations[0]: expected an object'],
  ['no type', { id: ANNA.id }, 'representations[0]: expected an object whose __typename is one of'],
  [
    'another type',
    { __typename: 'Order', id: '1' },
    'representations[0]: expected an object whose __typename is one of',
  ],
  [
    'a type of JavaScript',
    { __typename: 'constructor', id: '1' },
    'representations[0]: expected an object whose',
  ],
  [
    'no key',
    { __typename: 'Customer', phone: '1' },
    'representations[0]: expected one of the keys id, careCloudId, helpCrunchId, email of Customer, got none.',
  ],
  [
    'an empty email',
    { __typename: 'Customer', email: '' },
    'representations[0].email: expected a non-empty string',
  ],
  [
    'an object for an email',
    { __typename: 'Customer', email: { a: 1 } },
    'representations[0].email: expected a string, got a value of type object.',
  ],
  [
    'a garbage id',
    { __typename: 'Customer', id: 'garbage' },
    'representations[0].id: expected the `id` of a Customer',
  ],
  [
    'an id of another type',
    { __typename: 'CareCloudCustomer', id: ANNA.id },
    'representations[0].id: expected the `id` of a CareCloudCustomer, got the `id` of a Customer.',
  ],
  [
    'a word for a HelpCrunch id',
    { __typename: 'Customer', helpCrunchId: 'x' },
    'representations[0].helpCrunchId: expected a HelpCrunch id',
  ],
  [
    'a fraction for a HelpCrunch id',
    { __typename: 'HelpCrunchCustomer', customerId: 1.5 },
    'representations[0].customerId: expected a string, got a value of type number.',
  ],
])('a representation with %s is BAD_USER_INPUT', async (_what, representation, message) => {
  const { entity, errors, calls } = await resolve(representation);
  expect(entity).toBeNull();
  expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(errors?.[0]?.message).toContain(message);
  expect(calls).toEqual([]);
});

test('a null key finds no entity', async () => {
  const { entity, errors, calls } = await resolve({ __typename: 'Customer', email: null });
  expect({ entity, errors, calls }).toEqual({ entity: null, errors: undefined, calls: [] });
});

test('a hundred mixed ones start in the same tick, keep their order, and fail individually', async () => {
  let ticks = 0;
  const startedIn: number[] = [];
  const find = async (key: CustomerKey) => {
    startedIn.push(ticks);
    await Promise.resolve();
    if (key.kind === 'email') return customer({ profile: profile({ customerId: '9' }) });
    if (key.kind === 'record' && key.source === 'CARECLOUD') {
      throw new UpstreamError('UPSTREAM_UNAVAILABLE', 'CARECLOUD', 'CareCloud could not be reached.');
    }
    return null;
  };
  const kinds = [
    (n: number) => ({ __typename: 'Customer', email: `${n}@example.com` }),
    (n: number) => ({ __typename: 'Customer', careCloudId: `${n}` }),
    (n: number) => ({ __typename: 'Customer', helpCrunchId: n }),
    (_: number) => ({ __typename: 'Customer' }),
  ];
  const representations = Array.from({ length: 100 }, (_, index) => kinds[index % 4]?.(index));
  const { directory, calls } = fakeDirectory({ find });
  const answer = runQuery(QUERY, { directory, variables: { r: representations } });
  while (startedIn.length === 0) {
    await Promise.resolve();
    ticks += 1;
  }
  const { data, errors } = await answer;
  expect(calls).toHaveLength(75);
  expect(new Set(startedIn).size).toBe(1);
  const entities = data?._entities as readonly unknown[];
  expect(entities.map((entity) => entity !== null)).toEqual(
    representations.map((_, index) => index % 4 === 0),
  );
  expect(errors?.map(({ path, extensions }) => `${path?.[1]} ${extensions?.code}`).sort()).toEqual(
    representations
      .flatMap((_, index) =>
        index % 4 === 1 ? `${index} UPSTREAM_UNAVAILABLE` : index % 4 === 3 ? `${index} BAD_USER_INPUT` : [],
      )
      .sort(),
  );
});

test('without customers:pii an entity by email is FORBIDDEN, the others are found', async () => {
  const { directory, calls } = fakeDirectory({
    find: async () => customer({ account: account({ customerId: 'a' }) }),
  });
  const r = [
    { __typename: 'Customer', email: 'anna@example.com' },
    { __typename: 'Customer', careCloudId: 'a' },
  ];
  const { data, errors } = await runQuery(QUERY, { directory, scopes: ['customers:read'], variables: { r } });
  expect(data).toEqual({ _entities: [null, ANNA] });
  expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'FORBIDDEN' } }]);
  expect(calls).toHaveLength(1);
});

test('a router’s batch is priced as one look-up, not as many operations', () => {
  const schema = createSchema();
  const document = parse(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { careCloud { address { city } } helpCrunch { tags { name } } } } }',
  );
  const [operation] = document.definitions as [OperationDefinitionNode];
  const priceOf = (count: number) => {
    const variables = {
      r: Array.from({ length: count }, () => ({ __typename: 'Customer', careCloudId: 'a' })),
    };
    return operationComplexity({ schema, operation, fragments: new Map(), variables });
  };
  expect(priceOf(10)).toBe(priceOf(1));
  expect(priceOf(500)).toBe(50 * priceOf(1));
  expect(priceOf(1000)).toBeLessThan(10_000);
});
