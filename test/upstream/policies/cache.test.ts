import { describe, expect, test } from 'vitest';
import { ResponseCache } from '../../../src/upstream/cache/response-cache.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { createSetting, makeCall, outcomeOf, read } from '../support/setting.ts';

const kept = { cacheFreshMs: 10_000, cacheStaleMs: 300_000 };
const numbered = (...numbers: number[]) => numbers.map((number) => ({ json: { number } }));

describe('a fresh response', () => {
  test('is served without a request, to any client, with its age', async () => {
    await using setting = await createSetting(kept, ...numbered(1, 2));
    const { client, clock, server } = setting;
    await client.request(read(), makeCall(clock));
    await clock.advance(9_999);
    const call = makeCall(clock, { client: 'bert' });
    expect(await client.request(read(), call)).toEqual({ number: 1 });
    expect([call.sent, call.saved]).toEqual([[], [{ ageSeconds: 9, stale: false }]]);
    expect(server.requests).toHaveLength(1);
  });

  test('expires to the millisecond', async () => {
    await using setting = await createSetting(kept, ...numbered(1, 2));
    const { client, clock } = setting;
    await client.request(read(), makeCall(clock));
    await clock.advance(10_000);
    expect(await client.request(read(), makeCall(clock))).toEqual({ number: 2 });
  });

  test('is decoded once', async () => {
    await using setting = await createSetting(kept);
    const { client, clock } = setting;
    const first = await client.request(read(), makeCall(clock));
    expect(await client.request(read(), makeCall(clock))).toBe(first);
  });

  test('is bypassed by no-cache, and replaced by the new response', async () => {
    await using setting = await createSetting(kept, ...numbered(1, 2, 3));
    const { client, clock } = setting;
    await client.request(read(), makeCall(clock));
    expect(await client.request(read(), makeCall(clock, { bypassCache: true }))).toEqual({ number: 2 });
    expect(await client.request(read(), makeCall(clock))).toEqual({ number: 2 });
  });

  test('is never served for another language, and a 404 is cached only where it is a value', async () => {
    await using setting = await createSetting(
      kept,
      ...numbered(1),
      { status: 404 },
      { status: 404 },
      ...numbered(4),
    );
    const { client, clock, server } = setting;
    await client.request(read(), makeCall(clock));
    const czech = read('1', { headers: { 'accept-language': 'cs' }, ifNotFound: 'none' });
    expect(await client.request(czech, makeCall(clock))).toBe('none');
    expect(await client.request(czech, makeCall(clock))).toBe('none');
    const { ifNotFound: _, ...strict } = czech;
    expect(await outcomeOf(client.request(strict, makeCall(clock)))).toBe('UPSTREAM_REJECTED');
    expect(await outcomeOf(client.request(strict, makeCall(clock)))).toEqual({ number: 4 });
    expect(server.requests).toHaveLength(4);
  });

  test('is never stored for requests other than reads', async () => {
    await using setting = await createSetting(kept);
    const { client, clock, server } = setting;
    for (const _ of [1, 2]) await client.request(read('1', { isRead: false }), makeCall(clock));
    expect(server.requests).toHaveLength(2);
  });
});

describe('a stale response', () => {
  const failures: [string, { status?: number; text?: string }][] = [
    ['fails', { status: 500 }],
    ['wants quiet', { status: 429 }],
    ['talks nonsense', { text: 'nonsense' }],
  ];
  test.each(failures)('is served if the source %s, and reported as stale', async (_, answer) => {
    await using setting = await createSetting(kept, ...numbered(1), answer);
    const { client, clock, server } = setting;
    await client.request(read(), makeCall(clock));
    await clock.advance(60_000);
    const call = makeCall(clock);
    expect(await client.request(read(), call)).toEqual({ number: 1 });
    expect([call.sent.length, call.saved]).toEqual([1, [{ ageSeconds: 60, stale: true }]]);
    expect(server.requests).toHaveLength(2);
  });

  test('is served if the source does not respond in time', async () => {
    await using setting = await createSetting(kept, ...numbered(1), () => {});
    const { client, clock, server } = setting;
    await client.request(read(), makeCall(clock));
    await clock.advance(60_000);
    const answer = client.request(read(), makeCall(clock, { withinMs: 1_000 }));
    await clock.advance(1_000);
    expect(await answer).toEqual({ number: 1 });
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });

  test('is served if the budget is used up', async () => {
    await using setting = await createSetting({ ...kept, requestsPerMinute: 1 }, ...numbered(1));
    const { client, clock, server } = setting;
    await client.request(read(), makeCall(clock));
    await clock.advance(20_000);
    expect(await client.request(read(), makeCall(clock))).toEqual({ number: 1 });
    expect(await outcomeOf(client.request(read('2'), makeCall(clock)))).toBe('UPSTREAM_RATE_LIMITED 41');
    expect(server.requests).toHaveLength(1);
  });

  test('is served while the budget is scarce, the longer the scarcer, with its age, and with no-cache never', async () => {
    await using setting = await createSetting({ ...kept, requestsPerMinute: 20 }, ...numbered(1, 2));
    const { client, clock, server } = setting;
    await client.request(read(), makeCall(clock));
    await clock.advance(30_000);
    const spend = async (requests: number) => {
      for (let sent = 0; sent < requests; sent++)
        await client.request(read(`other-${server.requests.length}`), makeCall(clock));
    };
    // Of 20, 16 are gone: a response of 30 seconds is served, one of 70 is not.
    await spend(15);
    const call = makeCall(clock);
    expect(await client.request(read(), call)).toEqual({ number: 1 });
    expect([call.sent.length, call.saved]).toEqual([0, [{ ageSeconds: 30, stale: true }]]);
    await clock.advance(40_000);
    expect(client.scarcity('anna')).toBe(0.2);
    await client.request(read(), makeCall(clock, { bypassCache: true }));
    expect(server.requests).toHaveLength(17);
  });

  test('is served in want no further than max-age allows, which does not touch fresh ones', async () => {
    await using setting = await createSetting({ ...kept, requestsPerMinute: 1 }, ...numbered(1));
    const { client, clock, server } = setting;
    const ask = (maxAgeMs: number) => outcomeOf(client.request(read(), makeCall(clock, { maxAgeMs })));
    await client.request(read(), makeCall(clock));
    await clock.advance(5_000);
    expect(await ask(0)).toEqual({ number: 1 });
    await clock.advance(6_000);
    expect(client.scarcity('anna')).toBe(1);
    const call = makeCall(clock, { maxAgeMs: 11_000 });
    expect(await client.request(read(), call)).toEqual({ number: 1 });
    expect(call.saved).toEqual([{ ageSeconds: 11, stale: true }]);
    expect(server.requests).toHaveLength(1);
  });

  test('tells whether work that is too late waited for the budget or for the source', async () => {
    await using setting = await createSetting({ ...kept, requestsPerMinute: 1 }, ...numbered(1));
    const { client, clock } = setting;
    await client.request(read(), makeCall(clock));
    expect(client.timeoutError('anna').code).toBe('UPSTREAM_TIMEOUT');
    const waiting = outcomeOf(
      client.request(read('2'), makeCall(clock, { deadlineAt: clock.now() + 61_000 })),
    );
    await clock.advance(1);
    expect([client.timeoutError('anna'), client.timeoutError('bea').code]).toMatchObject([
      { code: 'UPSTREAM_RATE_LIMITED', retryAfterSeconds: 60 },
      'UPSTREAM_TIMEOUT',
    ]);
    await clock.advance(61_000);
    await waiting;
    expect(client.timeoutError('anna').code).toBe('UPSTREAM_TIMEOUT');
  });

  test('or one under way is all that some calls want', async () => {
    await using setting = await createSetting(kept, ...numbered(1));
    const { client, clock, server } = setting;
    const cachedOnly = () => client.request(read(), makeCall(clock, { isCachedOnly: true }));
    expect(await outcomeOf(cachedOnly())).toBe('The response is not cached.');
    const first = client.request(read(), makeCall(clock));
    expect(await cachedOnly()).toEqual({ number: 1 });
    await first;
    expect(await cachedOnly()).toEqual({ number: 1 });
    await clock.advance(10_000);
    expect(await outcomeOf(cachedOnly())).toBe('The response is not cached.');
    expect(server.requests).toHaveLength(1);
  });

  test('hides neither a rejection, nor a failure from a client with no-cache', async () => {
    await using setting = await createSetting(kept, ...numbered(1), { status: 403 }, { status: 500 });
    const { client, clock } = setting;
    await client.request(read(), makeCall(clock));
    await clock.advance(60_000);
    expect(await outcomeOf(client.request(read(), makeCall(clock)))).toBe('UPSTREAM_REJECTED');
    expect(await outcomeOf(client.request(read(), makeCall(clock, { bypassCache: true })))).toBe(
      'UPSTREAM_UNAVAILABLE',
    );
  });

  test('is too old after its time', async () => {
    await using setting = await createSetting(kept, ...numbered(1), { status: 500 }, { status: 500 });
    const { client, clock } = setting;
    await client.request(read(), makeCall(clock));
    await clock.advance(309_999);
    expect(await client.request(read(), makeCall(clock))).toEqual({ number: 1 });
    await clock.advance(1);
    expect(await outcomeOf(client.request(read(), makeCall(clock)))).toBe('UPSTREAM_UNAVAILABLE');
  });

  test('is never a failure', async () => {
    await using setting = await createSetting(kept, { status: 500 }, { text: '[' }, ...numbered(3));
    const { client, clock, server } = setting;
    expect(await outcomeOf(client.request(read(), makeCall(clock)))).toBe('UPSTREAM_UNAVAILABLE');
    expect(await outcomeOf(client.request(read(), makeCall(clock)))).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(await client.request(read(), makeCall(clock))).toEqual({ number: 3 });
    expect(server.requests).toHaveLength(3);
  });
});

describe('turned off', () => {
  test('with a fresh time of 0 every read is a request, and the response still replaces a failure', async () => {
    await using setting = await createSetting({ cacheFreshMs: 0, cacheStaleMs: 1_000 }, ...numbered(1, 2), {
      status: 500,
    });
    const { client, clock } = setting;
    await client.request(read(), makeCall(clock));
    expect(await client.request(read(), makeCall(clock))).toEqual({ number: 2 });
    expect(await client.request(read(), makeCall(clock))).toEqual({ number: 2 });
  });

  test('with a stale time of 0 failures are shown', async () => {
    await using setting = await createSetting({ cacheFreshMs: 1_000, cacheStaleMs: 0 }, ...numbered(1), {
      status: 500,
    });
    const { client, clock } = setting;
    await client.request(read(), makeCall(clock));
    expect(await client.request(read(), makeCall(clock))).toEqual({ number: 1 });
    await clock.advance(1_000);
    expect(await outcomeOf(client.request(read(), makeCall(clock)))).toBe('UPSTREAM_UNAVAILABLE');
  });
});

describe('its memory', () => {
  const create = (maxEntries: number, maxBytes: number) => {
    const clock = new ManualClock();
    const cache = new ResponseCache({ freshMs: 1_000, staleMs: 1_000, maxEntries, maxBytes, clock });
    const put = (key: string, characters = 10) =>
      cache.set(key, { value: key, storedAt: clock.now() }, characters);
    return { clock, cache, put };
  };

  test('is bounded by the number of responses, and evicts the least recently used', () => {
    const { cache, put } = create(2, 1_000_000);
    put('a');
    put('b');
    cache.get('a');
    put('c');
    expect(['a', 'b', 'c'].map((key) => cache.get(key)?.value)).toEqual(['a', undefined, 'c']);
  });

  test('is bounded by their size', () => {
    const { cache, put } = create(100, 100_000);
    put('a', 20_000);
    put('b', 20_000);
    put('too large', 30_000);
    expect(['a', 'b', 'too large'].map((key) => cache.get(key)?.value)).toEqual([undefined, 'b', undefined]);
  });

  test('is released when the time is over, even without further requests', async () => {
    const { cache, clock, put } = create(100, 100_000);
    put('a');
    await clock.advance(1_500);
    put('b');
    await clock.advance(10_000);
    expect([clock.timerCount, cache.size]).toEqual([0, 0]);
  });
});
