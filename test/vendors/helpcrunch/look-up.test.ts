import { describe, expect, it } from 'vitest';
import type { RecordKey } from '../../../src/customers/model/source-record.ts';
import { openSource, pageOf, type ScriptedRequest, testCall } from './support/help-crunch.ts';

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

describe('a look-up', () => {
  it('without keys, or with keys that no profile can have, sends no request', async () => {
    const { source, requests } = await openSource(() => pageOf([]));
    expect(await source.lookUp([], testCall())).toEqual([]);
    const keys = [
      key('id', 'abc'),
      key('id', '-4'),
      key('id', '9'.repeat(20)),
      key('email', ' '),
      key('email', '-'),
      key('email', 'Anonymous'),
      key('userId', ''),
      key('userId', '-1'),
      key('userId', '000'),
      key('phone', 'n/a'),
    ];
    expect(await source.lookUp(keys, testCall())).toEqual(keys.map(() => []));
    expect(requests).toEqual([]);
  });

  it('by a placeholder finds nothing, although others were looked up and a profile has it', async () => {
    const rows = [
      { id: 7, email: '-', userId: 'null' },
      { id: 8, email: 'anna@x.cz' },
    ];
    const { source } = await openSource(() => pageOf(rows));
    const keys = [key('email', '-'), key('userId', 'null'), key('email', 'anna@x.cz')];
    expect(idsOf(await source.lookUp(keys, testCall()))).toEqual([[], [], ['8']]);
  });

  it('of one id is GET /customers/{id}', async () => {
    const { source, requests } = await openSource(() => ({ body: { id: 265555, name: 'test' } }));
    const call = testCall();
    const found = await source.lookUp([...ids(265555), ...ids(265555)], call);
    expect(idsOf(found)).toEqual([['265555'], ['265555']]);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /customers/265555']);
    expect(call.lines).toEqual(['GET /customers/{id}']);
  });

  it('of one unknown id is null', async () => {
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
    expect(conditionsOf(requests[0] as ScriptedRequest).slice(16)).toEqual([
      { field: 'customers.userId', operator: '=', value: 'u-1' },
      { field: 'customers.email', operator: '=', value: 'ANNA@x.cz' },
      { field: 'customers.email', operator: '=', value: 'anna@x.cz' },
      { field: 'customers.id', operator: '=', value: 8 },
      { field: 'customers.id', operator: '=', value: 9 },
    ]);
  });

  it('reads on while the total states more, and returns each profile once even if rows move', async () => {
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

  it('stops at an empty page, whatever the total', async () => {
    const { source, requests } = await openSource(() => pageOf([], 5));
    expect(await source.lookUp([key('email', 'a@x.cz')], testCall())).toEqual([[]]);
    expect(requests).toHaveLength(1);
  });

  it('of more keys than a search holds is several searches', async () => {
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

  it('refused for its size is sent in halves, and the size remembered', async () => {
    const { source, requests } = await openSource(byIds(2), { searchBatch: 8 });
    const keys = ids(1, 2, 3, 4, 5, 6, 7, 8);
    expect(idsOf(await source.lookUp(keys, testCall()))).toEqual(keys.map(({ value }) => [value]));
    expect(requests.map((request) => conditionsOf(request).length).sort()).toEqual([2, 2, 2, 2, 4, 8]);
    const before = requests.length;
    await source.lookUp(keys, testCall());
    expect(requests.slice(before).map((request) => conditionsOf(request).length)).toEqual([2, 2, 2, 2]);
  });

  it('refused for one of its values fails, and nothing is learned about sizes', async () => {
    const answer = (request: ScriptedRequest) =>
      valuesOf(request).includes(3) ? { status: 400, body: { errors: [] } } : byIds()(request);
    const { source, requests } = await openSource(answer);
    await expect(source.lookUp(ids(1, 2, 3, 4), testCall())).rejects.toMatchObject({
      code: 'UPSTREAM_REJECTED',
    });
    const before = requests.length;
    await source.lookUp(ids(1, 2, 4, 5), testCall());
    // A known one goes last: it shows whether the search was read to its end.
    expect(requests.slice(before).map(valuesOf)).toEqual([[1, 4, 5, 2]]);
  });

  it.each([401, 403, 500])('rejects if the vendor returns %i', async (status) => {
    const { source } = await openSource(() => ({ status, body: '' }));
    await expect(source.lookUp(ids(1, 2), testCall())).rejects.toMatchObject({ source: 'HELPCRUNCH' });
  });

  it('keeps only the profiles that satisfy the restriction', async () => {
    const rows = [
      { id: 1, location: { city: 'Brno' } },
      { id: 2, location: { city: 'Praha' } },
    ];
    const { source } = await openSource(() => pageOf(rows));
    const found = await source.lookUp(ids(1, 2), testCall(), { match: 'ALL', city: { eq: 'brno' } });
    expect(idsOf(found)).toEqual([['1'], []]);
  });
});
