import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { MemoryLedger } from '../../../src/upstream/budget/memory-ledger.ts';
import { SharedLedger } from '../../../src/upstream/budget/shared-ledger.ts';
import { systemClock } from '../../../src/upstream/clock.ts';
import { openRedisStore } from '../../../src/upstream/redis/redis-store.ts';
import type { UpstreamCall } from '../../../src/upstream/upstream-call.ts';
import { createUpstreamClient, type UpstreamClient } from '../../../src/upstream/upstream-client.ts';
import type { UpstreamClientOptions } from '../../../src/upstream/upstream-options.ts';
import { settled, until } from '../support/manual-clock.ts';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { type ScriptedAnswer, startScriptedServer } from '../support/scripted-server.ts';
import { outcomeOf, read } from '../support/setting.ts';

/** Real time, since Redis has its own: a short window instead of a minute. */
const WINDOW_MS = 1_200;
const LIMIT = 12;

function makeLiveCall(more: Partial<UpstreamCall> = {}) {
  const saved: unknown[] = [];
  const call: UpstreamCall = {
    signal: new AbortController().signal,
    deadlineAt: Date.now() + 10_000,
    bypassCache: false,
    client: 'anna',
    meter: {
      sent: () => {},
      saved: (_source, _request, { ageSeconds, stale }) => void saved.push({ ageSeconds, stale }),
    },
    ...more,
  };
  return { ...call, saved };
}

async function createReplicas(
  redis: RedisServer,
  options: Partial<UpstreamClientOptions> = {},
  ...script: ScriptedAnswer[]
) {
  const arrivals: number[] = [];
  const vendor = await startScriptedServer(...script);
  const lines: string[] = [];
  const metrics = createMetrics();
  const logger = createLogger({ destination: { write: (line: string) => void lines.push(line) } });
  const stores = await Promise.all(
    [1, 2].map(() => openRedisStore({ url: redis.url, logger, metrics, commandTimeoutMs: 150, beatMs: 100 })),
  );
  const common: UpstreamClientOptions = {
    source: 'VENDOR',
    baseUrl: vendor.baseUrl,
    authorize: { headers: () => ({}) },
    toError: ({ status }) =>
      new UpstreamError(status === 429 ? 'UPSTREAM_RATE_LIMITED' : 'UPSTREAM_REJECTED', 'VENDOR', 'no'),
    requestsPerMinute: LIMIT,
    // As in production, slightly longer than the vendor's window: clocks and delays differ.
    windowMs: WINDOW_MS + 15,
    replicas: 2,
    cacheFreshMs: 0,
    cacheStaleMs: 0,
    retry: { mostAttempts: 1, baseMs: 1, capMs: 1 },
    ...options,
  };
  const clients = stores.map((shared) => createUpstreamClient({ ...common, shared }));
  const [one, other] = clients as [UpstreamClient, UpstreamClient];
  return {
    vendor,
    arrivals,
    lines,
    metrics,
    one,
    other,
    clients,
    stores,
    options: common,
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.close()));
      await Promise.all(stores.map((store) => store.close()));
      await vendor[Symbol.asyncDispose]();
    },
  };
}

/** Records when requests arrive, by the vendor's clock. */
function noteArrivals(count = 10_000): { arrivals: number[]; script: ScriptedAnswer[] } {
  const arrivals: number[] = [];
  const answer: ScriptedAnswer = (_, response) => {
    arrivals.push(performance.now());
    response.writeHead(200).end('{}');
  };
  return { arrivals, script: Array(count).fill(answer) };
}

function mostInOneWindow(arrivals: readonly number[]): number {
  return Math.max(
    ...arrivals.map((start) => arrivals.filter((at) => at >= start && at < start + WINDOW_MS).length),
  );
}

const pause = (ms: number) => new Promise<void>((resolve) => systemClock.setTimer(ms, resolve));

describeWithRedis('replicas that share a Redis', () => {
  test('keep to one budget together, and use all of it', async () => {
    await using redis = await startRedisServer();
    const { arrivals, script } = noteArrivals();
    await using replicas = await createReplicas(redis, {}, ...script);
    const asks = Array.from({ length: 4 * LIMIT }, (_, id) =>
      replicas.clients[id % 2]?.request(read(String(id)), makeLiveCall({ client: `client ${id % 3}` })),
    );
    await Promise.all(asks);
    expect(arrivals).toHaveLength(4 * LIMIT);
    expect(mostInOneWindow(arrivals)).toBeLessThanOrEqual(LIMIT);
  });

  test('know how many they are, whatever REPLICAS says', async () => {
    await using redis = await startRedisServer();
    await using replicas = await createReplicas(redis, {});
    const windowMs = 60_000;
    const common = { scope: 'counted', limit: LIMIT, windowMs, replicas: 1, clock: systemClock };
    const ledgers = replicas.stores.map((store) => {
      const own = new MemoryLedger({ limit: LIMIT, windowMs, now: systemClock.now });
      return new SharedLedger({ ...common, store, own });
    });
    expect(ledgers.map((ledger) => ledger.replicas)).toEqual([1, 1]);
    for (let turn = 0; turn < 2; turn++) for (const ledger of ledgers) await ledger.take(1, 0);
    expect(ledgers.map((ledger) => ledger.replicas)).toEqual([2, 2]);
    for (const ledger of ledgers) ledger.close();
  });

  test('leave the whole budget to the one that needs it', async () => {
    await using redis = await startRedisServer();
    await using replicas = await createReplicas(redis, { windowMs: 60_000 });
    await Promise.all(
      Array.from({ length: LIMIT }, (_, id) => replicas.one.request(read(String(id)), makeLiveCall())),
    );
    expect((await replicas.other.state()).requestsRemaining).toBe(0);
    const late = makeLiveCall({ deadlineAt: Date.now() + 100 });
    expect(await outcomeOf(replicas.other.request(read('late'), late))).toMatch(
      /^UPSTREAM_RATE_LIMITED (5\d|60)$/,
    );
    expect(replicas.vendor.requests).toHaveLength(LIMIT);
  });

  test('continue within their shares while it is unavailable, never over the budget, and share again when it is back', async () => {
    await using redis = await startRedisServer();
    const { arrivals, script } = noteArrivals();
    await using replicas = await createReplicas(redis, {}, ...script);
    let isOver = false;
    const walkers = replicas.clients.flatMap((client, index) =>
      Array.from({ length: 8 }, async (_, walker) => {
        for (let id = 0; !isOver; id++)
          await client.request(read(`${index}-${walker}-${id}`), makeLiveCall());
      }),
    );
    const isSharing = async () => /^gateway_redis_sharing (\d)/m.exec(await replicas.metrics.expose())?.[1];
    await until(() => arrivals.length > 2 * LIMIT);
    expect(await isSharing()).toBe('1');
    await redis.stop();
    const before = arrivals.length;
    await until(() => replicas.stores.every((store) => !store.isUp));
    await until(() => arrivals.length > before + 2 * LIMIT, 'requests while Redis is unavailable');
    expect(await isSharing()).toBe('0');
    await redis.start();
    await until(() => replicas.stores.every((store) => store.isUp), 'sharing again');
    const back = arrivals.length;
    await until(() => arrivals.length > back + 4 * LIMIT, 'requests through Redis again');
    expect(await isSharing()).toBe('1');
    isOver = true;
    await Promise.all(walkers);
    expect(mostInOneWindow(arrivals)).toBeLessThanOrEqual(LIMIT);
    // Each replica logs it; on a busy machine a late reply may make one log it again.
    expect(
      replicas.lines.filter((line) => line.includes('Redis is unavailable')).length,
    ).toBeGreaterThanOrEqual(2);
    expect(
      replicas.lines.filter((line) => line.includes('shared through Redis')).length,
    ).toBeGreaterThanOrEqual(4);
  });

  test('hold back the share of one that is cut off from it and continues alone', async () => {
    await using redis = await startRedisServer();
    const { arrivals, script } = noteArrivals();
    await using replicas = await createReplicas(redis, {}, ...script);
    const [, store] = replicas.stores;
    let isCut = false;
    const cutOff = createUpstreamClient({
      ...replicas.options,
      shared: {
        patienceMs: store?.patienceMs ?? 0,
        get isUp() {
          return !isCut && store?.isUp === true;
        },
        run: async (...command) => (isCut ? Promise.reject(new Error('cut off')) : store?.run(...command)),
        get: async () => null,
        set: async () => {},
        onBeat: () => () => {},
        close: async () => {},
      },
    });
    await cutOff.request(read('first'), makeLiveCall());
    await replicas.other.close();
    isCut = true;
    await pause(3 * (store?.patienceMs ?? 0));
    const ask = (client: UpstreamClient, id: string) => client.request(read(id), makeLiveCall());
    const asks = Array.from({ length: 2 * LIMIT }, (_, id) => [
      ask(cutOff, `a${id}`),
      ask(replicas.one, `b${id}`),
    ]);
    await Promise.all(asks.flat());
    await cutOff.close();
    expect(arrivals).toHaveLength(4 * LIMIT + 1);
    expect(mostInOneWindow(arrivals)).toBeLessThanOrEqual(LIMIT);
  });

  test('are not blocked by an unresponsive one, except briefly at first', async () => {
    await using redis = await startRedisServer();
    await using replicas = await createReplicas(redis, { cacheFreshMs: 60_000 });
    redis.freeze();
    const startedAt = performance.now();
    expect(await replicas.one.request(read('1'), makeLiveCall())).toEqual({ ok: true });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    const again = performance.now();
    expect(await replicas.one.request(read('2'), makeLiveCall())).toEqual({ ok: true });
    expect(performance.now() - again).toBeLessThan(3_000);
    redis.thaw();
    await until(() => replicas.stores[0]?.isUp === true, 'sharing again');
  });

  test('apply each other’s cool-downs', async () => {
    await using redis = await startRedisServer();
    await using replicas = await createReplicas(redis, {}, { status: 429, headers: { 'retry-after': '1' } });
    expect(await outcomeOf(replicas.one.request(read(), makeLiveCall()))).toBe('UPSTREAM_RATE_LIMITED 1');
    const startedAt = performance.now();
    let state = await replicas.other.state();
    for (; state.status === 'OK'; await settled()) state = await replicas.other.state();
    expect(state).toMatchObject({ status: 'RATE_LIMITED', requestsPerMinute: LIMIT, requestsRemaining: 0 });
    expect(state.waitMs).toBeGreaterThan(0);
    expect(state.waitMs).toBeLessThanOrEqual(1_000);
    expect(await replicas.other.request(read(), makeLiveCall())).toEqual({ ok: true });
    expect(performance.now() - startedAt).toBeGreaterThan(900);
  });

  test('apply Retry-After without a budget too', async () => {
    await using redis = await startRedisServer();
    const refusal = { status: 429, headers: { 'retry-after': '5' } };
    await using replicas = await createReplicas(redis, { requestsPerMinute: null }, refusal);
    await outcomeOf(replicas.one.request(read(), makeLiveCall()));
    for (let status = 'OK'; status === 'OK'; await settled()) ({ status } = await replicas.other.state());
    const hasty = makeLiveCall({ deadlineAt: Date.now() + 1_000 });
    expect(await outcomeOf(replicas.other.request(read(), hasty))).toBe('UPSTREAM_RATE_LIMITED 5');
    expect(replicas.vendor.requests).toHaveLength(1);
  });

  test('use each other’s responses, fresh and stale, under keys that reveal nothing', async () => {
    await using redis = await startRedisServer();
    const kept = { cacheFreshMs: 300, cacheStaleMs: 60_000 };
    await using replicas = await createReplicas(
      redis,
      kept,
      { json: { number: 1 } },
      { json: 2 },
      { text: 'nonsense' },
    );
    const request = read('jan.novak@example.com');
    expect(await replicas.one.request(request, makeLiveCall())).toEqual({ number: 1 });
    const connection = new Redis(redis.url);
    await until(() => connection.status === 'ready');
    await until(() => replicas.stores.every((store) => store.isUp));
    let keys: string[] = [];
    for (; !keys.some((key) => key.includes(':answer:')); ) keys = await connection.keys('*');
    expect(keys.join(' ')).not.toMatch(/jan\.novak|example|127\.0\.0|VENDOR/);
    connection.disconnect();
    const call = makeLiveCall();
    expect(await replicas.other.request(request, call)).toEqual({ number: 1 });
    expect(call.saved).toEqual([{ ageSeconds: 0, stale: false }]);
    expect(await replicas.other.request(request, makeLiveCall({ bypassCache: true }))).toBe(2);
    expect(replicas.vendor.requests).toHaveLength(2);
    await pause(310);
    const stale = makeLiveCall();
    expect(await replicas.one.request(request, stale)).toBe(2);
    expect(stale.saved).toEqual([{ ageSeconds: 0, stale: true }]);
  });

  test('never mix responses of different credentials', async () => {
    await using redis = await startRedisServer();
    await using replicas = await createReplicas(redis, { cacheFreshMs: 60_000, identity: 'one key' });
    await replicas.one.request(read(), makeLiveCall());
    const stranger = createUpstreamClient({
      source: 'VENDOR',
      baseUrl: replicas.vendor.baseUrl,
      authorize: { headers: () => ({}) },
      toError: () => new UpstreamError('UPSTREAM_REJECTED', 'VENDOR', 'no'),
      shared: replicas.stores[1] ?? null,
      requestsPerMinute: LIMIT,
      identity: 'another key',
    });
    await stranger.request(read(), makeLiveCall());
    await stranger.close();
    expect(replicas.vendor.requests).toHaveLength(2);
  });

  test('start without it, within their own shares, and find it later', async () => {
    await using redis = await startRedisServer();
    await redis.stop();
    await using replicas = await createReplicas(redis);
    expect(await replicas.one.state()).toMatchObject({
      status: 'OK',
      requestsPerMinute: LIMIT,
      requestsRemaining: LIMIT / 2,
    });
    expect(await replicas.one.request(read(), makeLiveCall())).toEqual({ ok: true });
    await redis.start();
    await until(() => replicas.stores.every((store) => store.isUp), 'sharing');
    expect((await replicas.other.state()).requestsRemaining).toBe(LIMIT - 1);
  });
});

test('nothing of Redis is loaded without a URL', async () => {
  const { readFile, readdir } = await import('node:fs/promises');
  const folder = new URL('../../../src/upstream/', import.meta.url);
  const loading: string[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const text = await readFile(new URL(name, folder), 'utf8');
    if (/^import (?!type)[^;]*'ioredis'/m.test(text)) loading.push(name);
  }
  expect(loading).toEqual([]);
});
