import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FacetSource } from '../../../../src/customers/facets/facet-source.ts';
import type {
  CareCloudCard,
  CareCloudPoints,
  CareCloudPurchase,
  CareCloudSegmentMembership,
  CareCloudTierRecord,
} from '../../../../src/customers/model/care-cloud-loyalty.ts';
import { emailListCut } from '../../../../src/sandbox/personality/batches.ts';
import {
  customerIdListHonoured,
  foreignRows,
  segmentRecordsCut,
} from '../../../../src/sandbox/personality/loyalty.ts';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { createUpstreamClient, type UpstreamClient } from '../../../../src/upstream/upstream-client.ts';
import { createCareCloudSource } from '../../../../src/vendors/carecloud/source.ts';
import { testCall } from '../support/care-cloud.ts';

let sandbox: Sandbox;
const clients: UpstreamClient[] = [];
const undecodable: string[] = [];
let facets: FacetSource;
let nowMs = Date.now();

/** Without a cache, so that each test sees its own requests. */
const openSource = (more: object = {}) => {
  const { token, baseUrl } = sandbox.careCloud;
  return createCareCloudSource({
    openClient: (parts) => {
      const retry = { mostAttempts: 1, baseMs: 1, capMs: 1 };
      const client = createUpstreamClient({ ...parts, baseUrl, cacheFreshMs: 0, cacheStaleMs: 0, retry });
      clients.push(client);
      return client;
    },
    credentials: { token },
    timeZone: 'Europe/Prague',
    lookUpBatch: 100,
    metrics: { decodeFailed: (_source, field) => undecodable.push(field) },
    facets: { facetFreshMs: 0, facetStaleMs: 0, catalogueFreshMs: 0, ...more },
    clock: { now: () => nowMs, setTimer: () => () => {} },
  });
};

const open = (more: object = {}) => {
  const { facets } = openSource(more);
  if (facets === undefined) throw new Error('CareCloud has facets.');
  return facets;
};

beforeAll(async () => {
  sandbox = await startSandbox({ people: 600 });
  facets = open();
});
beforeEach(() => {
  sandbox.setPersonalities([]);
  sandbox.careCloud.injectFault(null);
  sandbox.careCloud.clearRequests();
  nowMs = Date.now();
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await sandbox?.close();
});

const customers = () => sandbox.careCloud.rows.map((row) => row.customer_id);
const asked = () => sandbox.careCloud.requests.map(({ path }) => path);
const load = (name: string, keys: readonly string[], args = {}) => facets.load(name, keys, args, testCall());
const one = async <T>(name: string, key: string, args = {}) => (await load(name, [key], args))[0] as T;
const WHOLE = ['tier', 'tiers', 'points', 'points.expiring', 'credits', 'credits.expiring', 'turnover'];
const LISTS = ['cards', 'sourceRecords', 'properties', 'relations', 'segments'];

describe('each facet', () => {
  it.each([...WHOLE, ...LISTS])('%s is one request per customer, and everything decodes', async (name) => {
    const keys = customers().slice(0, 25);
    const values = await load(name, keys);
    expect(values).toHaveLength(25);
    expect(values.filter((value) => value instanceof Error)).toEqual([]);
    // Lists over all customers are tried for several at once, which the sandbox refuses, as documented.
    expect(asked()).toHaveLength(name === 'cards' || name === 'sourceRecords' ? 26 : 25);
    expect(undecodable).toEqual([]);
  });

  it.each(['vouchers', 'purchases', 'pointHistory'])('%s is paged', async (name) => {
    const [first = ''] = customers();
    const page = await facets.page(name, first, {}, { offset: 0, limit: 3 }, testCall());
    expect(page?.rows.length).toBe(Math.min(3, page?.total ?? 0));
    expect(undecodable).toEqual([]);
    expect(asked()).toHaveLength(1);
  });

  it('is null for an account that is gone, without an error', async () => {
    for (const name of WHOLE) expect([name, await one(name, 'nobody')]).toEqual([name, null]);
    expect(await one('segments', 'nobody')).toBeNull();
    expect(await facets.row('vouchers', 'none', testCall())).toBeNull();
  });

  it('returns what the vendor returned', async () => {
    const id = customers().find((each) => sandbox.careCloud.loyalty.of('cards', each).length > 0) ?? '';
    const [card] = sandbox.careCloud.loyalty.of('cards', id);
    const [first] = await one<CareCloudCard[]>('cards', id);
    expect(first).toMatchObject({
      cardId: card?.card_id,
      number: card?.card_number,
      typeId: card?.card_type_id,
      state: card?.state === 1 ? 'ACTIVE' : 'BLOCKED',
    });
    const history = sandbox.careCloud.loyalty.of('point_history', id);
    const points = await one<CareCloudPoints>('points', id);
    expect(points.available).toBeCloseTo(
      history.reduce((sum, row) => sum + row.point_amount, 0),
      2,
    );
  });

  it('fails separately', async () => {
    const [a = '', b = ''] = customers();
    sandbox.careCloud.injectFault({ match: ({ path }) => path.includes(b), status: 500 });
    const [first, second] = await load('tiers', [a, b]);
    expect(first).not.toBeInstanceOf(Error);
    expect(second).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });
});

describe('invalid and unusual rows', () => {
  const setCards = (rows: object[]) =>
    sandbox.careCloud.loyalty.set('cards', customers()[3] ?? '', rows as never);

  it('of another customer fail the facet', async () => {
    const id = customers().find((each) => sandbox.careCloud.loyalty.of('purchases', each).length > 0) ?? '';
    sandbox.setPersonalities([foreignRows()]);
    const page = facets.page('purchases', id, {}, { offset: 0, limit: 3 }, testCall());
    await expect(page).rejects.toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
  });

  it('are decoded as far as possible, and counted', async () => {
    const id = customers()[3] ?? '';
    setCards([
      {
        card_id: 1,
        customer_id: id,
        card_number: 4711,
        card_type_id: null,
        state: '1',
        valid_to: '0000-00-00 00:00:00',
      },
      { card_id: 'c2', state: 7, valid_from: 'yesterday' },
    ]);
    undecodable.length = 0;
    expect(await one('cards', id)).toMatchObject([
      { cardId: '1', number: '4711', typeId: null, state: 'ACTIVE', validTo: null },
      { cardId: 'c2', number: null, state: null, validFrom: null },
    ]);
    expect(undecodable).toEqual(['cards.valid_to', 'cards.valid_from', 'cards.state']);
    undecodable.length = 0;
  });

  it('without their identifying fields are omitted from short lists, and fail a page', async () => {
    const id = customers()[4] ?? '';
    sandbox.careCloud.loyalty.set('status_records', id, [{ status_id: '' }, { status_id: 't' }] as never);
    expect(await one<CareCloudTierRecord[]>('tiers', id)).toMatchObject([{ tierId: 't' }]);
    expect(asked()).toHaveLength(1);
    sandbox.careCloud.loyalty.set('purchases', id, [{ total_price: 1 }] as never);
    await expect(facets.page('purchases', id, {}, { offset: 0, limit: 3 }, testCall())).rejects.toMatchObject(
      {
        code: 'UPSTREAM_INVALID_RESPONSE',
      },
    );
    undecodable.length = 0;
  });

  it('a reward of an undocumented group is OTHER', async () => {
    const id = customers()[5] ?? '';
    sandbox.careCloud.loyalty.set('vouchers', id, [
      {
        voucher_id: 'v',
        customer_id: id,
        reward: { reward_id: 'r', reward_group: 9, tags: [{ name: 'x' }, 'y'] },
      },
      { voucher_id: 'w', customer_id: id, reward: { reward_group: 5, image_urls: ['u', 7] } },
    ] as never);
    const page = await facets.page('vouchers', id, {}, { offset: 0, limit: 3 }, testCall());
    expect(page?.rows).toMatchObject(
      [
        { voucherId: 'w', reward: { group: 'GIFT', imageUrls: ['u'] } },
        { voucherId: 'v', reward: { group: 'OTHER', tags: ['x', 'y'] } },
      ]
        .toReversed()
        .toReversed(),
    );
    expect(undecodable).toEqual(['reward.image_urls']);
    undecodable.length = 0;
  });

  it('a property’s value is text, number, boolean or choices, and JSON text for anything else', async () => {
    const id = customers()[6] ?? '';
    const property = (property_value: unknown) => ({ property_id: 'p', property_value });
    const values = ['a', 1.5, true, null, '{"a":1}', { a: 1 }, [1], [{ id: 'i', name: 'n' }], []];
    sandbox.careCloud.loyalty.set('property_records', id, values.map(property) as never);
    const read = await one<{ value: unknown; choices: unknown[] }[]>('properties', id);
    expect(read.map(({ value, choices }) => [value, choices.length])).toEqual([
      ['a', 0],
      [1.5, 0],
      [true, 0],
      [null, 0],
      ['{"a":1}', 0],
      ['{"a":1}', 0],
      ['[1]', 0],
      [null, 1],
      [null, 0],
    ]);
  });
});

describe('arguments', () => {
  it('filter cards by dates, state and type, from one response', async () => {
    const id = customers()[7] ?? '';
    const card = (card_id: string, more: object) => ({
      card_id,
      customer_id: id,
      card_type_id: 't',
      state: 1,
      ...more,
    });
    sandbox.careCloud.loyalty.set('cards', id, [
      card('valid', { valid_from: '2020-01-01 00:00:00', valid_to: '2059-01-01 00:00:00' }),
      card('past', { valid_to: '2021-01-01 00:00:00', card_type_id: 'u' }),
      card('blocked', { state: 0 }),
    ] as never);
    const ids = async (args: object) =>
      (await one<CareCloudCard[]>('cards', id, args)).map(({ cardId }) => cardId);
    expect(await ids({ validNow: true })).toEqual(['valid', 'blocked']);
    expect(await ids({ validNow: false })).toEqual(['past']);
    expect(await ids({ state: 'BLOCKED' })).toEqual(['blocked']);
    expect(await ids({ cardTypeIds: ['u'] })).toEqual(['past']);
    expect(await ids({ cardTypeIds: [] })).toEqual([]);
  });

  it('of pages are sent: times in the vendor’s time zone, items if wanted', async () => {
    const args = { from: Date.UTC(2024, 6, 1), to: Date.UTC(2024, 0, 1), storeId: 's', withItems: true };
    await facets.page('purchases', customers()[0] ?? '', args, { offset: 5, limit: 7 }, testCall());
    expect(Object.fromEntries(sandbox.careCloud.requests[0]?.query ?? [])).toEqual({
      customer_id: customers()[0],
      count: '7',
      offset: '5',
      sort_field: 'payment_time',
      sort_direction: 'DESC',
      store_id: 's',
      payment_time_from: '2024-07-01 02:00:00',
      payment_time_to: '2024-01-01 01:00:00',
      purchase_items_extension: 'true',
    });
    const page = await facets.page(
      'purchases',
      customers()[0] ?? '',
      { withItems: true },
      { offset: 0, limit: 2 },
      testCall(),
    );
    const [first] = (page?.rows ?? []) as CareCloudPurchase[];
    expect(first?.items).toHaveLength(first?.itemsCount ?? -1);
  });
});

describe('segments', () => {
  const BADGES = { groupTextIds: ['rfm_badges'] };
  const idsOf = (values: readonly unknown[]) =>
    values.map((value) => (value as CareCloudSegmentMembership[]).map(({ segmentId }) => segmentId).sort());

  it('of a group are read from each segment’s members if that is cheaper, with the same result', async () => {
    const many = customers().slice(0, 100);
    const byMembers = idsOf(await load('segments', many, BADGES));
    expect(asked().filter((path) => path.endsWith('/segment-records'))).toHaveLength(6);
    sandbox.careCloud.clearRequests();
    const byCustomer = idsOf((await Promise.all(many.map((id) => load('segments', [id], BADGES)))).flat());
    expect(asked().filter((path) => path.startsWith('/customers/'))).toHaveLength(100);
    expect(byMembers).toEqual(byCustomer);
    expect(byMembers.flat().length).toBeGreaterThan(20);
  });

  it('are requested by customer if the members are incomplete, or too many', async () => {
    const many = customers().slice(0, 10);
    sandbox.setPersonalities([segmentRecordsCut(3)]);
    const cut = idsOf(await load('segments', many, BADGES));
    expect(asked().filter((path) => path.startsWith('/customers/'))).toHaveLength(10);
    sandbox.setPersonalities([]);
    const small = open({ maxSegmentMembers: 2 });
    expect(idsOf(await small.load('segments', many, BADGES, testCall()))).toEqual(cut);
  });

  it('without a catalogue entry match no one', async () => {
    const many = customers().slice(0, 3);
    expect(idsOf(await load('segments', many, { groupTextIds: ['none'] }))).toEqual([[], [], []]);
    expect(idsOf(await load('segments', many, { segmentIds: ['none'] }))).toEqual([[], [], []]);
  });
});

describe('catalogues', () => {
  it.each([
    'tiers',
    'segments',
    'segmentGroups',
    'stores',
    'customerSources',
    'consents',
    'channels',
    'cardTypes',
    'currencies',
    'purchaseTypes',
    'pointTypes',
    'relationTypes',
    'propertyTypes',
  ])('%s is one request for all, in the requested language', async (name) => {
    expect(facets.catalogues).toContain(name);
    const english = await facets.catalogue(name, 'en', testCall());
    expect(english.size).toBeGreaterThan(1);
    expect(asked()).toHaveLength(1);
    expect(sandbox.careCloud.requests[0]?.headers['accept-language']).toBe('en');
    expect(undecodable).toEqual([]);
  });

  it('in an unknown language is the vendor’s own response', async () => {
    const tiers = await facets.catalogue('tiers', 'tlh', testCall());
    expect([...tiers.values()].map((tier) => (tier as { name: string }).name)).toContain('Zlatý');
  });
});

describe('finders', () => {
  const find = (finder: string, values: readonly string[], scope?: string) =>
    facets.find(
      finder,
      values.map((value) => ({ value, ...(scope !== undefined && { scope }) })),
      testCall(),
    );

  it('find a card by its number, then by its second one, in two requests for any number of cards', async () => {
    const cards = sandbox.careCloud.loyalty
      .all('cards')
      .filter((card) => card.customer_id !== null && typeof card.card_number === 'string');
    const some = cards.slice(0, 40);
    const second = cards.filter((card) => card.secondary_card_number).slice(0, 5);
    const numbers = [
      ...some.map((card) => card.card_number),
      ...second.map((card) => card.secondary_card_number ?? ''),
    ];
    const found = await find('cardNumber', numbers);
    [...some, ...second].forEach((card, index) => {
      expect(found[index]).toContain(card.customer_id);
    });
    expect(asked()).toEqual(['/cards', '/cards']);
    sandbox.careCloud.clearRequests();
    expect((await find('cardNumber', [some[0]?.card_number ?? '']))[0]).toContain(some[0]?.customer_id);
    expect(asked()).toEqual(['/cards']);
  });

  it('are sent in halves if a thousand make the request too long', async () => {
    const own = open();
    sandbox.careCloud.injectFault({
      match: ({ query }) => query.getAll('card_number_list[]').length > 500,
      status: 431,
    });
    const card = sandbox.careCloud.loyalty.all('cards').find((each) => each.customer_id !== null);
    const numbers = [...Array(999).keys()].map((index) => `none-${index}`);
    const values = [...numbers, card?.card_number ?? ''].map((value) => ({ value }));
    const found = await own.find('cardNumber', values, testCall());
    expect(found.at(-1)).toContain(card?.customer_id);
    expect(found.slice(0, -1).flat()).toEqual([]);
  });

  it('have no more values than a list of customers was read to', async () => {
    const source = openSource();
    sandbox.setPersonalities([emailListCut(20)]);
    const emails = sandbox.careCloud.rows.flatMap(({ personal_information: { email } }) =>
      email === email?.trim().toLowerCase() ? email || [] : [],
    );
    const keys = emails.slice(0, 45).map((value) => ({ kind: 'email', value }) as const);
    // What the first look-up showed proves that the second one was cut.
    await source.lookUp(keys, testCall());
    await source.lookUp(keys.slice(1), testCall());
    sandbox.careCloud.clearRequests();
    const cards = sandbox.careCloud.loyalty
      .all('cards')
      .filter(({ customer_id: owner, card_number: number }) => owner !== null && typeof number === 'string');
    const values = cards.slice(0, 45).map((card) => ({ value: String(card.card_number) }));
    const found = await source.facets?.find('cardNumber', values, testCall());
    expect(found?.map((holders) => holders.length > 0)).not.toContain(false);
    expect(asked()).toHaveLength(3);
  });

  it('find no one for a free or unknown card, and both holders of a shared number', async () => {
    expect(await find('cardNumber', ['1000777000100', 'nothing'])).toEqual([[], []]);
    expect((await find('cardNumber', ['1000000000016']))[0]?.toSorted()).toEqual(
      customers().slice(0, 2).toSorted(),
    );
  });

  it('find an external id in its source, or in any', async () => {
    const [any = []] = await find('externalId', ['EXT-SHARED-1']);
    expect(any.toSorted()).toEqual(customers().slice(2, 4).toSorted());
    const record = sandbox.careCloud.loyalty
      .of('customer_source_records', customers()[2] ?? '')
      .find((each) => each.external_id === 'EXT-SHARED-1');
    expect(await find('externalId', ['EXT-SHARED-1'], record?.customer_source_id)).toEqual([
      [customers()[2]],
    ]);
    expect(asked()).toHaveLength(2);
  });

  it('search alone for ids that find a record but that it does not show', async () => {
    const rows = [
      { customer_source_id: 's', customer_id: 'c1', external_id: 'new-1' },
      { customer_source_id: 's', customer_id: 'c2', external_id: 'shown' },
    ];
    sandbox.careCloud.injectFault({
      match: ({ path, query }) =>
        path === '/customer-source-records' && query.getAll('external_ids[]').length === 3,
      body: { data: { customer_source_records: rows, total_items: 2 } },
    });
    expect(await find('externalId', ['old-1', 'shown', 'none'])).toEqual([[], ['c2'], []]);
    expect(asked()).toHaveLength(3);
  });

  it('find a voucher by its code', async () => {
    const [voucher] = sandbox.careCloud.loyalty.all('vouchers');
    expect(await find('voucherCode', [voucher?.code ?? '', 'NOBODY'])).toEqual([[voucher?.customer_id], []]);
  });
});

describe('a facet without permission', () => {
  it('is not requested again for five minutes, and reports it; no other is affected', async () => {
    const own = open();
    sandbox.careCloud.injectFault({ match: ({ path }) => path.endsWith('/status-records'), status: 403 });
    const ask = async (name: string) => (await own.load(name, [customers()[0] ?? ''], {}, testCall()))[0];
    expect(await ask('tier')).toMatchObject({ code: 'UPSTREAM_REJECTED' });
    expect(own.status('tier')).toBe('REJECTED');
    sandbox.careCloud.clearRequests();
    expect(await ask('tier')).toMatchObject({ code: 'UPSTREAM_REJECTED' });
    expect(asked()).toEqual([]);
    expect(own.status('points')).toBe('OK');
    expect(await ask('points')).not.toBeInstanceOf(Error);
    sandbox.careCloud.injectFault(null);
    nowMs += 5 * 60_000;
    expect(own.status('tier')).toBe('OK');
    expect(await ask('tier')).not.toBeInstanceOf(Error);
  });

  it('has no more concurrent requests than slots', async () => {
    const own = open();
    sandbox.careCloud.injectFault({ match: ({ path }) => path.endsWith('/status-records'), status: 403 });
    const values = await own.load('tier', customers().slice(0, 60), {}, testCall());
    expect(values.every((value) => value instanceof Error)).toBe(true);
    expect(asked().length).toBeLessThanOrEqual(16);
  });
});

it('a few customers’ rows are requested by each id alone, whatever else CareCloud might accept', async () => {
  sandbox.setPersonalities([customerIdListHonoured()]);
  await load('cards', customers().slice(0, 5));
  expect(sandbox.careCloud.requests.every(({ query }) => query.getAll('customer_id').length === 1)).toBe(
    true,
  );
});

describe('a list that CareCloud does not go on with, because it ignores the offset', () => {
  const cards = (id: string, total: number | undefined) => ({
    data: {
      cards: [1, 2].map((n) => ({ card_id: `c${n}`, customer_id: id, card_number: `${n}`, state: 1 })),
      total_items: total,
    },
  });

  it.each([
    ['its total says that there are more', 4],
    ['its rows make up its total', 2],
    ['it has no total', undefined],
  ])('is not shown with its rows twice: %s', async (_, total) => {
    const id = customers()[0] ?? '';
    sandbox.careCloud.injectFault({ match: ({ path }) => path.endsWith('/cards'), body: cards(id, total) });
    const found = await one<readonly CareCloudCard[] | Error>('cards', id);
    if (total === 4) {
      expect(found).toMatchObject({
        code: 'UPSTREAM_INVALID_RESPONSE',
        message:
          'CareCloud returned only a part of the customer’s cards, and offers no way to read the rest.',
      });
    } else expect(found).toMatchObject([{ number: '1' }, { number: '2' }]);
    expect(asked().length).toBeLessThanOrEqual(2);
  });

  it('names what came of a catalogue', async () => {
    const body = { data: { statuses: [{ status_id: 's1', name: 'Gold' }], total_items: 3 } };
    sandbox.careCloud.injectFault({ match: ({ path }) => path.endsWith('/statuses'), body });
    const tiers = await facets.catalogue('tiers', undefined, testCall());
    expect([...tiers.keys()]).toEqual(['s1']);
    expect(asked()).toHaveLength(2);
  });
});
