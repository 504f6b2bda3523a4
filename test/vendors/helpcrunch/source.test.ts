import { describe, expect, it } from 'vitest';
import type { SourceQuery } from '../../../src/customers/customer-source.ts';
import { openSource, pageOf, type ScriptedRequest, testCall } from './support/help-crunch.ts';

const ORDER = { field: 'FIRST_SEEN', direction: 'ASC' } as const;
const WHOLE_LIST: SourceQuery = { filter: null, order: ORDER };
const RANGE = { offset: 0, limit: 2 };

const conditionsOf = ({ body }: ScriptedRequest): unknown[] => body.filter;
const valuesOf = (request: ScriptedRequest) =>
  (conditionsOf(request) as { value: unknown }[]).map(({ value }) => value);
describe('a list', () => {
  it('without a filter is one GET with the key as bearer token', async () => {
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

  it('with a filter is one POST with comparison, order and range', async () => {
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

  it('keeps no more rows than requested', async () => {
    const { source } = await openSource(() => pageOf([{ id: 1 }, { id: 2 }, { id: 3 }]));
    expect((await source.list(WHOLE_LIST, RANGE, testCall())).records).toHaveLength(2);
  });

  it('counts values that do not decode', async () => {
    const { source, undecodable } = await openSource(() => pageOf([{ id: 1, name: {}, lastSeen: 'soon' }]));
    await source.list(WHOLE_LIST, RANGE, testCall());
    expect(undecodable).toEqual(['name', 'lastSeen']);
  });

  it.each([
    ['HTML', { body: '<html>Anna</html>', headers: { 'content-type': 'text/html' } }],
    ['nothing', { body: '' }],
    ['an error page with status 200', { body: { errors: [{ code: 'x', message: 'Anna' }] } }],
    ['cut-off JSON', { body: '{"total":1,"data":[{"id":1,"name":"Anna"' }],
  ])('with the response %s is UPSTREAM_INVALID_RESPONSE and shows nothing of it', async (_what, answer) => {
    const { source } = await openSource(() => answer);
    const error = await source.list(WHOLE_LIST, RANGE, testCall()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE', source: 'HELPCRUNCH' });
    expect(String(error)).not.toContain('Anna');
  });

  it('refused with 429 states how long to wait', async () => {
    const { source } = await openSource(() => ({ status: 429, headers: { 'retry-after': '30' }, body: {} }));
    const call = testCall({ deadlineAt: Date.now() + 1_000 });
    await expect(source.list(WHOLE_LIST, RANGE, call)).rejects.toMatchObject({
      code: 'UPSTREAM_RATE_LIMITED',
      retryAfterSeconds: expect.any(Number),
    });
  });

  it('refused with 400 under AND is sent once', async () => {
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

describe('a search of more alternatives than HelpCrunch accepts', () => {
  const own = { match: 'ALL', id: { in: ['4', '2', '3', '1'] } } as const;
  /** Only customer 2 was ever seen: missing visits come first, and among them the lowest id. */
  const answer = (request: ScriptedRequest) => {
    if (conditionsOf(request).length > 2) return { status: 400, body: { errors: [] } };
    const rows = valuesOf(request).map((id) => ({ id, firstSeen: id === 2 ? 5 : null }));
    return pageOf(rows.sort((left, right) => (left.firstSeen ?? 0) - (right.firstSeen ?? 0)));
  };

  it('is combined from halves, in order and with its total', async () => {
    const { source, requests } = await openSource(answer);
    const query = { filter: source.planOwn(own).filters[0], order: ORDER };
    const first = await source.list(query, { offset: 0, limit: 3 }, testCall());
    expect(first.records.map(({ id }) => id)).toEqual(['1', '3', '4']);
    expect(first.total).toBe(4);
    expect(requests.map((request) => conditionsOf(request).length)).toEqual([4, 2, 2]);
    const second = await source.list(query, { offset: 3, limit: 3 }, testCall());
    expect(second.records.map(({ id }) => id)).toEqual(['2']);
    expect(requests.slice(3).map((request) => conditionsOf(request).length)).toEqual([2, 2]);
  });

  it('leaves the plan unchanged, so that cursors stay valid', async () => {
    const { source } = await openSource(answer);
    const before = source.planOwn(own).filters;
    await source.list({ filter: before[0], order: ORDER }, RANGE, testCall());
    expect(source.planOwn(own).filters).toEqual(before);
  });
});

describe('what the source declares', () => {
  it('is what its pages document', async () => {
    const { source } = await openSource(() => pageOf([]), { searchBatch: 30 });
    expect(source.abilities).toMatchObject({
      orders: ['FIRST_SEEN', 'LAST_SEEN'],
      unifiedOrders: { SOURCE: 'FIRST_SEEN', UPDATED_AT: 'LAST_SEEN' },
      largestPage: 100,
      blockSize: 100,
      lookUpBatch: { id: 30, email: 30, userId: 30, phone: 1 },
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

  it('is healthy without a request', async () => {
    const { source, requests } = await openSource(() => pageOf([]));
    expect(await source.health()).toMatchObject({ status: 'OK' });
    expect(requests).toEqual([]);
  });

  it('has only HelpCrunch’s orders', async () => {
    const { source } = await openSource(() => pageOf([]));
    const query: SourceQuery = { filter: null, order: { field: 'NAME', direction: 'ASC' } };
    await expect(source.list(query, RANGE, testCall())).rejects.toThrow(RangeError);
  });
});
