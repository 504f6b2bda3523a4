import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { SharedCache } from '../../../src/upstream/cache/shared-cache.ts';
import { decoded } from '../../../src/upstream/policies/response-decoder.ts';
import { withCache } from '../../../src/upstream/policies/with-cache.ts';
import { withCacheFill } from '../../../src/upstream/policies/with-cache-fill.ts';
import { withDeadline } from '../../../src/upstream/policies/with-deadline.ts';
import { withMeter } from '../../../src/upstream/policies/with-meter.ts';
import { withSharedCache } from '../../../src/upstream/policies/with-shared-cache.ts';
import { withSingleFlight } from '../../../src/upstream/policies/with-single-flight.ts';
import { withStaleOnError } from '../../../src/upstream/policies/with-stale-on-error.ts';
import type { Fetching, Outcome, Reading } from '../../../src/upstream/reading.ts';
import type { CachedUse } from '../../../src/upstream/upstream-call.ts';
import { makeMemoryStore } from '../support/memory-store.ts';
import { fromSource, makeFetching, makeParts, makeReading, response, scripted } from '../support/policies.ts';
import { makeCall, outcomeOf, read } from '../support/setting.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const outcomes = (...script: (Outcome | Error)[]) => scripted<Reading, Outcome>(...script);
const failure = (code: 'UPSTREAM_UNAVAILABLE' | 'UPSTREAM_REJECTED') =>
  new UpstreamError(code, 'VENDOR', 'no');

describe('with-deadline', () => {
  test('passes a call that has time, and refuses one that has none or was aborted', async () => {
    const { clock, options } = makeParts();
    const run = withDeadline(options)(async () => 'done');
    const gone = makeCall(clock);
    gone.leave();
    const spent = makeCall(clock, { withinMs: 0, deadlineCause: { error: failure('UPSTREAM_UNAVAILABLE') } });
    const calls = [makeCall(clock), gone, makeCall(clock, { withinMs: 0 }), spent];
    const ends = calls.map((call) => outcomeOf(run({ request: read(), call })));
    expect(await Promise.all(ends)).toEqual([
      'done',
      'the client went away',
      'UPSTREAM_TIMEOUT',
      'UPSTREAM_UNAVAILABLE',
    ]);
  });
});

describe('with-meter', () => {
  test.each([
    ['SOURCE', []],
    ['PENDING', [{ ageSeconds: 3, stale: false }]],
    ['MEMORY', [{ ageSeconds: 3, stale: false }]],
    ['REDIS', [{ ageSeconds: 3, stale: false }]],
    ['STALE', [{ ageSeconds: 3, stale: true }]],
  ] as const)('reports what came from %s', async (from, saved) => {
    const { clock, options, cache } = makeParts();
    const call = makeCall(clock);
    const { next } = outcomes({ value: 1, storedAt: clock.now() - 3_999, from });
    await withMeter(options, cache)(next)(makeReading(call));
    expect(call.saved).toEqual(saved);
  });
});

describe('what with-meter reports of a cached response', () => {
  test('is its age while the cache would serve this very one, without keeping it in memory', async () => {
    const { clock, options, cache } = makeParts();
    const uses: CachedUse[] = [];
    const call = {
      ...makeCall(clock),
      meter: {
        sent: () => {},
        saved: (_: string, __: unknown, { use }: { use?: CachedUse }) => void (use && uses.push(use)),
      },
    };
    const storedAt = clock.now();
    const first = await (async () => {
      const value = { rows: Array.from({ length: 1_000 }, (_, index) => ({ index })) };
      cache.set('key', { value, storedAt }, 10);
      const { next } = outcomes({ value, storedAt, from: 'MEMORY' });
      await withMeter(options, cache)(next)(makeReading(call));
      return new WeakRef(value);
    })();
    expect(uses.map((use) => use.ageSeconds())).toEqual([0]);
    // Replaced by another response, fetched in the same millisecond.
    cache.set('key', { value: { rows: [] }, storedAt }, 10);
    expect(uses.map((use) => use.ageSeconds())).toEqual([null]);
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(first.deref()).toBeUndefined();
    expect(uses.map((use) => use.ageSeconds())).toEqual([null]);
  });
});

describe('with-cache', () => {
  test.each([
    ['CACHED', 999, 'MEMORY'],
    ['CACHED', 1_000, 'SOURCE'],
    ['REFRESH', 0, 'SOURCE'],
    ['NONE', 0, 'SOURCE'],
  ] as const)('%s after %i ms reads from %s', async (mode, ageMs, from) => {
    const { clock, options, cache } = makeParts();
    cache.set('key', { value: 'cached', storedAt: clock.now() }, 10);
    await clock.advance(ageMs);
    const { next } = outcomes(fromSource('new', clock.now()));
    const outcome = await withCache(options, cache, { scarcity: () => 0 })(next)(
      makeReading(makeCall(clock), mode),
    );
    expect(outcome.from).toBe(from);
  });
});

describe('with-stale-on-error', () => {
  test.each([
    ['CACHED', 'UPSTREAM_UNAVAILABLE', 'old'],
    ['CACHED', 'UPSTREAM_REJECTED', 'UPSTREAM_REJECTED'],
    ['REFRESH', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE'],
    ['NONE', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE'],
  ] as const)('%s that fails with %s returns %s', async (mode, code, expected) => {
    const { clock, options, cache } = makeParts();
    cache.set('key', { value: 'old', storedAt: clock.now() }, 10);
    await clock.advance(5_000);
    const end = withStaleOnError(options, cache)(outcomes(failure(code)).next)(
      makeReading(makeCall(clock), mode),
    );
    expect(await outcomeOf(end.then(({ value }) => value))).toBe(expected);
  });
});

describe('with-single-flight', () => {
  const race = async (modes: readonly ('NONE' | 'CACHED' | 'REFRESH')[], isSharingInFlight = true) => {
    const { clock, options, budget, answered } = makeParts({ isSharingInFlight });
    let started = 0;
    const run = withSingleFlight(
      options,
      budget,
    )(async () => {
      started += 1;
      return fromSource(started, clock.now());
    });
    const ends = await Promise.all(modes.map((mode) => run(makeReading(makeCall(clock), mode))));
    return [started, ends.map(({ from }) => from), answered];
  };

  test.each([
    [['CACHED', 'CACHED'], 1, ['SOURCE', 'PENDING'], ['miss', 'shared']],
    [['CACHED', 'REFRESH'], 2, ['SOURCE', 'SOURCE'], ['miss', 'bypass']],
    [['REFRESH', 'CACHED', 'REFRESH'], 1, ['SOURCE', 'PENDING', 'PENDING'], ['bypass', 'shared', 'shared']],
    [['NONE', 'NONE'], 2, ['SOURCE', 'SOURCE'], []],
  ] as const)('%j are %i requests', async (modes, ...expected) => {
    expect(await race(modes)).toEqual(expected);
  });

  test('an old response is not for a caller who joined and does not accept its age', async () => {
    const { clock, options, budget } = makeParts();
    const storedAt = clock.now();
    await clock.advance(5_000);
    const maxAges: (number | undefined)[] = [];
    const run = withSingleFlight(
      options,
      budget,
    )(async ({ call }) => {
      maxAges.push(call.maxAgeMs);
      return call.maxAgeMs === undefined
        ? { value: 'old', storedAt, from: 'STALE' }
        : fromSource('new', clock.now());
    });
    const calls = [{}, { maxAgeMs: 5_000 }, { maxAgeMs: 4_999 }, { maxAgeMs: 1_000 }];
    const ends = await Promise.all(calls.map((more) => run(makeReading(makeCall(clock, more)))));
    expect(ends.map(({ value }) => value)).toEqual(['old', 'old', 'new', 'new']);
    expect(maxAges).toEqual([undefined, 4_999]);
  });

  test('what it sends tells which operation began it', async () => {
    const { clock, options, budget } = makeParts();
    const operation = { signal: new AbortController().signal, endedAt: null };
    const operations: unknown[] = [];
    const run = withSingleFlight(
      options,
      budget,
    )(async ({ call }) => {
      operations.push(call.operation);
      return { value: 1, storedAt: clock.now(), from: 'SOURCE' };
    });
    await run(makeReading(makeCall(clock, { operation })));
    expect(operations[0]).toBe(operation);
  });

  test('can be switched off', async () => {
    expect((await race(['CACHED', 'CACHED'], false))[0]).toBe(2);
  });

  test('each caller waits until its own deadline, which is remembered as the cause', async () => {
    const { clock, options, budget } = makeParts();
    const run = withSingleFlight(options, budget)(() => new Promise<Outcome>(() => {}));
    const hasty = makeCall(clock, { withinMs: 1_000 });
    const ends: string[] = [];
    for (const call of [makeCall(clock), hasty]) {
      outcomeOf(run(makeReading(call))).then((end) =>
        ends.push(`${call === hasty ? 'hasty' : 'other'} ${end}`),
      );
    }
    await clock.advance(1_000);
    expect(ends).toEqual(['hasty UPSTREAM_TIMEOUT']);
    expect(hasty.deadlineCause?.error).toMatchObject({ code: 'UPSTREAM_TIMEOUT', source: 'VENDOR' });
  });
});

function makeShared() {
  const { store, textByKey } = makeMemoryStore();
  return { shared: new SharedCache(store, { cacheFreshMs: 1_000, cacheStaleMs: 10_000 }), textByKey };
}

describe('with-cache-fill', () => {
  test.each([
    ['CACHED', 'new', 1],
    ['REFRESH', 'new', 1],
    ['NONE', undefined, 0],
  ] as const)('%s stores %s', async (mode, value, shares) => {
    const { clock, cache } = makeParts();
    const { shared, textByKey } = makeShared();
    await withCacheFill(cache, shared)(outcomes(fromSource('new', clock.now())).next)(
      makeFetching(clock, mode),
    );
    expect([cache.get('key')?.value, textByKey.size]).toEqual([value, shares]);
  });

  test('does not store again what came from a cache', async () => {
    const { clock, cache } = makeParts();
    const { next } = outcomes({ value: 1, storedAt: clock.now(), from: 'REDIS' });
    await withCacheFill(cache, null)(next)(makeFetching(clock));
    expect(cache.size).toBe(0);
  });
});

const PLENTY = { scarcity: () => 0 };

describe('with-shared-cache', () => {
  test.each([
    ['a 404 that the request does not take for a value', 404, 0],
    ['a refusal', 500, 0],
    ['an answer from the future', 200, 3_600_000],
  ])('ignores %s, whoever stored it', async (_, status, aheadMs) => {
    const { clock, options, cache } = makeParts();
    const { shared } = makeShared();
    shared.set('key', { status, text: '"foreign"', storedAt: clock.now() + aheadMs });
    const { next } = outcomes(fromSource('new', clock.now()));
    expect((await withSharedCache(options, shared, cache, PLENTY)(next)(makeFetching(clock))).value).toBe(
      'new',
    );
    expect(cache.size).toBe(0);
  });

  test.each([
    ['CACHED', 500, 'REDIS', 'old'],
    ['CACHED', 5_000, 'SOURCE', 'old'],
    ['REFRESH', 0, 'SOURCE', undefined],
  ] as const)('%s after %i ms reads from %s', async (mode, ageMs, from, inMemory) => {
    const { clock, options, cache } = makeParts();
    const { shared } = makeShared();
    shared.set('key', { status: 200, text: '"old"', storedAt: clock.now() });
    await clock.advance(ageMs);
    const { next } = outcomes(fromSource('new', clock.now()));
    const outcome = await withSharedCache(options, shared, cache, PLENTY)(next)(makeFetching(clock, mode));
    expect([outcome.from, cache.get('key')?.value]).toEqual([from, inMemory]);
  });

  // Fresh for a second, and for ten more while nothing of the budget is left.
  test.each([
    ['a scarce budget', 5_000, 0.5, undefined, 'STALE', ['stale']],
    ['a budget that is hardly scarce', 5_000, 0.3, undefined, 'SOURCE', []],
    ['a client that accepts its age', 5_000, 1, 5_000, 'STALE', ['stale']],
    ['a client that does not', 5_000, 1, 4_999, 'SOURCE', []],
    ['a client that accepts only young ones', 500, 1, 0, 'REDIS', ['redis']],
    ['nobody any more', 11_000, 1, undefined, 'SOURCE', []],
  ] as const)('serves %s from %s', async (_, ageMs, scarcity, maxAgeMs, from, counted) => {
    const { clock, options, cache, answered } = makeParts();
    const { shared } = makeShared();
    shared.set('key', { status: 200, text: '"old"', storedAt: clock.now() });
    await clock.advance(ageMs);
    const { next, seen } = outcomes(fromSource('new', clock.now()));
    const fetching = makeFetching(clock);
    const call = maxAgeMs === undefined ? fetching.call : { ...fetching.call, maxAgeMs };
    const outcome = await withSharedCache(options, shared, cache, { scarcity: () => scarcity })(next)({
      ...fetching,
      call,
    });
    expect([outcome.from, answered, seen.length]).toEqual([from, counted, from === 'SOURCE' ? 1 : 0]);
  });

  test('fetches again what does not decode', async () => {
    const { clock, options, cache } = makeParts();
    const { shared } = makeShared();
    shared.set('key', { status: 200, text: '{', storedAt: clock.now() });
    const { next } = outcomes(fromSource('new', clock.now()));
    expect((await withSharedCache(options, shared, cache, PLENTY)(next)(makeFetching(clock))).value).toBe(
      'new',
    );
  });
});

test('response-decoder: a response that does not decode is invalid, and logged without its text', async () => {
  const warned: unknown[] = [];
  const logger = {
    debug: () => {},
    warn: (event: string, fields: object) => void warned.push([event, fields]),
  };
  const { clock, options } = makeParts({ logger: logger as never });
  const fetching: Fetching = makeFetching(clock);
  const good = decoded(options, async () => response(200, {}, { a: 1 }));
  expect(await good(fetching)).toMatchObject({ value: { a: 1 }, storedAt: clock.now(), from: 'SOURCE' });
  const bad = decoded(options, async () => ({ status: 200, headers: {}, text: 'Novak' }));
  expect(await outcomeOf(bad(fetching))).toBe('UPSTREAM_INVALID_RESPONSE');
  expect(warned).toMatchObject([
    ['upstream response not understood', { route: '/things/{id}', status: 200 }],
  ]);
  expect(JSON.stringify(warned)).not.toContain('Novak');
});
