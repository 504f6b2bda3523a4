import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { careCloudRow } from '../../src/sandbox/carecloud/wire.ts';
import { helpCrunchRow } from '../../src/sandbox/helpcrunch/wire.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { askCareCloud, askHelpCrunch, searchHelpCrunch, send } from './support/sandbox-client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  const careCloud = [
    careCloudRow({ customer_id: 'a', last_change: '2024-01-01 00:00:00' }, { first_name: 'Jan' }),
  ];
  const helpCrunch = [helpCrunchRow({ id: 1, name: 'Jan', lastSeen: 5 })];
  sandbox = await startSandbox({
    data: { careCloud, helpCrunch },
    helpCrunchRequestsPerMinute: null,
    now: () => 42,
  });
});
afterEach(() => {
  sandbox.careCloud.injectFault(null);
  sandbox.helpCrunch.injectFault(null);
  sandbox.helpCrunch.clearRequests();
});
afterAll(() => sandbox.close());

const list = () => askHelpCrunch(sandbox, '/customers');

describe('A vendor with an injected fault', () => {
  it('fails as often as requested, for the selected requests, then recovers', async () => {
    sandbox.helpCrunch.injectFault([
      { status: 503, times: 1, headers: { 'retry-after': '2' } },
      { status: 500, times: 2, match: ({ path }) => path === '/customers' },
    ]);
    const first = await askHelpCrunch(sandbox, '/customers/1');
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '2']);
    expect((await askHelpCrunch(sandbox, '/customers/1')).status).toBe(200);
    expect([(await list()).status, (await list()).status, (await list()).status]).toEqual([500, 500, 200]);
  });

  it('returns a documented status with the documented body', async () => {
    sandbox.helpCrunch.injectFault({ status: 429 });
    expect((await list()).json.errors.at(-1).code).toBe('too_many_requests');
    sandbox.careCloud.injectFault({ status: 503 });
    const unavailable = await askCareCloud(sandbox, '/customers');
    expect([unavailable.status, unavailable.text]).toEqual([503, '']);
  });

  it('sends custom bodies, HTML, and none', async () => {
    sandbox.helpCrunch.injectFault({ body: '{"data": [' });
    await expect(list()).rejects.toThrow(SyntaxError);
    sandbox.helpCrunch.injectFault({ body: { data: [], total: 0 } });
    expect((await list()).json).toEqual({ data: [], total: 0 });
    sandbox.helpCrunch.injectFault({ html: true });
    const page = await list();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    sandbox.helpCrunch.injectFault({ empty: true, status: 502 });
    const nothing = await list();
    expect([nothing.status, nothing.text]).toEqual([502, '']);
  });

  it('sends members of the wrong type, but keeps the ids', async () => {
    sandbox.helpCrunch.injectFault({ wrongTypes: true });
    const { json } = await list();
    expect(json.total).toBe(1);
    expect(json.data[0]).toMatchObject({ id: 1, name: { unexpected: true }, blocked: 'perhaps', email: [] });
    sandbox.careCloud.injectFault({ wrongTypes: 'fields' });
    const { data } = (await askCareCloud(sandbox, '/customers')).json;
    expect(data.total_items).toBe(1);
    expect(data.customers[0]).toMatchObject({
      customer_id: 'a',
      state: 'not a number',
      last_change: { unexpected: true },
    });
    sandbox.careCloud.injectFault({ wrongTypes: 'envelope' });
    expect((await askCareCloud(sandbox, '/customers')).json).toEqual({ data: 'unexpected', total: 'many' });
  });

  it('cuts a body as if it were complete', async () => {
    sandbox.helpCrunch.injectFault({ cutBodyAt: 12 });
    const reply = await fetch(`${sandbox.helpCrunch.baseUrl}/customers`, {
      headers: { authorization: `Bearer ${sandbox.helpCrunch.apiKey}` },
    });
    expect(await reply.text()).toBe('{"data":[{"i');
  });

  it('closes the connection before the answer, or in the middle of it', async () => {
    sandbox.helpCrunch.injectFault({ resetConnection: true, times: 1 });
    await expect(list()).rejects.toThrow('fetch failed');
    sandbox.helpCrunch.injectFault({ resetConnection: true, cutBodyAt: 12, times: 1 });
    await expect(list()).rejects.toThrow('terminated');
    expect(sandbox.helpCrunch.requests.map(({ status, aborted }) => [status, aborted])).toEqual([
      [0, true],
      [200, true],
    ]);
  });

  it('hangs until the client disconnects, before the answer or in the middle of it', async () => {
    sandbox.helpCrunch.injectFault({ hang: true });
    const leaving = new AbortController();
    const hanging = askHelpCrunch(sandbox, '/customers', { signal: leaving.signal });
    await sandbox.helpCrunch.received(1);
    leaving.abort();
    await expect(hanging).rejects.toThrow('aborted');
    await sandbox.helpCrunch.requests[0]?.settled;
    expect(sandbox.helpCrunch.requests[0]).toMatchObject({ status: 0, aborted: true });

    sandbox.helpCrunch.injectFault({ hang: true, cutBodyAt: 5 });
    const started = await fetch(`${sandbox.helpCrunch.baseUrl}/customers`, {
      headers: { authorization: `Bearer ${sandbox.helpCrunch.apiKey}` },
    });
    const reader = started.body?.getReader();
    const chunk = await reader?.read();
    expect(new TextDecoder().decode(chunk?.value)).toBe('{"dat');
    await reader?.cancel();
  });

  it('waits for a promise, or for a while, before it answers', async () => {
    let release = (): void => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    sandbox.helpCrunch.injectFault({ until, times: 1 });
    const slow = list();
    await sandbox.helpCrunch.received(1);
    expect((await list()).status).toBe(200);
    expect(sandbox.helpCrunch.requests.map(({ status }) => status)).toEqual([0, 200]);
    release();
    expect((await slow).status).toBe(200);
    sandbox.helpCrunch.injectFault({ delayMs: 30 });
    const before = performance.now();
    await list();
    expect(performance.now() - before).toBeGreaterThan(25);
  });
});

describe("A vendor's log", () => {
  it('records requests as they were sent', async () => {
    await searchHelpCrunch(sandbox, { filter: [] });
    await send(`${sandbox.helpCrunch.baseUrl}/customers?limit=5&sort%5B%5D=x`);
    expect(sandbox.helpCrunch.requests).toMatchObject([
      {
        method: 'POST',
        path: '/customers/search',
        body: { filter: [] },
        status: 400,
        at: 42,
        aborted: false,
      },
      { method: 'GET', path: '/customers', body: undefined, status: 401 },
    ]);
    expect([...(sandbox.helpCrunch.requests[1]?.query ?? [])]).toEqual([
      ['limit', '5'],
      ['sort[]', 'x'],
    ]);
    sandbox.helpCrunch.clearRequests();
    expect(sandbox.helpCrunch.requests).toEqual([]);
  });
});

describe('Rows', () => {
  it('are added, removed and changed between two requests', async () => {
    await using own = await startSandbox({ data: { careCloud: [], helpCrunch: [helpCrunchRow({ id: 1 })] } });
    const seen = async () => (await askHelpCrunch(own, '/customers?sort=customers.lastSeen')).json.data;
    own.helpCrunch.insert(helpCrunchRow({ id: 2, lastSeen: 9 }));
    own.helpCrunch.insert(helpCrunchRow({ id: 3, lastSeen: 8 }), 0);
    expect((await seen()).map(({ id }: { id: number }) => id)).toEqual([1, 3, 2]);
    expect(own.helpCrunch.update(3, { lastSeen: 10, name: 'Jan' })).toBe(true);
    expect((await seen()).map(({ id, name }: { id: number; name: string }) => [id, name])).toEqual([
      [1, null],
      [2, null],
      [3, 'Jan'],
    ]);
    expect(own.helpCrunch.remove(1)).toBe(true);
    expect((await seen()).map(({ id }: { id: number }) => id)).toEqual([2, 3]);
    expect(own.helpCrunch.rows.map(({ id }) => id)).toEqual([3, 2]);
    expect((await askHelpCrunch(own, '/customers/1')).status).toBe(404);
    expect([own.helpCrunch.remove(1), own.helpCrunch.update(1, {})]).toEqual([false, false]);
    expect(() => own.helpCrunch.insert(helpCrunchRow({ id: 2 }))).toThrow('got an existing one: 2');
  });

  it('have unique ids from the start', async () => {
    const helpCrunch = [helpCrunchRow({ id: 1 }), helpCrunchRow({ id: 1 })];
    await expect(startSandbox({ data: { careCloud: [], helpCrunch } })).rejects.toThrow(
      'got 1 ids in 2 rows',
    );
  });
});

describe('The sandbox', () => {
  it('does not leave one vendor running if the other cannot start', async () => {
    const options = { data: { careCloud: [], helpCrunch: [] } };
    await using first = await startSandbox(options);
    const taken = Number(new URL(first.helpCrunch.baseUrl).port);
    await using free = await startSandbox(options);
    const careCloudPort = Number(new URL(free.careCloud.baseUrl).port);
    await free.close();
    await expect(startSandbox({ ...options, careCloudPort, helpCrunchPort: taken })).rejects.toThrow(
      'EADDRINUSE',
    );
    await using again = await startSandbox({ ...options, careCloudPort });
    expect(new URL(again.careCloud.baseUrl).port).toBe(String(careCloudPort));
  });
});
