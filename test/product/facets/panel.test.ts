import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '../../support/start-gateway.ts';

/** Catalogues are cached; everything else is requested again. */
let product: StartedGateway;

const CATALOGUES =
  '{ careCloudCatalogue { tiers { name } segments { name } segmentGroups { name } stores { name } customerSources { name } consents { name } channels { name } cardTypes { name } currencies { name } purchaseTypes { name } } }';

const NOTHING_KEPT = { FACET_TTL_SECONDS: '0', CACHE_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0' };

beforeAll(async () => {
  product = await startGateway({
    sandbox: { people: 200 },
    env: { ...NOTHING_KEPT, MAX_SEGMENT_MEMBERS: '40' },
  });
  expect((await product.query(CATALOGUES)).errors).toBeUndefined();
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
const rows = () => product.sandbox.careCloud.rows;
const idAt = (index: number) => rows()[index]?.customer_id ?? '';
const loyalty = () => product.sandbox.careCloud.loyalty;
/** One account's facets, and the errors. */
async function facets(selection: string, id = idAt(5)) {
  const { data, errors } = await product.query(
    `query ($id: ID!) { customer(by: { careCloudId: $id }) { careCloud { ${selection} } } }`,
    { id },
  );
  return { account: data?.customer?.careCloud, errors };
}

describe('the requests for facets, uncached, with catalogues cached', () => {
  it.each([
    ['names of consents and stores', 100, 'consents { name channel { name } } store { name }', '1+0'],
    [
      'tier and points',
      20,
      'tier { tier { name } } points { available value { currency { code } } }',
      '41+0',
    ],
    ['one facet', 100, 'tier { tierId }', '101+0'],
    ['badges', 100, 'segments(groupTextIds: ["rfm_badges"]) { segment { name } }', '7+0'],
  ])('%s of a page of %i', async (_name, first, selection, expected) => {
    const { errors } = await product.query(
      `{ careCloudCustomers(first: ${first}) { nodes { customerId ${selection} } } }`,
    );
    expect(errors).toBeUndefined();
    expect(counts()).toBe(expected);
  });

  it('are refused before the first if one operation may not send them', async () => {
    const { errors } = await product.query(
      '{ careCloudCustomers(first: 100) { nodes { tier { tierId } points { available } again: tier { recordId } } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }]);
    expect(errors?.[0].message).toContain(
      'asks for up to 200 requests to CareCloud; at most 100: ask for fewer rows or facets',
    );
    expect(counts()).toBe('0+0');
  });

  it('are in the plan before they are sent, by facet', async () => {
    const { extensions } = await product.query(
      '{ careCloudCustomers(first: 3) { nodes { tier { tierId } points { available expiring { nextDate } } } } }',
      {},
      { 'x-gateway-plan': '1' },
    );
    const one = (facet: string) => ({ source: 'CARECLOUD', facet, requests: 3 });
    expect(extensions.plan.facets).toEqual([one('tier'), one('points'), one('points.expiring')]);
    expect(extensions.plan.sentences).toContain(
      'Facets take up to 9 requests to CareCloud: tier 3, points 3, points.expiring 3.',
    );
    expect(counts()).toBe('10+0');
  });

  it('a customer by card, with tier and points: card, account and one each', async () => {
    const card = loyalty()
      .all('cards')
      .filter(({ customer_id }) => customer_id !== null)[20];
    const { data, errors } = await product.query(
      `{ customer(by: { cardNumber: "${card?.card_number}" }) { careCloudId careCloud { tier { tierId } points { available } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.customer.careCloudId).toBe(card?.customer_id);
    expect(counts()).toBe('4+0');
  });

  it('fifty customers by external id: one search, one look-up', async () => {
    const records = loyalty()
      .all('customer_source_records')
      .filter(({ external_id }) => external_id != null && !external_id.includes('SHARED'))
      .slice(0, 50);
    const fields = records.map(
      ({ external_id, customer_source_id }, index) =>
        `a${index}: customer(by: { externalId: { id: ${JSON.stringify(external_id)}, sourceId: "${customer_source_id}" } }) { careCloudId }`,
    );
    const { data, errors } = await product.query(`{ ${fields.join(' ')} }`);
    expect(errors).toBeUndefined();
    records.forEach(({ customer_id }, index) => {
      expect(data[`a${index}`].careCloudId).toBe(customer_id);
    });
    const scopes = new Set(records.map(({ customer_source_id }) => customer_source_id)).size;
    expect(counts()).toBe(`${scopes + 1}+0`);
    product.resetRequests();
    const anywhere = records.map(
      ({ external_id }, index) =>
        `a${index}: customer(by: { externalId: { id: ${JSON.stringify(external_id)} } }) { careCloudId }`,
    );
    expect((await product.query(`{ ${anywhere.join(' ')} }`)).errors).toBeUndefined();
    expect(counts()).toBe('2+0');
  });

  it('items are in the response of the purchases, and a count in the first page', async () => {
    const { account, errors } = await facets(
      'purchases(first: 2) { totalCount nodes { items { productName } } }',
      idAt(0),
    );
    expect(errors).toBeUndefined();
    expect(account.purchases.totalCount).toBe(loyalty().of('purchases', idAt(0)).length);
    expect(account.purchases.nodes[0].items.length).toBeGreaterThan(0);
    expect(counts()).toBe('2+0');
  });
});

describe('the content', () => {
  it('is everything of a facet, names included', async () => {
    const { account, errors } = await facets(
      `store { name } tier { tier { name } progress { pointsToNext turnoverToNext { value currency { code } dueDate } nextTier { name } } }
       tiers { tierId validFrom } points { available earned value { value currency { code } } expiring { nextAmount nextDate } }
       credits { available byCurrency { currency { code } available } expiring { nextDate } } turnover { value currency { code } }
       segments { segment { name group { textId } } since } cards { number type { name } store { name } state }
       vouchers { totalCount nodes { id code reward { name group } } } purchases { nodes { id total { value currency { code } } store { name } type { name } } }
       sourceRecords { source { name } externalId } properties { name dataType value choices { name } }
       relations { type customer { customerId } } pointHistory { nodes { amount pointType at } } consents { name textId channel { name } }`,
    );
    expect(errors).toBeUndefined();
    expect(account.cards).toHaveLength(loyalty().of('cards', idAt(5)).length);
    expect(account.points.value[0].currency.code).toMatch(/^[A-Z]{3}$/);
    expect(account.vouchers.totalCount).toBe(loyalty().of('vouchers', idAt(5)).length);
  });

  it('is walked by cursors to the end, each purchase once', async () => {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { data, errors } = await product.query(
        `query ($id: ID!, $after: String) { customer(by: { careCloudId: $id }) { careCloud { purchases(first: 90, after: $after) { nodes { purchaseId } pageInfo { hasNextPage endCursor } } } } }`,
        { id: idAt(0), after },
      );
      expect(errors).toBeUndefined();
      const { nodes, pageInfo } = data.customer.careCloud.purchases;
      ids.push(...nodes.map((node: { purchaseId: string }) => node.purchaseId));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(ids).size).toBe(loyalty().of('purchases', idAt(0)).length);
    expect(ids.length).toBe(new Set(ids).size);
  });

  it('can be fetched again by its global id', async () => {
    const { account } = await facets(
      'store { id storeId } tier { tier { id } } vouchers(first: 1) { nodes { id } } purchases(first: 1) { nodes { id } } segments { segment { id } }',
      idAt(0),
    );
    const ids = [
      account.store?.id,
      account.tier?.tier.id,
      account.vouchers.nodes[0]?.id,
      account.purchases.nodes[0].id,
      account.segments[0]?.segment.id,
    ].filter((id) => id !== undefined);
    const { data, errors } = await product.query(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }',
      { ids },
    );
    expect(errors).toBeUndefined();
    expect(data.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(ids.length).toBeGreaterThan(2);
  });
});

describe('a facet that fails', () => {
  it('is null with one error at its path, and the others are there', async () => {
    product.sandbox.careCloud.injectFault({
      match: ({ path }) => path.includes('points-overview'),
      status: 500,
    });
    const { account, errors } = await facets('points { available } turnover { value }');
    expect(account.points).toBeNull();
    expect(account.turnover).not.toBeNull();
    expect(errors).toMatchObject([
      {
        path: ['customer', 'careCloud', 'points'],
        extensions: { code: 'UPSTREAM_UNAVAILABLE', source: 'CARECLOUD' },
      },
    ]);
  });

  it('removes no row from a list', async () => {
    product.sandbox.careCloud.injectFault({
      match: ({ path }) => path.endsWith('/status-records'),
      status: 500,
    });
    const { data, errors } = await product.query(
      '{ careCloudCustomers(first: 3) { nodes { customerId tier { tierId } } } }',
    );
    expect(data.careCloudCustomers.nodes).toHaveLength(3);
    expect(data.careCloudCustomers.nodes.map(({ tier }: { tier: unknown }) => tier)).toEqual([
      null,
      null,
      null,
    ]);
    expect(errors).not.toHaveLength(0);
  });

  it('of one in twenty belong only to that one', async () => {
    const ids = rows()
      .map(({ customer_id: id }) => id)
      .sort();
    const path = `/customers/${ids[7]}/status-records`;
    product.sandbox.careCloud.injectFault({ match: (request) => request.path === path, status: 500 });
    const { data, errors } = await product.query(
      '{ careCloudCustomers(first: 20) { nodes { tier { tierId } points { available } } } }',
    );
    expect(errors).toMatchObject([{ path: ['careCloudCustomers', 'nodes', 7, 'tier'] }]);
    const { nodes } = data.careCloudCustomers as { nodes: readonly { points: object | null }[] };
    expect(nodes.every(({ points }) => points !== null)).toBe(true);
  });

  it('with 403 is shown in sources and not requested again, and the source stays usable', async () => {
    product.sandbox.careCloud.injectFault({
      match: ({ path }) => path.includes('sales-turnover'),
      status: 403,
    });
    const { errors } = await facets('turnover { value }');
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_REJECTED' } }]);
    product.sandbox.careCloud.injectFault(null);
    product.resetRequests();
    expect((await facets('turnover { value }')).errors).toHaveLength(1);
    expect(counts()).toBe('1+0');
    const { data } = await product.query('{ sources { source status facets { facet status } } }');
    const { status, facets: health } = data.sources[0];
    expect(status).toBe('OK');
    expect(health).toContainEqual({ facet: 'turnover', status: 'REJECTED' });
    expect(health).toContainEqual({ facet: 'tier', status: 'OK' });
  });
});

describe('catalogues that fail', () => {
  it('leave ids without names, and one error', async () => {
    await using cold = await startGateway({ env: { ...NOTHING_KEPT, CATALOGUE_TTL_SECONDS: '0' } });
    cold.sandbox.careCloud.injectFault({
      match: ({ path }) => ['/statuses', '/stores', '/currencies', '/card-types'].includes(path),
      status: 500,
    });
    const { data, errors } = await cold.query(
      '{ careCloudCustomers(first: 20) { nodes { storeId store { name } tier { tierId tier { name } progress { nextTierId nextTier { name } } } cards { typeId type { name } } turnover { value currencyId currency { code } } } } }',
    );
    expect(errors).toHaveLength(1);
    expect(errors?.[0].extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', source: 'CARECLOUD' });
    const { nodes } = data.careCloudCustomers;
    expect(nodes).toHaveLength(20);
    const text = JSON.stringify(nodes);
    expect(text).not.toMatch(/"(name|code)"/);
    for (const id of ['storeId', 'tierId', 'nextTierId', 'typeId', 'currencyId']) {
      expect(text).toMatch(new RegExp(`"${id}":"[0-9a-z]`));
    }
  });

  it('are shown as within the last day, without an error', async () => {
    await using stale = await startGateway({ env: { ...NOTHING_KEPT, CATALOGUE_TTL_SECONDS: '1' } });
    const ask = () => stale.query('{ careCloudCatalogue { tiers { name } } }');
    const { data: before } = await ask();
    stale.sandbox.careCloud.injectFault({ match: ({ path }) => path === '/statuses', status: 500 });
    await expect
      .poll(
        async () => {
          stale.resetRequests();
          const { data, errors } = await ask();
          expect(errors).toBeUndefined();
          expect(data).toEqual(before);
          return stale.upstreamRequests().careCloud.length;
        },
        { timeout: 5_000 },
      )
      .toBeGreaterThan(0);
  });
});

describe('invalid look-ups', () => {
  const code = (errors: readonly { extensions: { code: string } }[] | undefined) =>
    errors?.map(({ extensions }) => extensions.code);

  it.each([
    ['an unknown card', '{ cardNumber: "4711" }'],
    ['a free card', '{ cardNumber: "1000777000100" }'],
    ['an unknown voucher', '{ voucherCode: "NOBODY" }'],
    ['an unknown external id', '{ externalId: { id: "nobody" } }'],
  ])('%s finds no one, without an error', async (_name, by) => {
    const { data, errors } = await product.query(`{ customer(by: ${by}) { id } }`);
    expect(errors).toBeUndefined();
    expect(data.customer).toBeNull();
  });

  it('a number on two types of cards finds one of its holders, the same each time', async () => {
    const ask = async () =>
      (await product.query('{ customer(by: { cardNumber: "1000000000016" }) { careCloudId } }')).data.customer
        .careCloudId;
    const first = await ask();
    expect([idAt(0), idAt(1)]).toContain(first);
    expect(await ask()).toBe(first);
  });

  it.each([
    ['purchases(first: 101) { totalCount }', 'BAD_USER_INPUT'],
    ['purchases(first: -1) { totalCount }', 'BAD_USER_INPUT'],
    ['purchases(after: "x") { totalCount }', 'BAD_USER_INPUT'],
    ['points(from: "2024-02-01", to: "2024-01-01") { available }', 'BAD_USER_INPUT'],
    ['purchases(from: "2024-02-01T00:00:00Z", to: "2024-01-01T00:00:00Z") { totalCount }', 'BAD_USER_INPUT'],
    ['vouchers(rewardIds: [""]) { totalCount }', 'BAD_USER_INPUT'],
  ])('%s is refused', async (selection, expected) => {
    const { errors } = await facets(selection);
    expect(code(errors)).toEqual([expected]);
    expect(counts()).toBe('1+0');
  });

  it('1,001 card numbers are refused before any request', async () => {
    const cardNumbers = Array.from({ length: 1001 }, (_, index) => String(index));
    const { errors } = await product.query(
      'query ($cardNumbers: [String!]) { careCloudCustomers(filter: { cardNumbers: $cardNumbers }) { totalCount } }',
      { cardNumbers },
    );
    expect(code(errors)).toEqual(['BAD_USER_INPUT']);
    expect(counts()).toBe('0+0');
  });

  it('a segment with more members than allowed is refused, naming the setting', async () => {
    const members = new Map<string, number>();
    for (const { segment_id } of loyalty().all('segment_records')) {
      members.set(segment_id, (members.get(segment_id) ?? 0) + 1);
    }
    const [largest = ''] = [...members].sort(([, one], [, other]) => other - one)[0] ?? [];
    const { errors } = await product.query(
      `{ careCloudCustomers(filter: { segmentId: "${largest}" }) { totalCount } }`,
    );
    expect(code(errors)).toEqual(['OPERATION_TOO_COMPLEX']);
    expect(errors?.[0].message).toContain('MAX_SEGMENT_MEMBERS');
  });

  it('an unknown catalogue language is left to CareCloud; an invalid one is refused', async () => {
    const { data, errors } = await product.query(
      '{ careCloudCatalogue(language: "tlh") { tiers { name } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.careCloudCatalogue.tiers.length).toBeGreaterThan(1);
    const bad = await product.query('{ careCloudCatalogue(language: "no language!") { tiers { name } } }');
    expect(code(bad.errors)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a typed text', () => {
  const search = async (text: string) => {
    const { data, errors } = await product.query(
      'query ($text: String!) { searchCustomers(text: $text) { matches { customer { careCloudId } matchedOn } } }',
      { text },
    );
    expect(errors).toBeUndefined();
    return data.searchCustomers.matches as { customer: { careCloudId: string }; matchedOn: string[] }[];
  };

  it('can be the number of a card, with or without blanks, and the id of another system', async () => {
    const card = loyalty()
      .all('cards')
      .filter(({ customer_id }) => customer_id !== null)[20];
    const number = card?.card_number ?? '';
    for (const typed of [number, `${number.slice(0, 4)} ${number.slice(4)}`]) {
      expect(await search(typed)).toContainEqual({
        customer: { careCloudId: card?.customer_id },
        matchedOn: expect.arrayContaining(['CARD_NUMBER']),
      });
    }
    const [record] = loyalty()
      .all('customer_source_records')
      .filter(({ external_id }) => external_id != null);
    if (record === undefined) throw new Error('Expected an external id.');
    const found = {
      customer: { careCloudId: record.customer_id },
      matchedOn: expect.arrayContaining(['EXTERNAL_ID']),
    };
    expect(await search(record.external_id ?? '')).toContainEqual(found);
    // One that could also be a phone number, or a card's.
    const others = loyalty().of('customer_source_records', record.customer_id).slice(1);
    const digits = { ...record, external_id: '420972015969' };
    loyalty().set('customer_source_records', record.customer_id, [digits, ...others]);
    product.resetRequests();
    expect(await search('420972015969')).toContainEqual(found);
    // Both kinds of card numbers, other systems' ids and phones are too many: three, and one for whom they found.
    const { careCloud, helpCrunch } = product.upstreamRequests();
    expect(careCloud.length).toBeLessThanOrEqual(4);
    expect(helpCrunch.length).toBeLessThanOrEqual(2);
  });
});

describe('filters by values that records do not show', () => {
  const idsOf = async (filter: string) => {
    const { data, errors } = await product.query(
      `{ careCloudCustomers(first: 100, filter: { ${filter} }) { nodes { customerId } totalCount }
         customers(first: 100, filter: { careCloud: { ${filter} } }) { nodes { careCloudId } totalCount { value precision } } }`,
    );
    expect(errors).toBeUndefined();
    const own = data.careCloudCustomers.nodes.map(({ customerId }: { customerId: string }) => customerId);
    expect(
      data.customers.nodes.map(({ careCloudId }: { careCloudId: string }) => careCloudId).sort(),
    ).toEqual(own.toSorted());
    expect(data.customers.totalCount).toEqual({ value: own.length, precision: 'EXACT' });
    return own.sort();
  };

  it('find the holders of cards, of external ids, and the members of a segment', async () => {
    const cards = loyalty()
      .all('cards')
      .filter((card) => card.customer_id !== null)
      .slice(4, 9);
    const holders = [...new Set(cards.map((card) => card.customer_id))].sort();
    expect(await idsOf(`cardNumbers: ${JSON.stringify(cards.map((card) => card.card_number))}`)).toEqual(
      holders,
    );
    const [record] = loyalty().all('customer_source_records').slice(20);
    expect(
      await idsOf(
        `externalIds: { ids: ["${record?.external_id}"], sourceId: "${record?.customer_source_id}" }`,
      ),
    ).toEqual([record?.customer_id]);
    const bySegment = new Map<string, string[]>();
    for (const { segment_id, customer_id } of loyalty().all('segment_records')) {
      bySegment.set(segment_id, [...(bySegment.get(segment_id) ?? []), customer_id]);
    }
    const [segment, members] = [...bySegment].find(([, ids]) => ids.length > 2 && ids.length < 40) ?? [];
    expect(await idsOf(`segmentId: "${segment}"`)).toEqual(members?.toSorted());
    expect(await idsOf('cardNumbers: []')).toEqual([]);
  });
});

it('repeating the panel within a minute sends no request', async () => {
  await using kept = await startGateway({ env: { CACHE_TTL_SECONDS: '60' } });
  const id = kept.sandbox.careCloud.rows[3]?.customer_id;
  const panel = () =>
    kept.query(
      `{ customer(by: { careCloudId: "${id}" }) { careCloud { tier { tier { name } } points { available } segments { segment { name } } cards { number } vouchers(validNow: true) { nodes { code } } purchases(first: 3) { totalCount nodes { paidAt } } } } }`,
    );
  expect((await panel()).errors).toBeUndefined();
  kept.resetRequests();
  expect((await panel()).errors).toBeUndefined();
  expect(kept.upstreamRequests()).toEqual({ careCloud: [], helpCrunch: [] });
});
