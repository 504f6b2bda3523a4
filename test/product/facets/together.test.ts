import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  customerIdListAll,
  customerIdListCut,
  customerIdListFirst,
  customerIdListHonoured,
  customerIdListIgnored,
  customerIdListLast,
} from '../../../src/sandbox/personality/loyalty.ts';
import type { Personality } from '../../../src/sandbox/personality/personality.ts';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';

const NOTHING_KEPT = {
  FACET_TTL_SECONDS: '0',
  CACHE_TTL_SECONDS: '0',
  CACHE_STALE_SECONDS: '0',
  PROBE: '0',
  CARECLOUD_REQUESTS_PER_MINUTE: '100000',
};

type Account = { readonly customerId: string } & Readonly<Record<string, unknown>>;

async function open(personality: Personality | null, env: Readonly<Record<string, string>> = {}) {
  const product = await startGateway({ sandbox: { people: 200 }, env: { ...NOTHING_KEPT, ...env } });
  product.sandbox.setPersonalities(personality === null ? [] : [personality]);
  return product;
}

/** The accounts of a page, and how many requests they took in addition to the page's own. */
async function page(product: StartedGateway, selection: string, first = 100) {
  product.resetRequests();
  const { data, errors } = await product.query(
    `{ careCloudCustomers(first: ${first}) { nodes { customerId ${selection} } } }`,
  );
  const accounts: readonly Account[] = data?.careCloudCustomers.nodes ?? [];
  return { accounts, errors, requests: product.upstreamRequests().careCloud.length - 1 };
}

const trait = async (product: StartedGateway, name: string) => {
  const { data } = await product.query(
    '{ sources { source traits { name value learned } facets { facet batch } } }',
  );
  const careCloud = data.sources.find(({ source }: { source: string }) => source === 'CARECLOUD');
  const { batch } = careCloud.facets.find(({ facet }: { facet: string }) => `${facet}.batch` === name);
  const { value, learned } = careCloud.traits.find((each: { name: string }) => each.name === name);
  expect(String(batch)).toBe(value);
  return { value, learned };
};

const SELECTIONS = {
  cards: 'cards { cardId number state }',
  sourceRecords: 'sourceRecords { recordId externalId }',
  vouchers: 'vouchers(first: 2) { totalCount nodes { voucherId } pageInfo { hasNextPage endCursor } }',
  purchases:
    'purchases(first: 3) { totalCount nodes { purchaseId items { itemId } } pageInfo { hasNextPage } }',
} as const;
type Name = keyof typeof SELECTIONS;

/** What each account has, by the sandbox's own data. */
function expected({ sandbox }: StartedGateway, name: Name, id: string): unknown {
  const { loyalty } = sandbox.careCloud;
  const list = name === 'sourceRecords' ? 'customer_source_records' : name;
  const rows: readonly object[] = loyalty.of(list, id);
  return name === 'cards' || name === 'sourceRecords' ? rows.length : { totalCount: rows.length };
}

function check(product: StartedGateway, name: Name, accounts: readonly Account[]): void {
  expect(accounts).toHaveLength(100);
  for (const account of accounts) {
    const value = account[name];
    const wanted = expected(product, name, account.customerId);
    if (Array.isArray(value)) expect(value).toHaveLength(wanted as number);
    else expect(value).toMatchObject(wanted as object);
  }
}

describe('a CareCloud that accepts `customer_id[]`', () => {
  let product: StartedGateway;
  beforeAll(async () => {
    product = await open(customerIdListHonoured());
  });
  afterAll(() => product[Symbol.asyncDispose]());

  it.each([
    ['cards', [7, 2, 1]],
    ['sourceRecords', [7, 2, 1]],
    ['vouchers', [7, 2, 1]],
  ] as const)('shows a hundred customers’ %s in %j requests, the first time and later', async (name, requests) => {
    expect(await trait(product, `${name}.batch`)).toEqual({ value: '1', learned: false });
    const made: number[] = [];
    for (let time = 0; time < 3; time++) {
      const { accounts, errors, requests } = await page(product, SELECTIONS[name]);
      expect(errors).toBeUndefined();
      check(product, name, accounts);
      made.push(requests);
    }
    expect(made).toEqual(requests);
    expect(await trait(product, `${name}.batch`)).toEqual({ value: '100', learned: true });
  });

  it('needs at most half the requests for purchases, of which there are more than one response holds', async () => {
    const made: number[] = [];
    for (let time = 0; time < 3; time++) {
      const { accounts, errors, requests } = await page(product, SELECTIONS.purchases);
      expect(errors).toBeUndefined();
      check(product, 'purchases', accounts);
      made.push(requests);
    }
    expect(made.at(-1)).toBeLessThanOrEqual(50);
  });

  it('returns pages that continue where they end', async () => {
    const { accounts } = await page(product, SELECTIONS.vouchers);
    const more = accounts.find(({ vouchers }) => (vouchers as { totalCount: number }).totalCount > 2);
    const { endCursor } = (more?.vouchers as { pageInfo: { endCursor: string } }).pageInfo;
    const { data, errors } = await product.query(
      'query ($id: ID!, $after: String) { customer(by: { careCloudId: $id }) { careCloud { vouchers(first: 100, after: $after) { nodes { voucherId } } } } }',
      { id: more?.customerId, after: endCursor },
    );
    expect(errors).toBeUndefined();
    const ids = (nodes: readonly { voucherId: string }[]) => nodes.map(({ voucherId }) => voucherId);
    const { nodes } = more?.vouchers as { nodes: readonly { voucherId: string }[] };
    const all = product.sandbox.careCloud.loyalty.of('vouchers', more?.customerId ?? '');
    expect([...ids(nodes), ...ids(data.customer.careCloud.vouchers.nodes)].sort()).toEqual(
      all.map(({ voucher_id }) => voucher_id).sort(),
    );
  });

  it('permits more facets of a hundred, because they cost less, and shows it in the plan', async () => {
    const { extensions, errors } = await product.query(
      `{ careCloudCustomers(first: 100) { nodes { ${SELECTIONS.cards} ${SELECTIONS.sourceRecords} ${SELECTIONS.vouchers} } } }`,
      {},
      { 'x-gateway-plan': '1' },
    );
    expect(errors).toBeUndefined();
    expect(extensions.plan.facets).toEqual(
      ['cards', 'sourceRecords', 'vouchers'].map((facet) => ({ source: 'CARECLOUD', facet, requests: 3 })),
    );
  });

  it('receives one request per customer again once it returns a foreign row, which is not shown', async () => {
    product.sandbox.setPersonalities([customerIdListIgnored()]);
    const { accounts, errors } = await page(product, SELECTIONS.cards);
    expect(errors).toBeUndefined();
    check(product, 'cards', accounts);
    expect(await trait(product, 'cards.batch')).toEqual({ value: '1', learned: true });
    expect((await page(product, SELECTIONS.cards)).requests).toBe(100);
    product.sandbox.setPersonalities([customerIdListHonoured()]);
  });
});

describe.each([
  ['refuses `customer_id[]`, as its documents have it', null, [101, 100], ['cards', 'purchases']],
  ['passes over `customer_id[]`', customerIdListIgnored(), [101, 100], ['cards', 'vouchers']],
  ['reads the first only', customerIdListFirst(), [101, 101], ['cards']],
  ['reads the last only', customerIdListLast(), [101, 101], ['cards']],
  ['looks for rows of all at once', customerIdListAll(), [101, 101], ['cards']],
] as const)('a CareCloud that %s', (_name, personality, requests, names) => {
  let product: StartedGateway;
  beforeAll(async () => {
    product = await open(personality);
  });
  afterAll(() => product[Symbol.asyncDispose]());

  it.each<Name>([...names])('shows everybody’s %s all the same', async (name) => {
    for (const most of requests) {
      const { accounts, errors, requests } = await page(product, SELECTIONS[name]);
      expect(errors).toBeUndefined();
      check(product, name, accounts);
      expect(requests).toBeLessThanOrEqual(most);
    }
    expect((await trait(product, `${name}.batch`)).value).toBe('1');
  });
});

it('a CareCloud that reads at most twenty receives fewer at once, and all customers’ cards are shown', async () => {
  await using product = await open(customerIdListCut(20));
  for (let time = 0; time < 4; time++) {
    const { accounts, errors } = await page(product, SELECTIONS.cards);
    expect(errors).toBeUndefined();
    check(product, 'cards', accounts);
  }
  const { value } = await trait(product, 'cards.batch');
  expect(Number(value)).toBeGreaterThanOrEqual(12);
  expect(Number(value)).toBeLessThanOrEqual(20);
  expect((await page(product, SELECTIONS.cards)).requests).toBeLessThan(20);
});

describe('a first trial that fails', () => {
  let product: StartedGateway;
  beforeAll(async () => {
    product = await open(customerIdListHonoured());
  });
  beforeEach(() => product.sandbox.careCloud.injectFault(null));
  afterAll(() => product[Symbol.asyncDispose]());

  it('loses no cards, fails no facet, and is repeated', async () => {
    product.sandbox.careCloud.injectFault({
      match: ({ path, query }) => path === '/cards' && query.has('customer_id[]'),
      status: 500,
    });
    const first = await page(product, SELECTIONS.cards, 20);
    expect(first.errors).toBeUndefined();
    expect(await trait(product, 'cards.batch')).toEqual({ value: '1', learned: false });
    product.sandbox.careCloud.injectFault({
      match: ({ path, query }) => path === '/source-records' && query.has('customer_id[]'),
      status: 403,
    });
    const { errors } = await page(product, SELECTIONS.sourceRecords, 20);
    expect(errors).toBeUndefined();
    product.sandbox.careCloud.injectFault(null);
    const again = await page(product, SELECTIONS.cards, 20);
    expect(again.errors).toBeUndefined();
    expect((await trait(product, 'cards.batch')).learned).toBe(true);
  });
});
