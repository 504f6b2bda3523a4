import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  customerIdListHonoured,
  customerIdListIgnored,
  foreignRows,
  segmentRecordsCut,
} from '../../../src/sandbox/personality/loyalty.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { type OpenApiSchema, openApiViolations } from '../support/open-api-schema.ts';
import { askCareCloud, type Reply, send } from '../support/sandbox-client.ts';

/** Extracted by script from the vendor's own OpenAPI document: each endpoint's parameters and responses. */
const DOCUMENT = JSON.parse(
  readFileSync(new URL('../support/care-cloud-facets-schema.json', import.meta.url), 'utf8'),
) as {
  readonly paths: Readonly<
    Record<string, { readonly query: Readonly<Record<string, string>>; readonly response: OpenApiSchema }>
  >;
  readonly schemas: Readonly<Record<string, OpenApiSchema>>;
};
const PATHS = Object.entries(DOCUMENT.paths);

/** Deviations from the document's schemas that its prose requires. */
const BY_PROSE = [
  /\.customer_id: null$/, // a free card
  /\.due_date: null$/, // without limit
  /\.reward_group: 5 is not allowed$/, // a gift
  /\.next_date: null$/, // nothing expires
  /\.resource_record_id: null$/,
];

let sandbox: Sandbox;
let customers: readonly string[];
beforeAll(async () => {
  sandbox = await startSandbox({ people: 600 });
  customers = sandbox.careCloud.rows.map((row) => row.customer_id);
});
afterAll(() => sandbox.close());

const ask = (path: string, headers?: Record<string, string>): Promise<Reply> =>
  askCareCloud(sandbox, path, headers);
const errorNames = ({ json }: Reply): string[] =>
  json.error.error_data.invalid_params.map(({ name, reason }: Record<string, string>) => `${name} ${reason}`);

/** The path with existing ids, and the required parameters. */
const filled = (path: string, customerId: string): string => {
  const { loyalty } = sandbox.careCloud;
  const query = path.startsWith('/wallet') || path === '/point-history' ? `?customer_id=${customerId}` : '';
  return (
    path
      .replace('{customer_id}', customerId)
      .replace('{segment_id}', '82bb03b2c3d4e5f60718293b43')
      .replace('{status_id}', '86e05affc7a7abefcd513ab400')
      .replace('{store_id}', '8bed991c68a4')
      .replace('{voucher_id}', loyalty.all('vouchers')[0]?.voucher_id ?? '')
      .replace('{purchase_id}', loyalty.all('purchases')[0]?.purchase_id ?? '') + query
  );
};

describe('against the vendor’s own schemas', () => {
  it.each(PATHS)('%s returns what its schema states', async (path, { response }) => {
    for (const customerId of customers.slice(0, 12)) {
      const { status, json } = await ask(filled(path, customerId));
      expect(status).toBe(200);
      const wrong = openApiViolations(json, response, DOCUMENT.schemas);
      expect(wrong.filter((each) => !BY_PROSE.some((allowed) => allowed.test(each)))).toEqual([]);
    }
  });

  it.each(PATHS)('%s accepts the parameters of its document and no others', async (path, { query }) => {
    const at = filled(path, customers[5] ?? '');
    const glue = at.includes('?') ? '&' : '?';
    expect(errorNames(await ask(`${at}${glue}shoe=42`))).toEqual(['shoe not_allowed_value']);
    const { data } = (await ask(at)).json;
    const [row] = Object.values(data).find((list): list is object[] => Array.isArray(list)) ?? [];
    for (const [name, type] of Object.entries(query)) {
      if (name === 'customer_id' && glue === '&') continue;
      if (name === 'sort_field' && row === undefined) continue;
      const value =
        name === 'sort_field'
          ? Object.keys(row ?? {})[0]
          : (VALUES[name] ?? (type === 'boolean' ? 'true' : '1'));
      const { status } = await ask(`${at}${glue}${type === 'array' ? `${name}[]` : name}=${value}`);
      expect(`${name} ${status}`).toBe(`${name} 200`);
    }
  });

  const VALUES: Readonly<Record<string, string>> = {
    sort_direction: 'DESC',
    date_from: '2024-01-01',
    date_to: '2024-12-31',
    payment_time_from: '2024-01-01T00:00:00',
    payment_time_to: '2024-12-31%2000:00:00',
    time_from: '2024-01-01T00:00:00',
    time_to: '2024-12-31T00:00:00',
  };
});

describe('strictness', () => {
  it('requires a login for everything except the channels', async () => {
    const { baseUrl } = sandbox.careCloud;
    expect((await send(`${baseUrl}/cards`)).status).toBe(401);
    expect((await send(`${baseUrl}/communication-channels`)).status).toBe(200);
  });

  it('returns 404 for an unknown object in a path, and an empty list for a filter', async () => {
    expect((await ask('/customers/nobody/status-records')).status).toBe(404);
    expect((await ask('/wallet/actions/points-overview?customer_id=nobody')).status).toBe(404);
    expect((await ask('/segments/none/segment-records')).status).toBe(404);
    expect((await ask('/vouchers/none')).status).toBe(404);
    expect((await ask('/cards?customer_id=nobody')).json.data).toEqual({ cards: [], total_items: 0 });
  });

  it('names each invalid parameter', async () => {
    expect(errorNames(await ask('/wallet/actions/points-overview?date_from=1.1.2024'))).toEqual([
      'customer_id required',
      'date_from invalid_value_format',
    ]);
    expect(errorNames(await ask('/cards?state=2'))).toEqual(['state not_allowed_value']);
    expect(errorNames(await ask('/cards?is_valid=maybe'))).toEqual(['is_valid not_allowed_value']);
    expect(errorNames(await ask('/cards?sort_field=shoe'))).toEqual(['sort_field not_allowed_value']);
    expect(errorNames(await ask('/cards?customer_id[]=a'))).toEqual(['customer_id[] not_allowed_value']);
    expect(errorNames(await ask(`/customers/${customers[0]}/segment-records?count=5`))).toEqual([
      'count not_allowed_value',
    ]);
  });

  it('accepts a thousand values in a list and no more', async () => {
    const numbers = (count: number) =>
      Array.from({ length: count }, (_, n) => `card_number_list[]=${n}`).join('&');
    expect((await ask(`/cards?${numbers(1000)}`)).status).toBe(200);
    expect(errorNames(await ask(`/cards?${numbers(1001)}`))).toEqual(['card_number_list not_allowed_value']);
  });

  it('refuses other methods', async () => {
    const { baseUrl, token } = sandbox.careCloud;
    const headers = { authorization: `Bearer ${token}` };
    expect((await send(`${baseUrl}/cards`, { method: 'DELETE', headers })).status).toBe(405);
  });
});

describe('the data', () => {
  const share = (count: number) => count / customers.length;

  it('is the same for the same seed, in any order of access', async () => {
    await using twin = await startSandbox({ people: 600 });
    const last = customers.at(-1) ?? '';
    expect(twin.careCloud.loyalty.of('cards', last)).toEqual(sandbox.careCloud.loyalty.of('cards', last));
    expect(twin.careCloud.loyalty.all('purchases')).toEqual(sandbox.careCloud.loyalty.all('purchases'));
  });

  it('has seven in ten with a valid tier, never with two', async () => {
    let valid = 0;
    for (const id of customers.slice(0, 100)) {
      const { json } = await ask(`/customers/${id}/status-records?valid_now=true`);
      expect(json.data.total_items).toBeLessThanOrEqual(1);
      valid += json.data.total_items;
    }
    expect(valid).toBeGreaterThan(55);
    expect(valid).toBeLessThan(85);
  });

  it('has a segment with a third of all customers and one without any; both sides of a membership agree', async () => {
    const { json } = await ask('/segments/82bb03b2c3d4e5f60718293b43/segment-records');
    const members: string[] = json.data.segment_records.map((row: Record<string, string>) => row.customer_id);
    expect(share(members.length)).toBeGreaterThan(0.26);
    expect(share(members.length)).toBeLessThan(0.41);
    for (const id of customers.slice(0, 40)) {
      const own = (await ask(`/customers/${id}/segment-records`)).json.data.segment_records;
      expect(own.some((row: Record<string, string>) => row.segment_id === '82bb03b2c3d4e5f60718293b43')).toBe(
        members.includes(id),
      );
    }
    expect((await ask('/segments/82cc03b2c3d4e5f60718293c43/segment-records')).json.data.total_items).toBe(0);
  });

  it('finds a card by its number, by its second number only on request, and free cards without a holder', async () => {
    const cards = sandbox.careCloud.loyalty.all('cards');
    const second = cards.find((card) => card.secondary_card_number)?.secondary_card_number ?? '';
    expect((await ask(`/cards?card_number_list[]=${second}`)).json.data.total_items).toBe(0);
    const found = await ask(`/cards?card_number_list[]=${second}&search_secondary_card_number=true`);
    expect(found.json.data.total_items).toBeGreaterThan(0);
    expect((await ask('/cards?card_number=1000777000100')).json.data.cards[0].customer_id).toBeNull();
    expect((await ask('/cards?card_number=1000000000016')).json.data.total_items).toBe(2);
  });

  it('has one customer with three hundred purchases, newest first if so sorted, items only on request', async () => {
    const path = `/purchases?customer_id=${customers[0]}&count=1&sort_field=payment_time&sort_direction=DESC`;
    const { json } = await ask(path);
    expect(json.data.total_items).toBe(300);
    expect(json.data.purchases[0].purchase_items).toEqual([]);
    const newest = sandbox.careCloud.loyalty.of('purchases', customers[0] ?? '').at(-1);
    expect(json.data.purchases[0].payment_time).toBe(newest?.payment_time);
    const [full] = (await ask(`${path}&purchase_items_extension=true`)).json.data.purchases;
    expect(full.purchase_items).toHaveLength(full.items_count);
  });

  it('has consistent wallets: available is earned minus redeemed', async () => {
    for (const id of customers.slice(0, 30)) {
      const { data } = (await ask(`/wallet/actions/points-overview?customer_id=${id}`)).json;
      expect(data.available_points).toBeCloseTo(data.earned_points - data.redeemed_points, 2);
      expect(data.available_points).toBeGreaterThanOrEqual(0);
      const within = await ask(`/wallet/actions/points-overview?customer_id=${id}&date_from=2030-01-01`);
      expect(within.json.data).toMatchObject({ earned_points: 0, available_points: data.available_points });
    }
  });

  it('has an external id that two systems assigned to two customers', async () => {
    const { data } = (await ask('/customer-source-records?external_ids[]=EXT-SHARED-1')).json;
    const records: Record<string, string>[] = data.customer_source_records;
    expect(new Set(records.map((row) => row.customer_source_id)).size).toBe(2);
    const [first] = records;
    const scoped = await ask(
      `/customer-source-records?external_ids[]=EXT-SHARED-1&customer_source_id=${first?.customer_source_id}`,
    );
    expect(scoped.json.data.customer_source_records).toEqual([first]);
  });

  it('has relations that both sides return, past ones only on request', async () => {
    let pairs = 0;
    for (const id of customers.slice(0, 150)) {
      const all = (await ask(`/customers/${id}/related-customers?all_customer_relations=true`)).json.data;
      const now = (await ask(`/customers/${id}/related-customers`)).json.data;
      expect(now.total_items).toBeLessThanOrEqual(all.total_items);
      for (const relation of all.related_customers) {
        const back = await ask(
          `/customers/${relation.related_customer_id}/related-customers?all_customer_relations=true`,
        );
        const twin = back.json.data.related_customers.find(
          (row: Record<string, string>) => row.related_customer_id === id,
        );
        expect(twin.is_leading).toBe(!relation.is_leading);
        pairs += 1;
      }
    }
    expect(pairs).toBeGreaterThan(4);
  });

  it('has catalogue texts in Czech and English, and in Czech for any other language', async () => {
    const names = async (language: string) =>
      (await ask('/statuses', { 'accept-language': language })).json.data.statuses.map(
        (row: Record<string, string>) => row.name,
      );
    expect(await names('en')).toEqual(['Basic', 'Silver', 'Gold', 'Platinum']);
    expect(await names('cs')).toEqual(['Základní', 'Stříbrný', 'Zlatý', 'Platinový']);
    expect(await names('tlh')).toEqual(await names('cs'));
  });

  it('has replaced rows where a test set them', async () => {
    const id = customers[7] ?? '';
    sandbox.careCloud.loyalty.set('cards', id, []);
    expect((await ask(`/cards?customer_id=${id}`)).json.data.total_items).toBe(0);
  });
});

describe('undocumented behaviours', () => {
  const owners = ({ json }: Reply): string[] =>
    json.data.purchases.map(({ customer_id: id }: Record<string, string>) => id);

  it('can support a list of customer ids, ignore it, or return a row of another customer', async () => {
    const [a = '', b = ''] = customers.filter(
      (id) => sandbox.careCloud.loyalty.of('purchases', id).length > 0,
    );
    const path = `/purchases?customer_id[]=${a}&customer_id[]=${b}&count=1000`;
    expect((await ask(path)).status).toBe(400);
    sandbox.setPersonalities([customerIdListHonoured()]);
    expect(new Set(owners(await ask(path)))).toEqual(new Set([a, b]));
    sandbox.setPersonalities([customerIdListIgnored()]);
    expect(new Set(owners(await ask(path))).size).toBeGreaterThan(2);
    sandbox.setPersonalities([foreignRows()]);
    expect(owners(await ask(`/purchases?customer_id=${a}`))[0]).not.toBe(a);
    sandbox.setPersonalities([]);
  });

  it('can cut the members of a segment, with their true number', async () => {
    sandbox.setPersonalities([segmentRecordsCut(10)]);
    const { data } = (await ask('/segments/82bb03b2c3d4e5f60718293b43/segment-records')).json;
    expect(data.segment_records).toHaveLength(10);
    expect(data.total_items).toBeGreaterThan(10);
    sandbox.setPersonalities([]);
  });
});
