import { afterAll, beforeAll, expect, it } from 'vitest';
import { careCloudRow } from '../../../src/sandbox/carecloud/wire.ts';
import { helpCrunchRow } from '../../../src/sandbox/helpcrunch/wire.ts';
import { createPersonalities, personalitiesNamed } from '../../../src/sandbox/personality/personalities.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import {
  askCareCloud,
  askHelpCrunch,
  careCloudIds,
  helpCrunchIds,
  type Reply,
  searchHelpCrunch,
  send,
} from '../support/sandbox-client.ts';

const ROWS = 120;
let sandbox: Sandbox;

/**
 * Row n is called `Jan <n>` with the email `P<n>@x.cz`. Every third was never seen or changed, the others within ten
 * seconds.
 */
beforeAll(async () => {
  const numbers = Array.from({ length: ROWS }, (_, index) => index + 1);
  sandbox = await startSandbox({
    helpCrunchRequestsPerMinute: null,
    data: {
      careCloud: numbers.map((n) =>
        careCloudRow(
          {
            customer_id: `c${n}`,
            state: n % 4 === 0 ? 0 : 1,
            ...(n % 3 !== 0 && { last_change: `2024-01-01 00:00:0${n % 10}` }),
          },
          { email: `P${n}@x.cz`, first_name: `Jan${n}`, last_name: '77', phone: `4200${n}` },
        ),
      ),
      helpCrunch: numbers.map((n) =>
        helpCrunchRow({
          id: n,
          name: `Jan ${n}`,
          email: `P${n}@x.cz`,
          userId: String(n),
          lastSeen: n % 3 === 0 ? null : 1000 + (n % 10),
          tags: [1, 2, 3].map((tag) => ({ name: String(tag), color: '#fff' })),
        }),
      ),
    },
  });
});
afterAll(() => sandbox.close());

const search = (conditions: readonly (readonly [string, string, unknown])[], rest: object = {}) =>
  searchHelpCrunch(sandbox, {
    filter: conditions.map(([field, operator, value]) => ({ field: `customers.${field}`, operator, value })),
    ...(conditions.length > 1 && { comparison: 'OR' }),
    ...rest,
  });
const emails = (count: number) =>
  Array.from({ length: count }, (_, index) => ['email', '=', `P${index + 1}@x.cz`] as const);
const emailList = (count: number) =>
  `/customers?${emails(count)
    .map(([, , email]) => `email_list[]=${email}`)
    .join('&')}`;
const accounts = (path = '/customers') => askCareCloud(sandbox, path);
const profiles = (query = '') => askHelpCrunch(sandbox, `/customers${query}`);
const chats = (query = '?limit=100') => askHelpCrunch(sandbox, `/chats${query}`);
const chatRows = () => sandbox.helpCrunch.chats.rows.length;
const sizes = ({ json }: Reply) => [json.data.length, json.meta.total];
const bySeen = '?sort=customers.lastSeen&order=asc';
const nobody = () => search([['email', '=', 'nobody@x.cz']]);
const noAccount = () => accounts('/customers?email=nobody@x.cz');
const seen = ({ json }: Reply) => json.data.map(({ lastSeen }: { lastSeen: string | null }) => lastSeen);

/** For each personality, what its vendor returns only with it. */
const EXPECTED: Readonly<Record<string, () => Promise<void>>> = {
  async 'helpcrunch-equals-minds-case'() {
    expect(helpCrunchIds(await search([['email', '=', 'p5@x.cz']]))).toEqual([]);
    expect(helpCrunchIds(await search([['email', '=', 'P5@x.cz']]))).toEqual([5]);
    expect(helpCrunchIds(await search([['email', '~', 'p5@x']]))).toEqual([5]);
  },
  async 'helpcrunch-equals-ignores-blanks'() {
    expect(helpCrunchIds(await search([['email', '=', ' p5@x.cz ']]))).toEqual([5]);
  },
  async 'carecloud-email-minds-case'() {
    expect(careCloudIds(await accounts('/customers?email=p5@x.cz'))).toEqual([]);
    expect(careCloudIds(await accounts('/customers?email_list[]=P5@x.cz'))).toEqual(['c5']);
    expect(careCloudIds(await accounts('/customers?first_name=JAN5'))).toEqual(['c5']);
  },
  async 'names-mind-case'() {
    expect(careCloudIds(await accounts('/customers?first_name=JAN5'))).toEqual([]);
    expect(helpCrunchIds(await search([['name', '~', 'JAN 5']]))).toEqual([]);
    expect(careCloudIds(await accounts('/customers?email=p5@x.cz'))).toEqual(['c5']);
  },
  async 'accents-ignored'() {
    expect(careCloudIds(await accounts('/customers?first_name=J%C3%A1n5'))).toEqual(['c5']);
    expect(helpCrunchIds(await search([['name', '~', 'ján 5']]))).toContain(5);
    expect(careCloudIds(await accounts('/customers?last_name=7'))).toEqual([]);
  },
  async 'carecloud-names-find-parts'() {
    expect(careCloudIds(await accounts('/customers?first_name=jan5&count=2'))).toEqual(['c5', 'c50']);
    expect(careCloudIds(await accounts('/customers?first_name=an5'))).toEqual([]);
    expect(careCloudIds(await accounts('/customers?email=p5'))).toEqual([]);
  },
  async 'contains-beginning'() {
    expect(helpCrunchIds(await search([['email', '~', 'p5@']]))).toEqual([5]);
    expect(helpCrunchIds(await search([['email', '~', '5@']]))).toEqual([]);
  },
  async 'contains-word'() {
    expect(helpCrunchIds(await search([['name', '~', 'ja']]))).toEqual([]);
    expect(helpCrunchIds(await search([['name', '~', '12']]))).toEqual([12]);
  },
  async 'totals-too-high'() {
    expect((await accounts()).json.data.total_items).toBe(ROWS + 1);
    expect((await nobody()).json.total).toBe(1);
  },
  async 'totals-capped'() {
    expect([(await accounts()).json.data.total_items, (await profiles()).json.total]).toEqual([100, 100]);
    expect((await search(emails(3))).json.total).toBe(3);
  },
  async 'totals-too-low'() {
    expect([(await profiles()).json.total, (await search(emails(1))).json.total]).toEqual([ROWS - 2, 0]);
  },
  async 'totals-missing'() {
    const { data } = (await accounts()).json;
    expect([data.customers.length, 'total_items' in data]).toEqual([50, false]);
    const page = (await profiles()).json;
    expect([page.data.length, 'total' in page]).toEqual([50, false]);
  },
  async 'list-hides-deleted'() {
    expect(careCloudIds(await accounts('/customers?count=8'))).not.toContain('c4');
    expect(careCloudIds(await accounts('/customers?email=p4@x.cz'))).toEqual(['c4']);
    expect((await accounts('/customers/c4')).status).toBe(200);
  },
  async 'search-hides-deleted'() {
    expect(careCloudIds(await accounts('/customers?count=8'))).toContain('c4');
    expect(careCloudIds(await accounts('/customers?email=p4@x.cz'))).toEqual([]);
  },
  async 'look-ups-hide-deleted'() {
    expect(careCloudIds(await accounts('/customers?count=8'))).toContain('c4');
    expect(careCloudIds(await accounts('/customers?email=p4@x.cz'))).toEqual([]);
    expect((await accounts('/customers/c4')).status).toBe(404);
    expect((await accounts('/customers/c5')).status).toBe(200);
  },
  async 'totals-of-page'() {
    expect((await accounts('/customers?count=8')).json.data.total_items).toBe(8);
    expect((await profiles('?limit=7&offset=3')).json.total).toBe(7);
  },
  async 'large-search-pages-refused'() {
    expect((await search(emails(3), { limit: 51 })).status).toBe(400);
    expect((await search(emails(3), { limit: 50 })).status).toBe(200);
    expect((await profiles('?limit=100')).status).toBe(200);
  },
  async 'carecloud-search-lags'() {
    const found = careCloudIds(await accounts(emailList(100)));
    expect(found.length).toBeGreaterThan(70);
    expect(found.length).toBeLessThan(90);
    expect(careCloudIds(await accounts())).toHaveLength(100);
  },
  async 'helpcrunch-search-lags'() {
    const { length } = helpCrunchIds(await search(emails(100)));
    expect(length).toBeGreaterThan(70);
    expect(length).toBeLessThan(90);
    expect(helpCrunchIds(await profiles())).toHaveLength(100);
  },
  async 'carecloud-list-lags'() {
    const { length } = careCloudIds(await accounts());
    expect(length).toBeGreaterThan(70);
    expect(length).toBeLessThan(100);
    expect(careCloudIds(await accounts(emailList(20)))).toHaveLength(20);
  },
  async 'helpcrunch-list-lags'() {
    const { length } = helpCrunchIds(await profiles());
    expect(length).toBeGreaterThan(70);
    expect(length).toBeLessThan(100);
    expect(helpCrunchIds(await search(emails(20)))).toHaveLength(20);
  },
  async 'email-list-cut'() {
    expect(careCloudIds(await accounts(emailList(30)))).toHaveLength(20);
  },
  async 'or-search-cut'() {
    expect(helpCrunchIds(await search(emails(30)))).toHaveLength(25);
  },
  async 'large-searches-refused'() {
    expect([(await search(emails(50))).status, (await search(emails(51))).status]).toEqual([200, 400]);
    expect((await accounts(emailList(51))).json.error.error_data.invalid_params).toEqual([]);
  },
  async 'email-searches-refused'() {
    expect((await search(emails(1))).status).toBe(400);
    expect((await search([['userId', '=', '5']])).status).toBe(200);
  },
  async 'large-pages-refused'() {
    expect([(await profiles('?limit=50')).status, (await profiles('?limit=51')).status]).toEqual([200, 400]);
    expect((await search(emails(1), { limit: 51 })).status).toBe(400);
    expect((await accounts('/customers?count=51')).status).toBe(400);
  },
  async 'count-refused'() {
    expect([(await accounts()).status, (await accounts('/customers?count=5')).status]).toEqual([200, 400]);
  },
  async 'search-forbidden'() {
    expect([(await search(emails(1))).status, (await profiles()).status]).toEqual([403, 200]);
  },
  async 'search-missing'() {
    expect([(await search(emails(1))).status, (await profiles()).status]).toEqual([404, 200]);
  },
  async 'criteria-forbidden'() {
    expect([(await noAccount()).status, (await accounts()).status]).toEqual([403, 200]);
  },
  async 'ties-random'() {
    expect(helpCrunchIds(await profiles(bySeen))).not.toEqual(helpCrunchIds(await profiles(bySeen)));
    expect(seen(await profiles(bySeen))).toEqual(seen(await profiles(bySeen)));
  },
  async 'ties-by-range'() {
    const [first, again, other] = [
      helpCrunchIds(await profiles(`${bySeen}&limit=20&offset=10`)),
      helpCrunchIds(await profiles(`${bySeen}&limit=20&offset=10`)),
      helpCrunchIds(await profiles(`${bySeen}&limit=20&offset=20`)),
    ];
    expect(first).toEqual(again);
    expect(first.slice(10)).not.toEqual(other.slice(0, 10));
  },
  async 'ties-by-limit'() {
    const whole = helpCrunchIds(await profiles(`${bySeen}&limit=20`));
    expect(helpCrunchIds(await profiles(`${bySeen}&limit=20&offset=10`))).not.toEqual(whole);
    expect(helpCrunchIds(await profiles(`${bySeen}&limit=21`)).slice(0, 20)).not.toEqual(whole);
  },
  async 'nulls-reordered'() {
    const [one, two] = [helpCrunchIds(await profiles(bySeen)), helpCrunchIds(await profiles(bySeen))];
    expect(one.slice(0, 40)).not.toEqual(two.slice(0, 40));
    expect(one.slice(40)).toEqual(two.slice(40));
  },
  async 'nulls-last'() {
    expect(seen(await profiles(bySeen)).slice(0, 80)).not.toContain(null);
    expect(seen(await profiles('?sort=customers.lastSeen&order=desc'))[0]).toBeNull();
  },
  async 'desc-keeps-ties'() {
    const descending = helpCrunchIds(await profiles('?sort=customers.lastSeen&order=desc'));
    expect(descending.slice(0, 3)).toEqual([19, 29, 49]);
  },
  async 'sort-ignored'() {
    expect(helpCrunchIds(await profiles(bySeen)).slice(0, 3)).toEqual([1, 2, 3]);
    expect(careCloudIds(await accounts('/customers?sort_field=last_change&sort_direction=DESC'))[0]).toBe(
      'c1',
    );
  },
  async 'times-in-milliseconds'() {
    expect(seen(await profiles('?limit=3'))).toEqual(['1001000', '1002000', null]);
  },
  async 'rows-without-id'() {
    expect(
      helpCrunchIds(await profiles('?limit=20')).filter((id) => id === undefined).length,
    ).toBeGreaterThan(0);
    expect(careCloudIds(await accounts()).filter((id) => id === undefined).length).toBeGreaterThan(0);
  },
  async 'ids-too-large'() {
    expect((await profiles('?limit=20')).text).toMatch(/"id":90071992547409\d\d,/);
  },
  async 'numeric-texts'() {
    const [row] = (await profiles('?limit=1')).json.data;
    expect([row.userId, row.tags[0].name]).toEqual([1, 1]);
    const [account] = (await accounts()).json.data.customers;
    expect([account.personal_information.phone, account.personal_information.last_name]).toEqual([42001, 77]);
  },
  async 'lists-with-gaps'() {
    const { data } = (await profiles('?limit=3')).json;
    expect(Object.keys(data)).toEqual(['0', '2', '3']);
    expect(Object.keys(data[0].tags)).toEqual(['0', '2', '3']);
    expect(Object.keys((await accounts('/customers?count=2')).json.data.customers)).toEqual(['0', '2']);
  },
  async 'id-twice'() {
    expect(helpCrunchIds(await profiles('?limit=2'))).toEqual([1, 1, 2]);
  },
  async 'rows-large'() {
    expect((await profiles('?limit=2')).text.length).toBeGreaterThan(400_000);
  },
  async 'nobody-is-204'() {
    expect([(await nobody()).status, (await noAccount()).status, (await profiles()).status]).toEqual([
      204, 204, 200,
    ]);
  },
  async 'nobody-is-empty'() {
    expect([await nobody(), await noAccount()].map(({ status, text }) => [status, text])).toEqual([
      [200, ''],
      [200, ''],
    ]);
  },
  async 'nobody-is-null'() {
    expect([(await nobody()).text, (await noAccount()).text]).toEqual(['null', 'null']);
  },
  async 'nobody-is-404'() {
    expect([(await nobody()).status, (await noAccount()).status]).toEqual([404, 404]);
    expect((await profiles('?offset=500')).status).toBe(200);
  },
  async 'gzip-unasked'() {
    expect((await profiles('?limit=1')).headers.get('content-encoding')).toBe('gzip');
  },
  async 'brotli-unasked'() {
    expect((await profiles('?limit=1')).headers.get('content-encoding')).toBe('br');
  },
  async redirects() {
    const reply = await send(`${sandbox.helpCrunch.baseUrl}/customers/1`, { redirect: 'manual' });
    expect([reply.status, reply.headers.get('location')]).toEqual([307, '/v1/moved/customers/1']);
    expect(helpCrunchIds(await profiles('?limit=1'))).toEqual([1]);
    expect(careCloudIds(await accounts('/customers?email=p5@x.cz'))).toEqual(['c5']);
  },
  async 'customer-id-list-honoured'() {
    expect(await owners('/purchases?customer_id[]=c1&customer_id[]=c2&count=1000')).toEqual(['c1', 'c2']);
  },
  async 'customer-id-list-ignored'() {
    expect((await owners('/purchases?customer_id[]=c1&count=1000')).length).toBeGreaterThan(2);
  },
  async 'customer-id-list-first'() {
    expect(await owners('/purchases?customer_id[]=c1&customer_id[]=c2&count=1000')).toEqual(['c1']);
  },
  async 'customer-id-list-last'() {
    expect(await owners('/purchases?customer_id[]=c1&customer_id[]=c2&count=1000')).toEqual(['c2']);
  },
  async 'customer-id-list-all'() {
    expect(await owners('/purchases?customer_id[]=c1&customer_id[]=c2&count=1000')).toEqual([]);
    expect(await owners('/purchases?customer_id[]=c1&count=1000')).toEqual(['c1']);
  },
  async 'customer-id-list-cut'() {
    const others = Array.from({ length: 19 }, (_, index) => `customer_id[]=nobody${index}`).join('&');
    expect(await owners(`/purchases?customer_id[]=c1&${others}&customer_id[]=c2&count=1000`)).toEqual(['c1']);
  },
  async 'foreign-rows'() {
    expect(await owners('/purchases?customer_id=c1&count=1')).not.toEqual(['c1']);
  },
  async 'segment-records-cut'() {
    for (const { customer_id } of sandbox.careCloud.rows) {
      const record = { segment_id: SEGMENT, customer_id, created_at: '2024-01-01 00:00:00' };
      sandbox.careCloud.loyalty.set('segment_records', customer_id, [record]);
    }
    const { data } = (await accounts(`/segments/${SEGMENT}/segment-records`)).json;
    expect([data.segment_records.length, data.total_items]).toEqual([100, ROWS]);
  },
  async 'loyalty-lists-cut'() {
    const rows = Array.from({ length: 25 }, (_, index) => ({ card_id: `card-${index}`, customer_id: 'c1' }));
    sandbox.careCloud.loyalty.set('cards', 'c1', rows as never);
    const { data } = (await accounts('/cards?customer_id=c1&count=100')).json;
    expect([data.cards.length, 'total_items' in data]).toEqual([20, false]);
  },
  async 'chat-pages-cut'() {
    expect(sizes(await chats())).toEqual([20, chatRows()]);
    expect((await chats('?limit=5')).json.data).toHaveLength(5);
  },
  async 'chat-totals-missing'() {
    expect(sizes(await chats())).toEqual([20, undefined]);
  },
  async 'chat-totals-of-page'() {
    expect(sizes(await chats('?limit=30'))).toEqual([30, 30]);
  },
  async 'chat-totals-too-high'() {
    expect(sizes(await chats('?limit=30'))).toEqual([30, chatRows() + 1]);
  },
  async 'chat-totals-too-low'() {
    expect(sizes(await chats('?limit=30'))).toEqual([30, chatRows() - 2]);
  },
  async 'chat-sort-ignored'() {
    const ids = async (order: string) =>
      (await chats(`?limit=30&sort=chats.createdAt&order=${order}`)).json.data.map(
        ({ id }: { id: number }) => id,
      );
    expect(await ids('asc')).toEqual(await ids('desc'));
  },
  async 'logins-exclusive'() {
    const { login, password, applicationId } = sandbox.careCloud;
    await send(`${sandbox.careCloud.baseUrl}/users/actions/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password, user_external_application_id: applicationId }),
    });
    expect((await accounts()).status).toBe(401);
  },
};

const SEGMENT = '82bb03b2c3d4e5f60718293b43';
const owners = async (path: string): Promise<string[]> => {
  const rows: { customer_id: string }[] = (await accounts(path)).json.data.purchases;
  return [...new Set(rows.map(({ customer_id: id }) => id))];
};

it('has an expectation for every personality, and no name twice', () => {
  const names = createPersonalities().map(({ name }) => name);
  expect(names.toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
});

it.each(Object.keys(EXPECTED))('%s behaves as described, and differs from the default', async (name) => {
  sandbox.setPersonalities([]);
  await expect(EXPECTED[name]?.()).rejects.toThrow();
  sandbox.setPersonalities(personalitiesNamed(name));
  await EXPECTED[name]?.();
});

it('lists the existing names for an unknown one', () => {
  expect(() => personalitiesNamed('totals-capped, moody')).toThrow(/totals-too-high.*got "moody"/);
});
