import { describe, expect, it, onTestFinished } from 'vitest';
import type { CustomerSource, SourceQuery } from '../../../src/customers/customer-source.ts';
import type { CareCloudCustomer } from '../../../src/customers/model/care-cloud-customer.ts';
import type { RecordKey } from '../../../src/customers/model/source-record.ts';
import { createUpstreamClient } from '../../../src/upstream/upstream-client.ts';
import { type CareCloudSourceOptions, createCareCloudSource } from '../../../src/vendors/carecloud/source.ts';
import {
  type ScriptedAnswer,
  type ScriptedRequest,
  type ScriptedServer,
  startScriptedServer,
  testCall,
} from './support/care-cloud.ts';

interface Opened {
  readonly source: CustomerSource<CareCloudCustomer>;
  readonly server: ScriptedServer;
  readonly undecodable: string[];
}

async function open(
  answer: (request: ScriptedRequest) => ScriptedAnswer | Promise<ScriptedAnswer>,
  options: Partial<CareCloudSourceOptions> = {},
): Promise<Opened> {
  const server = await startScriptedServer(answer);
  const undecodable: string[] = [];
  let close = async () => {};
  const source = createCareCloudSource({
    openClient: (parts) => {
      const client = createUpstreamClient({
        ...parts,
        baseUrl: server.baseUrl,
        cacheFreshMs: 0,
        cacheStaleMs: 0,
        retry: { mostAttempts: 1, baseMs: 1, capMs: 1 },
      });
      close = () => client.close();
      return client;
    },
    credentials: { token: 'given' },
    timeZone: 'Europe/Prague',
    lookUpBatch: 3,
    metrics: { decodeFailed: (_source, field) => undecodable.push(field) },
    ...options,
  });
  onTestFinished(async () => {
    await close();
    await server[Symbol.asyncDispose]();
  });
  return { source, server, undecodable };
}

const row = (customer_id: string, personal_information: object = {}, top: object = {}) => ({
  customer_id,
  personal_information,
  ...top,
});
const page = (rows: readonly object[], total_items = rows.length): ScriptedAnswer => ({
  body: { data: { customers: rows, total_items } },
});
const byId: SourceQuery = { filter: null, order: { field: 'CUSTOMER_ID', direction: 'ASC' } };
const id = (value: string): RecordKey => ({ kind: 'id', value });
const email = (value: string): RecordKey => ({ kind: 'email', value });
const idsOf = (found: readonly (readonly { readonly id: string }[])[]) =>
  found.map((records) => records.map((record) => record.id));
const notFound: ScriptedAnswer = {
  status: 400,
  body: { error: { error_data: { invalid_params: [{ name: 'customer_ids', reason: 'not_found' }] } } },
};

/** A vendor that refuses a list for an unknown id. */
const refusesNobody = ({ url }: ScriptedRequest): ScriptedAnswer =>
  url.includes('=nobody')
    ? notFound
    : page([...url.matchAll(/customer_ids\[\]=(\w+)/g)].map(([, key]) => row(key ?? '')));
/** The ids in each request. */
const namedIn = (asked: readonly string[]) =>
  asked.map((line) => [...line.matchAll(/\[\]=(\w+)/g)].map(([, key]) => key).join());

describe('a CareCloud that returns no more rows at once than by default', () => {
  const strict = ({ url }: ScriptedRequest): ScriptedAnswer => {
    const asked = new URL(url, 'http://x').searchParams;
    const [count, offset] = [Number(asked.get('count')), Number(asked.get('offset'))];
    if (count > 100) {
      const refused = { name: 'count', reason: 'not_allowed_value' };
      return { status: 400, body: { error: { error_data: { invalid_params: [refused] } } } };
    }
    const rows = Array.from({ length: 250 }, (_, index) => row(String(1000 + index), { email: 'a@x' }));
    return page(rows.slice(offset, offset + count), 250);
  };
  const counts = (asked: readonly string[]) => asked.map((line) => Number(/count=(\d+)/.exec(line)?.[1]));

  it('is asked for more once, and for a hundred from then on', async () => {
    const { source, server } = await open(strict);
    const range = { offset: 0, limit: 102 };
    expect((await source.list(byId, range, testCall())).records).toHaveLength(100);
    expect((await source.list(byId, range, testCall())).records).toHaveLength(100);
    expect(counts(server.asked)).toEqual([102, 100, 100]);
  });

  it('answers a look-up in pages', async () => {
    const { source } = await open(strict);
    const keys = Array.from({ length: 60 }, (_, index) => email(index === 0 ? 'a@x' : `nobody${index}@x`));
    const [found] = await source.lookUp(keys, testCall());
    expect(found).toHaveLength(250);
  });
});

describe('a list', () => {
  it('is one request, in the vendor’s own terms', async () => {
    const { source, server } = await open(() =>
      page([row('1', { email: 'a@x' }, { state: 1 }), row('2')], 42),
    );
    const call = testCall();
    const query = { ...byId, filter: { email_list: ['a+b@x', 'č@x'], last_name: 'A & B' } };
    const { records, total } = await source.list(query, { offset: 20, limit: 10 }, call);
    expect(server.asked).toEqual([
      'GET /customers?count=10&offset=20&sort_field=customer_id&sort_direction=ASC&last_name=A%20%26%20B&email_list[]=a%2Bb%40x&email_list[]=%C4%8D%40x',
    ]);
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer given',
      accept: 'application/json',
    });
    expect(server.requests[0]?.headers).not.toHaveProperty('accept-language');
    expect(total).toBe(42);
    expect(records.map(({ source: name, id: key, rank }) => [name, key, rank])).toEqual([
      ['CARECLOUD', '1', 0],
      ['CARECLOUD', '2', 1],
    ]);
    expect(call.lines).toEqual([
      'GET /customers count,offset,sort_field,sort_direction,last_name,email_list[]',
    ]);
  });

  it('uses the requested language and salutation, else the language of the settings', async () => {
    const { source, server } = await open(() => page([]), { language: 'cs' });
    await source.list(byId, { offset: 0, limit: 1 }, testCall());
    await source.list(
      { ...byId, options: { language: 'en-gb', shortSalutation: true } },
      { offset: 0, limit: 1 },
      testCall(),
    );
    expect(server.requests.map(({ headers }) => headers['accept-language'])).toEqual(['cs', 'en-gb']);
    expect(server.asked[1]).toMatch(/&customer_short_salutation=true$/);
  });

  it('of a thousand values is still one request', async () => {
    const { source, server } = await open(() => page([]));
    const emails = Array.from({ length: 1000 }, (_, index) => `person.number.${index}@example.com`);
    const [filter] = source.planOwn({ emails }).filters;
    await source.list({ ...byId, filter }, { offset: 0, limit: 100 }, testCall());
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.match(/email_list\[\]=/g)).toHaveLength(1000);
  });

  it('of an empty array of values is empty without a request', async () => {
    const { source, server } = await open(() => page([row('1')]));
    const query = { ...byId, filter: { customer_ids: [] } };
    expect(await source.list(query, { offset: 0, limit: 1 }, testCall())).toEqual({ records: [], total: 0 });
    expect(server.asked).toEqual([]);
  });

  it('keeps no more rows than requested', async () => {
    const { source } = await open(() => page([row('1'), row('2'), row('3')], 3));
    const { records } = await source.list(byId, { offset: 0, limit: 2 }, testCall());
    expect(records).toHaveLength(2);
  });

  it('loses no row to an invalid field, and counts the field', async () => {
    const { source, undecodable } = await open(() =>
      page([row('1', { birthdate: '985-02-12', last_name: 'S' })]),
    );
    const { records } = await source.list(byId, { offset: 0, limit: 1 }, testCall());
    expect(records[0]?.own).toMatchObject({ birthdate: null, lastName: 'S' });
    expect(undecodable).toEqual(['personal_information.birthdate']);
  });

  it('refuses an invalid language before any request', async () => {
    const { source, server } = await open(() => page([]));
    const query = { ...byId, options: { language: 'a\r\nb: c' } };
    await expect(source.list(query, { offset: 0, limit: 1 }, testCall())).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(server.asked).toEqual([]);
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['an invalid list', { body: { data: { customers: null } } }, 'UPSTREAM_INVALID_RESPONSE'],
    ['an error in a 200', { body: { error: { title: 'x' } } }, 'UPSTREAM_INVALID_RESPONSE'],
    ['HTML', { body: '<html>', headers: { 'content-type': 'text/html' } }, 'UPSTREAM_INVALID_RESPONSE'],
    ['nothing', { body: '' }, 'UPSTREAM_INVALID_RESPONSE'],
    ['half a JSON', { body: '{"data":{"customers":[' }, 'UPSTREAM_INVALID_RESPONSE'],
    ['400', { status: 400, body: {} }, 'UPSTREAM_REJECTED'],
    ['401', { status: 401, body: {} }, 'UPSTREAM_REJECTED'],
    ['403', { status: 403, body: '<html>' }, 'UPSTREAM_REJECTED'],
    ['404', { status: 404, body: '' }, 'UPSTREAM_REJECTED'],
    ['405', { status: 405, body: {} }, 'UPSTREAM_REJECTED'],
    ['429', { status: 429, body: '', headers: { 'retry-after': '60' } }, 'UPSTREAM_RATE_LIMITED'],
    ['500', { status: 500, body: {} }, 'UPSTREAM_UNAVAILABLE'],
    ['503', { status: 503, body: '' }, 'UPSTREAM_UNAVAILABLE'],
  ])('answered with %s is an error of the table', async (_what, answer, code) => {
    const { source } = await open(() => answer);
    await expect(source.list(byId, { offset: 0, limit: 1 }, testCall())).rejects.toMatchObject({
      code,
      source: 'CARECLOUD',
    });
  });
});

describe('a look-up', () => {
  it('without keys sends no request', async () => {
    const { source, server } = await open(() => page([]));
    expect(await source.lookUp([], testCall())).toEqual([]);
    expect(await source.lookUp([email('-')], testCall())).toEqual([[]]);
    expect(server.asked).toEqual([]);
  });

  it('of one id fetches that customer; 404 is null', async () => {
    const { source, server } = await open(({ url }) =>
      url === '/customers/8ea6' ? { body: { data: row('8ea6') } } : { status: 404, body: '' },
    );
    const call = testCall();
    expect(idsOf(await source.lookUp([id('8ea6')], call))).toEqual([['8ea6']]);
    expect(idsOf(await source.lookUp([id('gone')], call))).toEqual([[]]);
    expect(server.asked).toEqual(['GET /customers/8ea6', 'GET /customers/gone']);
    expect(call.lines).toEqual(['GET /customers/{customer_id}', 'GET /customers/{customer_id}']);
  });

  it('notices a list by ids that lacks an account which the whole list showed', async () => {
    const { source } = await open(({ url }) => {
      if (url.startsWith('/customers/8eb')) return { body: { data: row('8eb') } };
      return page(url.includes('customer_ids') ? [row('8ea')] : [row('8ea'), row('8eb')]);
    });
    const isComplete = () => source.traits?.().find(({ name }) => name === 'criteria.complete')?.value;
    await source.list(byId, { offset: 0, limit: 2 }, testCall());
    await source.list(
      { ...byId, filter: { customer_ids: ['8ea', 'gone'] } },
      { offset: 0, limit: 10 },
      testCall(),
    );
    expect(isComplete()).toBe('YES');
    await source.list(
      { ...byId, filter: { customer_ids: ['8ea', '8eb'] } },
      { offset: 0, limit: 10 },
      testCall(),
    );
    expect(isComplete()).toBe('NO');
  });

  it('of one id that a list showed asks the list where the customer is not found by the id alone', async () => {
    const { source, server } = await open(({ url }) =>
      url.startsWith('/customers?') ? page([row('8ea6')]) : { status: 404, body: '' },
    );
    await source.list(byId, { offset: 0, limit: 1 }, testCall());
    expect(idsOf(await source.lookUp([id('8ea6')], testCall()))).toEqual([['8ea6']]);
    expect(idsOf(await source.lookUp([id('gone')], testCall()))).toEqual([[]]);
    expect(server.asked.slice(1)).toEqual([
      'GET /customers/8ea6',
      expect.stringContaining('customer_ids[]=8ea6'),
      'GET /customers/gone',
    ]);
  });

  it.each([
    ['email', email('a@x')],
    ['phone', { kind: 'phone', value: '+420601234567' } as const],
  ])('by %s does not treat a missing resource (a wrong base URL) as no match', async (_kind, key) => {
    const { source } = await open(() => ({ status: 404, body: '<html>' }));
    await expect(source.lookUp([key], testCall())).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
  });

  it('sends each kind of key separately, in batches, and aligns the results', async () => {
    const { source, server } = await open(({ url }) =>
      page(
        url.includes('customer_ids')
          ? [row('1'), row('2')]
          : [row('7', { email: 'a@x' }), row('8', { email: 'B@x' }), row('9', { email: 'stray@x' })],
      ),
    );
    const found = await source.lookUp(
      [email('b@x'), id('1'), email('A@x'), { kind: 'userId', value: '2' }, email('c@x')],
      testCall(),
    );
    expect(idsOf(found)).toEqual([['8'], ['1'], ['7'], ['2'], []]);
    expect([...server.asked].sort()).toEqual([
      'GET /customers?count=100&offset=0&sort_field=customer_id&sort_direction=ASC&customer_ids[]=1&customer_ids[]=2',
      'GET /customers?count=100&offset=0&sort_field=customer_id&sort_direction=ASC&email_list[]=b%40x&email_list[]=A%40x&email_list[]=a%40x',
      'GET /customers?count=100&offset=0&sort_field=customer_id&sort_direction=ASC&email_list[]=c%40x',
    ]);
  });

  it('reads on while the vendor states that there is more', async () => {
    const all = Array.from({ length: 150 }, (_, index) => row(`${index}`, { email: 'shared@x' }));
    const { source, server } = await open(({ url }) => {
      const offset = Number(new URLSearchParams(url.split('?')[1]).get('offset'));
      return page(all.slice(offset, offset + 60), all.length);
    });
    const [records] = await source.lookUp([email('shared@x')], testCall());
    expect(records).toHaveLength(150);
    expect(server.asked.map((line) => /offset=(\d+)/.exec(line)?.[1])).toEqual(['0', '60', '120']);
  });

  it('ends where rows end, with a wrong total or none', async () => {
    const endless = await open(({ url }) => page(url.includes('offset=0&') ? [row('1')] : [], 1000));
    await endless.source.lookUp([email('a@x')], testCall());
    expect(endless.server.asked).toHaveLength(2);
    const silent = await open(() => ({ body: { data: { customers: [row('1')] } } }));
    await silent.source.lookUp([email('a@x')], testCall());
    // The page size is still unknown: the same rows again, or none, are the end.
    expect(silent.server.asked).toHaveLength(2);
  });

  it('restricted to a customer source leaves the matching to the vendor, even for a single id', async () => {
    const { source, server } = await open(() => page([row('1')]));
    const found = await source.lookUp([id('1')], testCall(), { customerSourceId: 's' });
    expect(idsOf(found)).toEqual([['1']]);
    expect(server.asked).toEqual([
      'GET /customers?count=100&offset=0&sort_field=customer_id&sort_direction=ASC&customer_source_id=s&customer_ids[]=1',
    ]);
  });

  it('handles a vendor that refuses a batch for an unknown id', async () => {
    const { source, server } = await open(refusesNobody);
    expect(idsOf(await source.lookUp([id('1'), id('nobody'), id('3')], testCall()))).toEqual([
      ['1'],
      [],
      ['3'],
    ]);
    expect(namedIn(server.asked)).toEqual(['1,nobody,3', '1,nobody', '3', '1', 'nobody']);
  });

  it.each([
    [
      ['1', 'nobody', '3'],
      ['1', '3'],
      ['1,nobody,3', '1,nobody', '3', '1', 'nobody', '1,3'],
    ],
    [['nobody', 'nobody2'], [], ['nobody,nobody2', 'nobody', 'nobody2']],
    [['nobody'], [], ['nobody']],
    [['1', '2'], ['1', '2'], ['1,2']],
  ])('lists, of the ids %j in a filter, the existing ones', async (ids, listed, asked) => {
    const { source, server } = await open(refusesNobody);
    const query = { ...byId, filter: { customer_ids: ids } };
    const { records, total } = await source.list(query, { offset: 0, limit: 20 }, testCall());
    expect([records.map((record) => record.id), total]).toEqual([listed, listed.length]);
    expect(namedIn(server.asked)).toEqual(asked);
  });

  it('does not list the ids of a refused list without the filter’s other criteria', async () => {
    const { source, server } = await open(refusesNobody);
    const filter = { customer_ids: ['1', 'nobody'], customer_source_id: 'shop' };
    await source.list({ ...byId, filter }, { offset: 0, limit: 20 }, testCall());
    expect(server.asked.at(-1)).toContain('customer_source_id=shop');
  });

  it('fails as a whole if one of its requests does', async () => {
    const { source } = await open(({ url }) =>
      url.includes('email') ? { status: 503, body: '' } : page([row('1')]),
    );
    await expect(source.lookUp([id('1'), id('2'), email('a@x')], testCall())).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
  });
});

describe('a session by login', () => {
  const credentials = { login: 'me', password: 'secret', applicationId: 'app' };

  /** A vendor that issues t1, t2 … and accepts only the latest. */
  function vendor(loginStatus = 200) {
    let logins = 0;
    return {
      expire: () => {
        logins += 1;
      },
      answer({ url, headers }: ScriptedRequest): ScriptedAnswer {
        if (url === '/users/actions/login') {
          logins += 1;
          return { status: loginStatus, body: { data: { bearer_token: `t${logins}` } } };
        }
        return headers.authorization === `Bearer t${logins}` ? page([row('1')]) : { status: 401, body: {} };
      },
    };
  }
  const list = (source: Opened['source'], offset: number, call = testCall()) =>
    source.list(byId, { offset, limit: 1 }, call);

  it.each([200, 201])('begins with a login that returns %i', async (status) => {
    const { source, server } = await open(vendor(status).answer, { credentials });
    const call = testCall();
    await list(source, 0, call);
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/users/actions/login' });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      user_external_application_id: 'app',
      login: 'me',
      password: 'secret',
    });
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
    expect(server.requests[1]?.headers.authorization).toBe('Bearer t1');
    expect(call.lines[0]).toBe('POST /users/actions/login user_external_application_id,login,password');
  });

  it('is renewed once for all waiting requests, each replayed once', async () => {
    const { answer, expire } = vendor();
    const { source, server } = await open(answer, { credentials });
    await list(source, 0);
    expire();
    const pages = await Promise.all([1, 2, 3, 4].map((offset) => list(source, offset)));
    expect(pages.map(({ records }) => records.length)).toEqual([1, 1, 1, 1]);
    expect(server.asked.filter((line) => line.startsWith('POST'))).toHaveLength(2);
    expect(server.asked.filter((line) => line.startsWith('GET'))).toHaveLength(1 + 4 + 4);
  });

  it('whose new token is refused too is an error, after one replay', async () => {
    const { source, server } = await open(
      ({ url }) =>
        url.startsWith('/users') ? { body: { data: { bearer_token: 't' } } } : { status: 401, body: {} },
      { credentials },
    );
    await expect(list(source, 0)).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
    expect(server.asked.filter((line) => line.startsWith('GET'))).toHaveLength(2);
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['400', { status: 400, body: {} }, 'UPSTREAM_REJECTED'],
    ['401', { status: 401, body: {} }, 'UPSTREAM_REJECTED'],
    ['403', { status: 403, body: '' }, 'UPSTREAM_REJECTED'],
    ['503', { status: 503, body: '' }, 'UPSTREAM_UNAVAILABLE'],
    ['no token', { body: { data: {} } }, 'UPSTREAM_INVALID_RESPONSE'],
  ])('that cannot begin (%s) is an error of the table, without the password', async (_what, answer, code) => {
    const { source, server } = await open(() => answer, { credentials });
    const failure = await list(source, 0).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, source: 'CARECLOUD' });
    expect(String(failure)).not.toContain('secret');
    expect(server.asked).toEqual(['POST /users/actions/login']);
  });
});

describe('the source', () => {
  it('declares what CareCloud supports', async () => {
    const { source } = await open(() => page([]));
    expect(source.role).toBe('ACCOUNTS');
    expect(source.abilities).toEqual({
      filters: [
        'email',
        'emails',
        'phone',
        'firstName',
        'lastName',
        'birthdate',
        'customerSourceId',
        'customerIds',
      ],
      orders: ['CUSTOMER_ID', 'LAST_CHANGE', 'STATE', 'DOI_EMAIL', 'DOI_PHONE'],
      unifiedOrders: { SOURCE: 'CUSTOMER_ID', UPDATED_AT: 'LAST_CHANGE' },
      fills: [
        'name',
        'firstName',
        'lastName',
        'email',
        'phone',
        'birthdate',
        'gender',
        'language',
        'city',
        'countryCode',
        'updatedAt',
      ],
      largestPage: 1000,
      lookUpBatch: { id: 3, userId: 3, email: 3, phone: 1 },
      lookUpMixesKinds: false,
      searchReadings: ['CARE_CLOUD_ID', 'EMAIL', 'PHONE', 'NAME', 'CARD_NUMBER', 'EXTERNAL_ID'],
      idReading: 'CARE_CLOUD_ID',
    });
    expect(await source.health()).toMatchObject({ status: 'OK', requestsPerMinute: null });
  });
});
