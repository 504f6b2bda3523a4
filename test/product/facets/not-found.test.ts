import { expect, it } from 'vitest';
import { careCloudNotFound } from '../../../src/sandbox/carecloud/errors.ts';
import type { Fault } from '../../../src/sandbox/fault.ts';
import { isOfResource } from '../../../src/vendors/carecloud/facets/facet-requests.ts';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';

const env = { PROBE: '0', CHECK_ON_START: '0' };

/** CareCloud has no such path. */
const NO_PATH: Fault = { status: 404, html: true };

function notFoundAt(path: RegExp, fault: Fault): Fault {
  return { ...fault, match: (request) => path.test(request.path) };
}

/** CareCloud's documented 404 for a customer. */
function unknownCustomer(id: string): Fault {
  return { status: 404, body: careCloudNotFound('customers', id).body };
}

async function account(product: StartedGateway, selection: string, at = 0) {
  const id = product.sandbox.careCloud.rows[at]?.customer_id;
  const { data, errors = [] } = await product.query(
    `query ($id: ID!) { customer(by: { careCloudId: $id }) { careCloud { state ${selection} } } }`,
    { id },
  );
  const codes = errors.map(({ path, extensions }) => `${path.at(-1)} ${extensions.code}`);
  return { found: data.customer.careCloud, codes };
}

it.each([
  ['/customers/{customer_id}/status-records', false, true],
  ['/vouchers/{voucher_id}', false, true],
  ['/cards', true, true],
  ['/cards', false, false],
  ['/wallet/actions/points-overview', false, false],
])('at %s, naming the resource: %s, it means that there is none: %s', (route, namesResource, expected) => {
  expect(isOfResource(route, namesResource)).toBe(expected);
});

it.each([
  ['cards { cardId }', /^\/cards$/],
  ['vouchers { totalCount }', /^\/vouchers$/],
  ['purchases { totalCount }', /^\/purchases$/],
  ['points { available }', /points-overview$/],
])('%s is an error where the path does not exist, and other fields stay', async (selection, path) => {
  await using product = await startGateway({ env });
  product.sandbox.careCloud.injectFault(notFoundAt(path, NO_PATH));
  const [field = ''] = selection.split(' ');
  const { found, codes } = await account(product, selection);
  expect(codes).toEqual([`${field} UPSTREAM_REJECTED`]);
  expect(found).toEqual({ state: expect.any(String), [field]: null });
  expect(product.upstreamRequests().careCloud).toHaveLength(2);
});

it.each([
  ['cards { cardId }', /^\/cards$/],
  ['points { available }', /points-overview$/],
  ['tiers { tierId }', /status-records$/],
])('%s is null without an error where the response says that there is no such customer', async (selection, path) => {
  await using product = await startGateway({ env });
  product.sandbox.careCloud.injectFault(notFoundAt(path, unknownCustomer('8ea6')));
  const [field = ''] = selection.split(' ');
  for (let times = 0; times < 2; times++) {
    const { found, codes } = await account(product, selection);
    expect(codes).toEqual([]);
    expect(found).toEqual({ state: expect.any(String), [field]: null });
  }
  // The account, and the facet once: the response is cached.
  expect(product.upstreamRequests().careCloud).toHaveLength(2);
});

it.each([
  ['tier { tierId }', /status-records$/],
  ['segments { segmentId }', /segment-records$/],
  ['properties { propertyId }', /property-records$/],
])('%s is null without an error at any 404 below the account: it is gone', async (selection, path) => {
  await using product = await startGateway({ env });
  product.sandbox.careCloud.injectFault(notFoundAt(path, NO_PATH));
  const [field = ''] = selection.split(' ');
  expect(await account(product, selection)).toEqual({
    found: { state: expect.any(String), [field]: null },
    codes: [],
  });
  expect(product.upstreamRequests().careCloud).toHaveLength(2);
});

it('a look-up by card number is an error where there is no list of cards: it does not mean that nobody has it', async () => {
  await using product = await startGateway({ env });
  product.sandbox.careCloud.injectFault(notFoundAt(/^\/cards$/, NO_PATH));
  const { data, errors } = await product.query('{ customer(by: { cardNumber: "3000374738171" }) { id } }');
  expect(data.customer).toBeNull();
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_REJECTED']);
});

it('a catalogue that does not exist is an error, not an empty one', async () => {
  await using product = await startGateway({ env });
  product.sandbox.careCloud.injectFault(notFoundAt(/^\/stores$/, NO_PATH));
  const { errors } = await product.query('{ careCloudCatalogue { stores { name } } }');
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_REJECTED']);
});
