import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/start-gateway.ts';

const LIST = '{ customers(last: 1) { nodes { id } sources { source error { code retryAfterSeconds } } } }';
const SEARCH = '{ helpCrunchCustomers(first: 1) { nodes { id } } }';

describe('a Retry-After beyond any 32-bit integer is cut to one hour', () => {
  describe.each(['careCloud', 'helpCrunch'] as const)('from %s', (vendor) => {
    it.each([
      [429, '999999999'],
      [503, '999999999'],
      [429, '9'.repeat(30)],
      [503, '9'.repeat(30)],
      [429, 'Fri, 31 Dec 9999 23:59:59 GMT'],
      [503, 'Fri, 31 Dec 9999 23:59:59 GMT'],
    ])('with status %i and Retry-After %s', async (status, retryAfter) => {
      await using product = await startGateway();
      product.sandbox[vendor].injectFault({ status, headers: { 'retry-after': retryAfter } });
      const { data, errors } = await product.query(LIST);
      expect(errors).toBeUndefined();
      const error = {
        code: status === 429 ? 'UPSTREAM_RATE_LIMITED' : 'UPSTREAM_UNAVAILABLE',
        retryAfterSeconds: 3_600,
      };
      expect(data.customers.sources).toEqual([
        { source: 'CARECLOUD', error: vendor === 'careCloud' ? error : null },
        { source: 'HELPCRUNCH', error: vendor === 'helpCrunch' ? error : null },
      ]);
    });
  });

  it('also in the error of a query that needs the source, and afterwards', async () => {
    await using product = await startGateway();
    product.sandbox.helpCrunch.injectFault({
      status: 429,
      headers: { 'retry-after': '999999999' },
      times: 1,
    });
    for (const _ of [1, 2]) {
      const { errors } = await product.query(SEARCH);
      expect(errors?.map(({ extensions }) => extensions)).toEqual([
        { code: 'UPSTREAM_RATE_LIMITED', source: 'HELPCRUNCH', retryAfterSeconds: 3_600 },
      ]);
    }
  });
});
