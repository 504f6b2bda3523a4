import { expect, it } from 'vitest';
import { startGateway } from '../support/start-gateway.ts';

/** The shortest sensible deadline for a test with real waiting. */
const env = { OPERATION_DEADLINE_MS: '3000' };

it.each([
  'SOURCE',
  'UPDATED_AT',
])('a source that never responds leaves time for the other: %s', async (field) => {
  await using product = await startGateway({ env });
  product.sandbox.careCloud.injectFault({ hang: true });
  const { data, errors } = await product.query(
    `{ customers(first: 3, orderBy: { field: ${field} }) { edges { source identity } pageInfo { hasNextPage endCursor } sources { source status requests error { code } } } }`,
  );
  expect(errors).toBeUndefined();
  const alone = { source: 'HELPCRUNCH', identity: 'UNRESOLVED' };
  expect(data.customers.edges).toEqual([alone, alone, alone]);
  expect(data.customers.sources).toEqual([
    { source: 'CARECLOUD', status: 'TIMED_OUT', requests: 1, error: { code: 'UPSTREAM_TIMEOUT' } },
    { source: 'HELPCRUNCH', status: 'OK', requests: 1, error: null },
  ]);
  expect(data.customers.pageInfo).toEqual({ hasNextPage: true, endCursor: expect.any(String) });
  expect(product.upstreamRequests()).toEqual({
    careCloud: ['GET /customers'],
    helpCrunch: ['GET /customers'],
  });
});

it('a customer only HelpCrunch knows is found while CareCloud does not respond', async () => {
  await using product = await startGateway({ env });
  product.sandbox.careCloud.injectFault({ hang: true });
  const { data, errors } = await product.query(
    '{ customer(by: { email: "vlad.dark@transylmania.com" }) { name sources } }',
  );
  expect(errors).toBeUndefined();
  expect(data.customer).toEqual({ name: 'Vlad Darkula', sources: ['HELPCRUNCH'] });
});
