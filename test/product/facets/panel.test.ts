import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';

/** Facets are kept for no longer than an operation; catalogues are warm. */
let product: StartedGateway;

const WARM =
  '{ careCloudCatalogue { tiers { name } segments { name } segmentGroups { name } stores { name } customerSources { name } consents { name } channels { name } cardTypes { name } currencies { name } purchaseTypes { name } } }';

beforeAll(async () => {
  product = await startGateway({
    sandbox: { people: 200 },
    env: { FACET_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0', CACHE_TTL_SECONDS: '0' },
  });
  expect((await product.query(WARM)).errors).toBeUndefined();
});
beforeEach(() => {
  product.sandbox.careCloud.injectFault(null);
  product.resetRequests();
});
afterAll(() => product[Symbol.asyncDispose]());

const counts = () => {
  const { careCloud, helpCrunch } = product.upstreamRequests();
  return `${careCloud.length}+${helpCrunch.length}`;
};
describe('the requests that facets take, cold, catalogues warm', () => {
  it.each([
    ['names of consents and stores', 100, 'consents { name channel { name } } store { name }', '1+0'],
    ['tier and points', 20, 'tier { tier { name } } points { available }', '41+0'],
    ['one facet', 100, 'tier { tierId }', '101+0'],
    ['badges', 100, 'segments(groupTextIds: ["rfm_badges"]) { segment { name } }', '7+0'],
  ])('%s of a page of %i', async (_name, first, selection, expected) => {
    const { errors } = await product.query(
      `{ careCloudCustomers(first: ${first}) { nodes { customerId ${selection} } } }`,
    );
    expect(errors).toBeUndefined();
    expect(counts()).toBe(expected);
  });

  it('are refused before the first where one operation may not make them', async () => {
    const { errors } = await product.query(
      '{ careCloudCustomers(first: 100) { nodes { tier { tierId } points { available } again: tier { recordId } } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }]);
    expect(errors?.[0].message).toContain(
      'asks for up to 200 requests to CareCloud; at most 100: ask for fewer rows or facets',
    );
    expect(counts()).toBe('0+0');
  });
});
