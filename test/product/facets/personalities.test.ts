import { describe, expect, it } from 'vitest';
import { personalitiesNamed } from '../../../src/sandbox/personality/personalities.ts';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';

const ENV = {
  FACET_TTL_SECONDS: '0',
  CACHE_TTL_SECONDS: '0',
  CACHE_STALE_SECONDS: '0',
  PROBE: '0',
  CARECLOUD_REQUESTS_PER_MINUTE: '100000',
};

/** Lists that are read whole, and pages of ledgers, the last one longer than the vendor's pages. */
const PANEL = `query ($ids: [ID!]) { careCloudCustomers(first: 4, filter: { customerIds: $ids }) { nodes {
  customerId
  cards { cardId }
  sourceRecords { recordId }
  properties { propertyId }
  relations { relationId }
  vouchers(first: 3) { nodes { voucherId } pageInfo { hasNextPage } }
  purchases(first: 100) { nodes { purchaseId } pageInfo { hasNextPage } }
  pointHistory(first: 60) { nodes { amount at } pageInfo { hasNextPage } }
} } }`;

async function open(names: string): Promise<StartedGateway> {
  const product = await startGateway({ sandbox: { people: 60 }, env: ENV });
  const { careCloud } = product.sandbox;
  const [first = ''] = careCloud.rows.map((row) => row.customer_id);
  const own = { customer_id: first };
  const cards = Array.from({ length: 25 }, (_, index) => ({ ...own, card_id: `card-${index}` }));
  const purchases = Array.from({ length: 70 }, (_, index) => ({
    ...own,
    purchase_id: `purchase-${index}`,
    payment_time: `2024-03-01 10:${index % 60}:00`,
  }));
  careCloud.loyalty.set('cards', first, cards as never);
  careCloud.loyalty.set('purchases', first, purchases as never);
  product.sandbox.setPersonalities(personalitiesNamed(names));
  return product;
}

type Account = { readonly purchases: { readonly nodes: readonly unknown[] } };

async function panel(product: StartedGateway) {
  product.resetRequests();
  const ids = product.sandbox.careCloud.rows.slice(0, 4).map((row) => row.customer_id);
  const { data, errors } = await product.query(PANEL, { ids });
  expect(errors).toBeUndefined();
  return { nodes: data.careCloudCustomers.nodes, requests: product.upstreamRequests().careCloud.length };
}

describe.each([
  ['large-pages-refused', 3],
  ['count-refused', 1],
  // Without totals, the end of most lists takes a request of its own.
  ['loyalty-lists-cut', 28],
])('%s', (name, more) => {
  it('shows the same rows, the second time with no more requests than they need', async () => {
    await using usual = await open('');
    const expected = await panel(usual);
    expect(expected.nodes.map((node: Account) => node.purchases.nodes.length)).toContain(70);
    await using product = await open(name);
    expect((await panel(product)).nodes).toEqual(expected.nodes);
    const again = await panel(product);
    expect(again.nodes).toEqual(expected.nodes);
    expect(again.requests).toBeLessThanOrEqual(expected.requests + more);
  });
});

it('what the lists of customers showed about pages spares every facet a refusal', async () => {
  await using product = await open('large-pages-refused');
  await product.query('{ careCloudCustomers(first: 100) { nodes { customerId } } }');
  await using usual = await open('');
  expect((await panel(product)).requests).toBeLessThanOrEqual((await panel(usual)).requests + 3);
});
