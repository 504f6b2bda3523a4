import { expect, it } from 'vitest';
import { personalitiesNamed } from '../../src/sandbox/personality/personalities.ts';
import { startGateway } from '../support/start-gateway.ts';

const NOBODY = '{ customer(by: { email: "Nobody.At.All@example.com" }) { id } }';
const UNCLAIMED =
  '{ customers(first: 1, filter: { inSources: [HELPCRUNCH], notInSources: [CARECLOUD] }) { nodes { helpCrunchId } } }';

async function probed(personalities: string) {
  const product = await startGateway({
    sandbox: { people: 120, personalities: personalitiesNamed(personalities) },
  });
  await product.gateway.probeSources(['CARECLOUD', 'HELPCRUNCH']);
  return product;
}

it('says of nobody found by a key that a search may have missed them', async () => {
  await using product = await probed('carecloud-email-minds-case');
  const { data, errors, extensions } = await product.query(NOBODY);
  expect(errors).toBeUndefined();
  expect(data).toEqual({ customer: null });
  expect(extensions.upstream.CARECLOUD).toEqual({ requests: 1, cached: 0, warning: 'INCOMPLETE_SEARCH' });
  expect(extensions.upstream.HELPCRUNCH).not.toHaveProperty('warning');
});

it('says of somebody without an account that it is unknown whether they have one', async () => {
  await using product = await probed('carecloud-email-minds-case');
  const listed = await product.query(UNCLAIMED);
  const id = listed.data.customers.nodes[0].helpCrunchId;
  const { data } = await product.query(
    `{ customer(by: { helpCrunchId: "${id}" }) { careCloudId helpCrunchId sources unknownSources } }`,
  );
  const customer = { careCloudId: null, helpCrunchId: id, sources: ['HELPCRUNCH'] };
  expect(data.customer).toEqual({ ...customer, unknownSources: ['CARECLOUD'] });
});

it('says nothing of the kind of usual vendors', async () => {
  await using product = await probed('');
  const { data, extensions } = await product.query(NOBODY);
  expect(data).toEqual({ customer: null });
  expect(extensions.upstream.CARECLOUD).toEqual({ requests: 1, cached: 0 });
});

const learnedBy = (data: { readonly sources: readonly { readonly traits: readonly object[] }[] }) =>
  data.sources.map(
    ({ traits }) => traits.length > 0 && traits.some((trait) => 'learned' in trait && trait.learned),
  );

it('probes a source that was down at the start before the first operation after it responds', async () => {
  await using product = await startGateway({ env: { CACHE_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0' } });
  const { gateway, sandbox } = product;
  sandbox.helpCrunch.injectFault(Array.from({ length: 20 }, () => ({ status: 403 })));
  gateway.holdUntilProbed();
  await gateway.checkSources((check) => {
    if (check.outcome === 'OK') void gateway.probeSources([check.source]);
  });
  const traits = '{ sources { traits { name learned } } }';
  await product.query('{ helpCrunchCustomers(first: 1) { nodes { id } } }');
  expect(learnedBy((await product.query(traits)).data)).toEqual([true, false]);

  sandbox.helpCrunch.injectFault(null);
  await product.query('{ helpCrunchCustomers(first: 1) { nodes { id } } }');
  product.resetRequests();
  await product.query('{ helpCrunchCustomers(first: 1) { nodes { id } } }');
  expect(learnedBy((await product.query(traits)).data)).toEqual([true, true]);
  expect(product.upstreamRequests().careCloud).toEqual([]);
  // At most six to learn, and the list.
  expect(product.upstreamRequests().helpCrunch.length).toBeLessThanOrEqual(7);
});

it.each([
  [
    'totals-too-high',
    '{ customers(first: 1, filter: { inSources: [CARECLOUD] }) { totalCount { value precision } } }',
    'AT_MOST',
  ],
  [
    'totals-capped',
    '{ customers(first: 1, filter: { inSources: [CARECLOUD] }) { totalCount { value precision } } }',
    'AT_LEAST',
  ],
  [
    '',
    '{ customers(first: 1, filter: { inSources: [CARECLOUD] }) { totalCount { value precision } } }',
    'EXACT',
  ],
])('without probing, the check at the start tells whether totals can be trusted: %j', async (names, query, precision) => {
  await using product = await startGateway({
    sandbox: { people: 300, personalities: personalitiesNamed(names) },
  });
  product.gateway.holdUntilChecked();
  const [counted] = await Promise.all([product.query(query), product.gateway.checkSources()]);
  expect(counted.data.customers.totalCount?.precision).toBe(precision);
  // A page, its end, and what the operation asks for.
  expect(product.upstreamRequests().careCloud).toHaveLength(3);
});
