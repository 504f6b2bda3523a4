import { expect, test } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { account, customer, fakeDirectory, globalId, profile, runQuery } from '../support/fake-directory.ts';

test.each([
  ['', 'got an empty string'],
  ['garbage', 'got a string of 7 characters'],
  ['265555', 'got a string of 6 characters'],
  [globalId('Order', '1'), 'expected the `id` of a Customer'],
  [globalId('Customer', ''), 'expected the `id` of a Customer'],
  [globalId('Customer', 'ZENDESK:1'), 'expected the `id` of a Customer from this gateway'],
  [globalId('HelpCrunchCustomer', '1; drop'), 'expected a HelpCrunch id'],
  [globalId('CareCloudCustomer', '../users'), null],
  [globalId('CareCloudCustomer', '..'), 'expected a CareCloud customer id'],
  ['😀', 'expected the `id` of a Customer'],
])('node(id: %j)', async (id, message) => {
  const { directory, calls } = fakeDirectory();
  const { data, errors } = await runQuery('query($id: ID!) { node(id: $id) { id } }', {
    directory,
    variables: { id },
  });
  expect(data).toEqual({ node: null });
  if (message === null) return expect(calls).toHaveLength(1);
  expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(errors?.[0]?.message).toMatch(/^id: /);
  expect(errors?.[0]?.message).toContain(message);
  expect(calls).toEqual([]);
});

test('each of nodes is independent: found, gone, invalid and failed, in the same order', async () => {
  const { directory, calls } = fakeDirectory({
    find: async () => customer({ account: account({ customerId: 'a' }) }),
    record: async (source, id) => {
      if (id === 'down')
        throw new UpstreamError('UPSTREAM_TIMEOUT', source, 'CareCloud did not answer in time.');
      return source === 'HELPCRUNCH' ? profile({ customerId: id }) : null;
    },
  });
  const ids = [
    globalId('HelpCrunchCustomer', '7'),
    globalId('CareCloudCustomer', 'gone'),
    'garbage',
    globalId('CareCloudCustomer', 'down'),
    globalId('Customer', 'HELPCRUNCH:9'),
  ];
  const source = 'query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
  const { data, errors } = await runQuery(source, { directory, variables: { ids } });
  expect(data).toEqual({
    nodes: [
      { __typename: 'HelpCrunchCustomer', id: ids[0] },
      null,
      null,
      null,
      // The canonical id, whichever key was used.
      { __typename: 'Customer', id: globalId('Customer', 'CARECLOUD:a') },
    ],
  });
  expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
    [['nodes', 2], 'BAD_USER_INPUT'],
    [['nodes', 3], 'UPSTREAM_TIMEOUT'],
  ]);
  expect(calls).toEqual([
    ['record', 'HELPCRUNCH', '7'],
    ['record', 'CARECLOUD', 'gone'],
    ['record', 'CARECLOUD', 'down'],
    ['find', { kind: 'customer', source: 'HELPCRUNCH', id: '9' }],
  ]);
});

test('no ids return no nodes, and 1001 are too many', async () => {
  const { directory, calls } = fakeDirectory();
  const source = 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }';
  expect(await runQuery(source, { directory, variables: { ids: [] } })).toEqual({ data: { nodes: [] } });
  const ids = Array.from({ length: 1001 }, (_, index) => globalId('HelpCrunchCustomer', `${index}`));
  const { errors } = await runQuery(source, { directory, variables: { ids } });
  expect(errors).toMatchObject([{ message: 'ids: expected at most 1000 values, got 1001.' }]);
  expect(calls).toEqual([]);
});

test('1001 representations are too many, without requests', async () => {
  const { directory, calls } = fakeDirectory();
  const representations = Array.from({ length: 1001 }, (_, index) => ({
    __typename: 'Customer',
    helpCrunchId: String(index + 1),
  }));
  const source =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }';
  const { errors } = await runQuery(source, { directory, variables: { representations } });
  expect(errors).toMatchObject([
    {
      message: 'representations: expected at most 1000, got 1001.',
      extensions: { code: 'OPERATION_TOO_COMPLEX' },
    },
  ]);
  expect(calls).toEqual([]);
});
