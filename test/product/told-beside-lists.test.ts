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
