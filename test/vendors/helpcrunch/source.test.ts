import { describe, expect, it } from 'vitest';
import type { SourceQuery } from '../../../src/customers/customer-source.ts';
import type { RecordKey } from '../../../src/customers/source-record.ts';
import { openSource, pageOf, type ScriptedRequest, testCall } from './support.ts';

const ORDER = { field: 'FIRST_SEEN', direction: 'ASC' } as const;
const WHOLE_LIST: SourceQuery = { filter: null, order: ORDER };
const RANGE = { offset: 0, limit: 2 };

const key = (kind: RecordKey['kind'], value: string): RecordKey => ({ kind, value });
const ids = (...values: number[]) => values.map((value) => key('id', String(value)));
const idsOf = (found: readonly (readonly { readonly id: string }[])[]) =>
  found.map((records) => records.map(({ id }) => id));
const conditionsOf = ({ body }: ScriptedRequest): unknown[] => body.filter;
const valuesOf = (request: ScriptedRequest) =>
  (conditionsOf(request) as { value: unknown }[]).map(({ value }) => value);
/** Answers a search for ids with those customers, unless it has more than `most` conditions. */
const byIds =
  (most = 100) =>
  (request: ScriptedRequest) =>
    conditionsOf(request).length > most
      ? { status: 400, body: { errors: [{ code: 'validation_error', message: 'filter value is invalid' }] } }
      : pageOf(valuesOf(request).map((id) => ({ id })));

describe('a list', () => {
  it('without a filter is one GET with the key as bearer', async () => {
    const { source, requests } = await openSource(() => pageOf([{ id: 1 }, { id: 2 }], 754698));
    const call = testCall();
    const page = await source.list(WHOLE_LIST, { offset: 100, limit: 50 }, call);
    expect(page.total).toBe(754698);
    expect(page.records.map(({ id }) => id)).toEqual(['1', '2']);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /customers?sort=customers.firstSeen&order=asc&limit=50&offset=100',
    ]);
    expect(requests[0]?.headers.authorization).toBe('Bearer key-123');
    expect(call.lines).toEqual(['GET /customers sort,order,limit,offset']);
  });

  it('with a filter is one POST that says comparison, order and range', async () => {
    const { source, requests } = await openSource(() => pageOf([]));
    const { filters } = source.planOwn({
      match: 'ALL',
      email: { contains: 'gmail' },
      lastSeen: { gte: 1603885746000 },
    });
    const order = { field: 'LAST_SEEN', direction: 'DESC' } as const;
    const call = testCall();
    await source.list({ filter: filters[0], order }, RANGE, call);
    expect(requests[0]).toMatchObject({ method: 'POST', url: '/customers/search' });
    expect(requests[0]?.headers['content-type']).toContain('application/json');
    expect(requests[0]?.body).toEqual({
      comparison: 'AND',
      filter: [
        { field: 'customers.email', operator: '~', value: 'gmail' },
        { field: 'customers.lastSeen', operator: '>=', value: 1603885746 },
      ],
      sort: 'customers.lastSeen',
      order: 'DESC',
      limit: 2,
      offset: 0,
    });
    expect(call.lines).toEqual(['POST /customers/search customers.email,customers.lastSeen']);
  });

  it('keeps no more rows than asked for', async () => {
    const { source } = await openSource(() => pageOf([{ id: 1 }, { id: 2 }, { id: 3 }]));
    expect((await source.list(WHOLE_LIST, RANGE, testCall())).records).toHaveLength(2);
  });

  it('counts values that do not decode', async () => {
    const { source, undecodable } = await openSource(() => pageOf([{ id: 1, name: 7, lastSeen: 'soon' }]));
    await source.list(WHOLE_LIST, RANGE, testCall());
    expect(undecodable).toEqual(['name', 'lastSeen']);
  });

  it.each([
    ['HTML', { body: '<html>Anna</html>', headers: { 'content-type': 'text/html' } }],
    ['nothing', { body: '' }],
    ['an error page with status 200', { body: { errors: [{ code: 'x', message: 'Anna' }] } }],
    ['cut-off JSON', { body: '{"total":1,"data":[{"id":1,"name":"Anna"' }],
  ])('answered with %s is UPSTREAM_INVALID_RESPONSE and shows nothing of it', async (_what, answer) => {
    const { source } = await openSource(() => answer);
    const error = await source.list(WHOLE_LIST, RANGE, testCall()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE', source: 'HELPCRUNCH' });
    expect(String(error)).not.toContain('Anna');
  });

  it('refused with 429 says how long to wait', async () => {
    const { source } = await openSource(() => ({ status: 429, headers: { 'retry-after': '30' }, body: {} }));
    const call = testCall({ deadlineAt: Date.now() + 1_000 });
    await expect(source.list(WHOLE_LIST, RANGE, call)).rejects.toMatchObject({
      code: 'UPSTREAM_RATE_LIMITED',
      retryAfterSeconds: expect.any(Number),
    });
  });

  it('refused with 400 under AND is asked once', async () => {
    const { source, requests } = await openSource(() => ({ status: 400, body: { errors: [] } }));
    const { filters } = source.plan({
      shared: {},
      own: { match: 'ALL', name: { eq: 'a' }, city: { eq: 'b' } },
    });
    const listed = source.list({ filter: filters[0], order: ORDER }, RANGE, testCall());
    await expect(listed).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
    expect(requests).toHaveLength(1);
  });
});

describe('a search of more alternatives than HelpCrunch takes', () => {
  const own = { match: 'ALL', id: { in: ['4', '2', '3', '1'] } } as const;
  /** Nobody was ever seen but customer 2: missing visits come first. */
  const answer = (request: ScriptedRequest) => {
    if (conditionsOf(request).length > 2) return { status: 400, body: { errors: [] } };
    const rows = valuesOf(request).map((id) => ({ id, firstSeen: id === 2 ? 5 : null }));
    return pageOf(rows.sort((left, right) => (left.firstSeen ?? 0) - (right.firstSeen ?? 0)));
  };

  it('is put together from halves, in order and with its count', async () => {
    const { source, requests } = await openSource(answer);
    const query = { filter: source.planOwn(own).filters[0], order: ORDER };
    const first = await source.list(query, { offset: 0, limit: 3 }, testCall());
    expect(first.records.map(({ id }) => id)).toEqual(['4', '3', '1']);
    expect(first.total).toBe(4);
    expect(requests.map((request) => conditionsOf(request).length)).toEqual([4, 2, 2]);
    const second = await source.list(query, { offset: 3, limit: 3 }, testCall());
    expect(second.records.map(({ id }) => id)).toEqual(['2']);
    expect(requests.slice(3).map((request) => conditionsOf(request).length)).toEqual([2, 2]);
  });

  it('leaves the plan as it is, so that cursors stay good', async () => {
    const { source } = await openSource(answer);
    const before = source.planOwn(own).filters;
    await source.list({ filter: before[0], order: ORDER }, RANGE, testCall());
    expect(source.planOwn(own).filters).toEqual(before);
  });
});

describe('a look-up', () => {
  it('of nothing, or of keys that nobody can have, asks nobody', async () => {
    const { source, requests } = await openSource(() => pageOf([]));
    expect(await source.lookUp([], testCall())).toEqual([]);
    const keys = [
      key('id', 'abc'),
      key('id', '-4'),
      key('id', '9'.repeat(20)),
      key('email', ' '),
      key('userId', ''),
      key('phone', 'n/a'),
    ];
    expect(await source.lookUp(keys, testCall())).toEqual(keys.map(() => []));
    expect(requests).toEqual([]);
  });

  it('of one id is GET /customers/{id}', async () => {
    const { source, requests } = await openSource(() => ({ body: { id: 265555, name: 'test' } }));
    const call = testCall();
    const found = await source.lookUp([...ids(265555), ...ids(265555)], call);
    expect(idsOf(found)).toEqual([['265555'], ['265555']]);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /customers/265555']);
    expect(call.lines).toEqual(['GET /customers/{id}']);
  });

  it('of one id that nobody has is nobody', async () => {
    const { source } = await openSource(() => ({
      status: 404,
      body: { errors: [{ code: 'invalid_request' }, { code: 'not_found', message: 'Chat not found' }] },
    }));
    expect(await source.lookUp(ids(1), testCall())).toEqual([[]]);
  });

  it('of all kinds is one search, aligned to the keys', async () => {
    const rows = [
      { id: 7, email: 'Anna@X.cz', userId: 'u-1', phone: '+420 523 82 89 31' },
      { id: 8, email: 'anna@x.cz', userId: 'U-1', phone: '+420 999 99 89 31' },
    ];
    const { source, requests } = await openSource(() => pageOf(rows));
    const keys = [
      key('phone', '00420523828931'),
      key('userId', 'u-1'),
      key('email', 'ANNA@x.cz'),
      key('id', '8'),
      key('email', 'anna@x.cz'),
      key('id', '9'),
    ];
    const found = await source.lookUp(keys, testCall());
    expect(idsOf(found)).toEqual([['7'], ['7'], ['7', '8'], ['8'], ['7', '8'], []]);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.body).toMatchObject({ comparison: 'OR', limit: 100, offset: 0 });
    expect(conditionsOf(requests[0] as ScriptedRequest).slice(13)).toEqual([
      { field: 'customers.userId', operator: '=', value: 'u-1' },
      { field: 'customers.email', operator: '=', value: 'ANNA@x.cz' },
      { field: 'customers.email', operator: '=', value: 'anna@x.cz' },
      { field: 'customers.id', operator: '=', value: 8 },
      { field: 'customers.id', operator: '=', value: 9 },
    ]);
  });

  it('reads on while the total says more, and gives each person once though rows move', async () => {
    const rows = Array.from({ length: 150 }, (_, index) => ({ id: index + 1, email: 'shared@x.cz' }));
    const { source, requests } = await openSource(({ body }) =>
      pageOf(body.offset === 0 ? rows.slice(0, 100) : rows.slice(99), 151),
    );
    const [found] = await source.lookUp([key('email', 'shared@x.cz')], testCall());
    expect(found?.map(({ id }) => id)).toEqual(rows.map(({ id }) => String(id)));
    expect(requests.map(({ body }) => body.offset)).toEqual([0, 100]);
  });

  it('reads on without a total until a page is short', async () => {
    const rows = Array.from({ length: 130 }, (_, index) => ({ id: index + 1, email: 'shared@x.cz' }));
    const { source, requests } = await openSource(({ body }) => ({
      body: { data: rows.slice(body.offset, body.offset + 100) },
    }));
    const [found] = await source.lookUp([key('email', 'shared@x.cz')], testCall());
    expect(found).toHaveLength(130);
    expect(requests).toHaveLength(2);
  });

  it('stops at an empty page, whatever the total says', async () => {
    const { source, requests } = await openSource(() => pageOf([], 5));
    expect(await source.lookUp([key('email', 'a@x.cz')], testCall())).toEqual([[]]);
    expect(requests).toHaveLength(1);
  });

  it('of more keys than a search takes is several searches', async () => {
    const { source, requests } = await openSource(byIds(), { searchBatch: 2 });
    expect(idsOf(await source.lookUp(ids(1, 2, 3, 4, 5), testCall())).flat()).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
    expect(requests.map(valuesOf).sort()).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('refused for its size is asked in halves, and the size remembered', async () => {
    const { source, requests } = await openSource(byIds(2), { searchBatch: 8 });
    const keys = ids(1, 2, 3, 4, 5, 6, 7, 8);
    expect(idsOf(await source.lookUp(keys, testCall()))).toEqual(keys.map(({ value }) => [value]));
    expect(requests.map((request) => conditionsOf(request).length).sort()).toEqual([2, 2, 2, 2, 4, 4, 8]);
    const before = requests.length;
    await source.lookUp(keys, testCall());
    expect(requests.slice(before).map((request) => conditionsOf(request).length)).toEqual([2, 2, 2, 2]);
  });

  it('refused for one of its values fails, and nothing is learnt about sizes', async () => {
    const answer = (request: ScriptedRequest) =>
      valuesOf(request).includes(3) ? { status: 400, body: { errors: [] } } : byIds()(request);
    const { source, requests } = await openSource(answer);
    await expect(source.lookUp(ids(1, 2, 3, 4), testCall())).rejects.toMatchObject({
      code: 'UPSTREAM_REJECTED',
    });
    const before = requests.length;
    await source.lookUp(ids(1, 2, 4, 5), testCall());
    expect(requests.slice(before).map(valuesOf)).toEqual([[1, 2, 4, 5]]);
  });

  it.each([401, 403, 500])('rejects when the vendor answers %i', async (status) => {
    const { source } = await openSource(() => ({ status, body: '' }));
    await expect(source.lookUp(ids(1, 2), testCall())).rejects.toMatchObject({ source: 'HELPCRUNCH' });
  });

  it('keeps only those who satisfy what it is restricted to', async () => {
    const rows = [
      { id: 1, location: { city: 'Brno' } },
      { id: 2, location: { city: 'Praha' } },
    ];
    const { source } = await openSource(() => pageOf(rows));
    const found = await source.lookUp(ids(1, 2), testCall(), { match: 'ALL', city: { eq: 'brno' } });
    expect(idsOf(found)).toEqual([['1'], []]);
  });
});

describe('what the source declares', () => {
  it('is what its pages document', async () => {
    const { source } = await openSource(() => pageOf([]), { blocks: true, searchBatch: 30 });
    expect(source.abilities).toMatchObject({
      orders: ['FIRST_SEEN', 'LAST_SEEN'],
      unifiedOrders: { SOURCE: 'FIRST_SEEN', UPDATED_AT: 'LAST_SEEN' },
      largestPage: 100,
      blockSize: 100,
      lookUpBatch: { id: 30, email: 30, userId: 30, phone: 2 },
      lookUpMixesKinds: true,
    });
    expect(source.abilities.filters).toEqual(
      expect.arrayContaining([
        'id.in',
        'email.contains',
        'lastSeen.gte',
        'tags.anyOf',
        'regionCode.notContains',
      ]),
    );
    expect(source).toMatchObject({ name: 'HELPCRUNCH', role: 'PROFILES' });
  });

  it('has no blocks where nothing is cached', async () => {
    const { source } = await openSource(() => pageOf([]));
    expect(source.abilities).not.toHaveProperty('blockSize');
  });

  it('is healthy without asking the vendor', async () => {
    const { source, requests } = await openSource(() => pageOf([]));
    expect(await source.health()).toMatchObject({ status: 'OK' });
    expect(requests).toEqual([]);
  });

  it('has no order that HelpCrunch has not', async () => {
    const { source } = await openSource(() => pageOf([]));
    const query: SourceQuery = { filter: null, order: { field: 'NAME', direction: 'ASC' } };
    await expect(source.list(query, RANGE, testCall())).rejects.toThrow(RangeError);
  });
});
