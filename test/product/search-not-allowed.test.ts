import { expect, it } from 'vitest';
import { criteriaForbidden, searchForbidden } from '../../src/sandbox/personality/batches.ts';
import { startGateway } from '../support/start-gateway.ts';

const SOURCES = '{ sources { source status filters } }';

it('a search that is not permitted is shown in filters and traits; the source’s lists still work', async () => {
  await using product = await startGateway({
    sandbox: { personalities: [searchForbidden(), criteriaForbidden()] },
  });
  const lists =
    '{ careCloudCustomers(first: 1) { nodes { id } } helpCrunchCustomers(first: 1) { nodes { id } } }';
  expect((await product.query(lists)).errors).toBeUndefined();
  await product.query('{ customers(first: 1, filter: { email: "a@b.cz" }) { nodes { id } } }');
  const { data } = await product.query(SOURCES);
  expect(data.sources).toEqual([
    { source: 'CARECLOUD', status: 'OK', filters: [] },
    { source: 'HELPCRUNCH', status: 'OK', filters: [] },
  ]);

  product.sandbox.helpCrunch.injectFault({ status: 403 });
  await product.query(
    '{ helpCrunchCustomers(first: 2) { nodes { id } } }',
    {},
    { 'cache-control': 'no-cache' },
  );
  const after = await product.query(SOURCES);
  expect(after.data.sources[1].status).toBe('REJECTED');
});
