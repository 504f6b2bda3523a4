import { connect, createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { MemoryLedger } from '../../../src/upstream/budget/memory-ledger.ts';
import { SharedLedger } from '../../../src/upstream/budget/shared-ledger.ts';
import { systemClock } from '../../../src/upstream/clock.ts';
import { AwayReport, reasonOf } from '../../../src/upstream/redis/away-report.ts';
import { openRedisStore } from '../../../src/upstream/redis/redis-store.ts';
import type { SharedStore } from '../../../src/upstream/redis/shared-store.ts';
import type { UpstreamCall } from '../../../src/upstream/upstream-call.ts';
import { createUpstreamClient } from '../../../src/upstream/upstream-client.ts';
import { ManualClock, settled, until } from '../support/manual-clock.ts';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { startScriptedServer } from '../support/scripted-server.ts';
import { read } from '../support/setting.ts';

const LIMIT = 12;
const WINDOW_MS = 60_000;

const call = (): UpstreamCall => ({
  signal: new AbortController().signal,
  deadlineAt: Date.now() + 400,
  bypassCache: false,
  client: 'anna',
  meter: { sent: () => {}, saved: () => {} },
});

/** Stores on a Redis with this many clients of one vendor. REPLICAS stays 1. */
async function setUp(url: string, count = 1, beatMs = 60) {
  const vendor = await startScriptedServer();
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });
  const stores: SharedStore[] = [];
  for (let index = 0; index < count; index++) stores.push(await openRedisStore({ url, logger, beatMs }));
  const clients = stores.map((shared) =>
    createUpstreamClient({
      source: 'VENDOR',
      baseUrl: vendor.baseUrl,
      authorize: { headers: () => ({}) },
      toError: () => new UpstreamError('UPSTREAM_REJECTED', 'VENDOR', 'no'),
      requestsPerMinute: LIMIT,
      windowMs: WINDOW_MS,
      cacheFreshMs: 0,
      cacheStaleMs: 0,
      shared,
    }),
  );
  let asked = 0;
  return {
    vendor,
    stores,
    clients,
    lines,
    /** This many concurrent requests of each client. */
    ask: (times: number) =>
      Promise.allSettled(
        clients.flatMap((client) =>
          Array.from({ length: times }, () => client.request(read(String(asked++)), call())),
        ),
      ),
    reasons: () => lines.filter(({ level }) => level === 'warn').map(({ code }) => code),
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.close()));
      await Promise.all(stores.map((store) => store.close()));
      await vendor[Symbol.asyncDispose]();
    },
  };
}

/** One host name behind which Redis fails over: new connections go to its current target. */
async function openName(url: string) {
  let port = Number(new URL(url).port);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [socket, far],
      [far, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    socket.pipe(far).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `redis://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    pointTo: (other: string) => {
      port = Number(new URL(other).port);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function tell(url: string, ...commands: readonly string[][]): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => null });
  for (const [name = '', ...args] of commands) await redis.call(name, ...args);
  redis.disconnect();
}

async function keysOf(url: string): Promise<readonly string[]> {
  const redis = new Redis(url, { retryStrategy: () => null });
  const keys = await redis.keys('customer-gateway:budget:*');
  redis.disconnect();
  return keys;
}

describeWithRedis('the budget, whatever happens to Redis', () => {
  test('holds if Redis dies under two replicas with REPLICAS=1', async () => {
    await using redis = await startRedisServer();
    await using replicas = await setUp(redis.url, 2);
    // Each has seen the other.
    for (const client of [...replicas.clients, ...replicas.clients]) await client.state();
    await redis.stop();
    await until(() => replicas.stores.every((store) => !store.isUp));
    await replicas.ask(2 * LIMIT);
    expect(replicas.vendor.requests.length).toBeLessThanOrEqual(LIMIT);
  });

  test('holds if the counted requests are flushed again and again', async () => {
    await using redis = await startRedisServer();
    await using replicas = await setUp(redis.url, 2);
    for (let round = 0; round < 4; round++) {
      await replicas.ask(3);
      await tell(redis.url, ['FLUSHALL']);
    }
    await replicas.ask(2 * LIMIT);
    expect(replicas.vendor.requests.length).toBeLessThanOrEqual(LIMIT);
    expect(replicas.vendor.requests.length).toBeGreaterThanOrEqual(LIMIT - 2);
  });

  test.each([
    ['flushed', (redis: RedisServer) => tell(redis.url, ['FLUSHALL'])],
    ['restarted', (redis: RedisServer) => redis.stop().then(() => redis.start())],
  ])('holds if it is %s after a replica has ended that sent requests', async (_, lose) => {
    await using redis = await startRedisServer();
    await using replicas = await setUp(redis.url, 2);
    const { clients, stores, vendor } = replicas;
    const [one, other] = clients;
    const askOf = (client: typeof one, name: string, times: number) =>
      Promise.allSettled(
        Array.from({ length: times }, (_each, at) => client?.request(read(`${name}-${at}`), call())),
      );
    await askOf(one, 'one', 5);
    await askOf(other, 'other', 2);
    // It has seen what the first one sent.
    await other?.state();
    await one?.close();
    await stores[0]?.close();
    await lose(redis);
    const [, store] = stores;
    await until(() => store?.isUp === true);
    while ((await keysOf(redis.url)).length === 0) await settled();
    await askOf(other, 'more', 2 * LIMIT);
    await askOf(other, 'again', LIMIT);
    expect(vendor.requests.length).toBeLessThanOrEqual(LIMIT);
    expect((await other?.state())?.requestsRemaining).toBe(LIMIT - vendor.requests.length);
  });

  test('is looked at in part only if somebody else writes far too much, and replicas of the future are none', async () => {
    await using redis = await startRedisServer();
    const store = await openRedisStore({
      url: redis.url,
      logger: createLogger({ level: 'silent' }),
      beatMs: 60,
    });
    const sizes: number[] = [];
    const measured: SharedStore = {
      isUp: true,
      patienceMs: store.patienceMs,
      onBeat: () => () => {},
      get: (key) => store.get(key),
      set: (...entry) => store.set(...entry),
      run: async (...command) => {
        const answer = await store.run(...command);
        sizes.push(JSON.stringify(answer).length);
        return answer;
      },
      close: () => store.close(),
    };
    const own = new MemoryLedger({ limit: LIMIT, windowMs: WINDOW_MS, now: systemClock.now });
    const common = { scope: 'looked at', limit: LIMIT, windowMs: WINDOW_MS, replicas: 1, clock: systemClock };
    const ledger = new SharedLedger({ ...common, store: measured, own });
    const name = 'customer-gateway:budget:{looked at}';
    const scores = Array.from({ length: 5_000 }, (_, place) => place);
    const now = Date.now();
    await tell(
      redis.url,
      ['ZADD', `${name}:sent`, ...scores.flatMap((place) => [String(now - place), `x:${place}`])],
      ['ZADD', `${name}:replicas`, ...scores.flatMap((place) => [String(now + 60_000 + place), `x${place}`])],
    );
    const grant = await ledger.take(1, 0);
    await ledger.state();
    expect(grant.permits).toEqual([]);
    expect(ledger.replicas).toBe(1);
    expect(Math.max(...sizes)).toBeLessThan(1_000);
    ledger.close();
    await store.close();
  });

  test('grants nothing after a loss until the other replica had time to report what it sent', async () => {
    await using redis = await startRedisServer();
    // No beat within the test: only a replica's own requests report for it.
    await using replicas = await setUp(redis.url, 2, 60_000);
    const [one, other] = replicas.clients;
    const askOf = (client: typeof one, times: number) =>
      Promise.allSettled(
        Array.from({ length: times }, (_, at) => client?.request(read(`${times}-${at}`), call())),
      );
    await askOf(one, 3);
    await askOf(other, 4);
    await askOf(one, 1);
    expect(replicas.vendor.requests).toHaveLength(8);
    await tell(redis.url, ['FLUSHALL']);
    await askOf(one, LIMIT);
    expect(replicas.vendor.requests).toHaveLength(8);
  });

  test('is shared again once a name resolves to another node: the old one is read-only', async () => {
    await using old = await startRedisServer();
    await using fresh = await startRedisServer();
    await using name = await openName(old.url);
    await using replicas = await setUp(name.url);
    expect(replicas.stores[0]?.isUp).toBe(true);
    name.pointTo(fresh.url);
    await tell(old.url, ['REPLICAOF', '127.0.0.1', new URL(fresh.url).port]);
    await until(() => replicas.reasons().includes('READONLY'));
    await until(() => replicas.stores[0]?.isUp === true);
    await replicas.ask(1);
    expect(await keysOf(fresh.url)).not.toEqual([]);
    expect(replicas.reasons().filter((reason) => reason === 'READONLY')).toHaveLength(1);
  });

  test.each([
    ['OOM', ['CONFIG', 'SET', 'maxmemory', '1']],
    ['NOPERM', ['ACL', 'SETUSER', 'default', '-@all', '+info', '+ping', '+config', '+acl']],
  ] as const)('continues alone if Redis refuses with %s, which is logged once', async (reason, command) => {
    await using redis = await startRedisServer();
    await using replicas = await setUp(redis.url);
    await tell(redis.url, [...command]);
    await until(() => replicas.reasons().length > 0);
    await replicas.ask(2 * LIMIT);
    expect(replicas.vendor.requests).toHaveLength(LIMIT);
    expect(replicas.reasons()).toEqual([reason]);
  });

  test('tries another connection if an open one has not worked for ten seconds', async () => {
    await using redis = await startRedisServer();
    const admin = new Redis(redis.url);
    const clock = new ManualClock();
    const logger = createLogger({ destination: { write: () => {} } });
    const store = await openRedisStore({ url: redis.url, logger, clock, beatMs: 1_000 });
    try {
      const connections = async () =>
        [...String(await admin.client('LIST')).matchAll(/^id=(\d+) .*$/gm)]
          .filter(([line]) => !line.includes('cmd=client'))
          .map(([, id]) => id);
      const passSeconds = async (seconds: number) => {
        for (let second = 0; second < seconds; second++) {
          await clock.advance(1_000);
          // The reply to the beat arrives before this one.
          await admin.ping();
          await settled();
        }
      };
      store.onBeat(async () => {
        throw new Error('ERR the ledger is of no use');
      });
      await until(() => !store.isUp);
      const before = await connections();
      expect(before).toHaveLength(1);
      await passSeconds(9);
      expect(await connections()).toEqual(before);
      await passSeconds(3);
      await until(() => store.isUp === false);
      expect(await connections()).not.toEqual(before);
    } finally {
      await store.close();
      admin.disconnect();
    }
  });

  test('is not shared through Redis Cluster, which the start reports', async () => {
    await using redis = await startRedisServer(
      '--cluster-enabled',
      'yes',
      '--dir',
      '/tmp',
      '--cluster-config-file',
      `nodes-${process.pid}.conf`,
    );
    await using replicas = await setUp(redis.url);
    expect(replicas.lines).toEqual([
      expect.objectContaining({
        event: expect.stringContaining('Redis Cluster is not supported'),
        code: 'CLUSTER',
      }),
    ]);
    await replicas.ask(2 * LIMIT);
    expect(replicas.vendor.requests).toHaveLength(LIMIT);
  });

  test('trusts nothing that Redis should not contain', async () => {
    await using redis = await startRedisServer();
    await using replicas = await setUp(redis.url);
    await replicas.ask(1);
    const [sent = ''] = (await keysOf(redis.url)).filter((key) => key.endsWith(':sent'));
    const quiet = sent.replace(/sent$/, 'quiet');
    await tell(redis.url, ['SET', quiet, 'garbage'], ['ZADD', sent, '99999999999999', 'from the future']);
    await replicas.ask(3);
    expect(replicas.vendor.requests).toHaveLength(4);
    await tell(redis.url, ['DEL', sent], ['SET', sent, 'garbage']);
    await replicas.ask(2 * LIMIT);
    expect(replicas.vendor.requests).toHaveLength(LIMIT);
    expect(replicas.reasons()).toContain('WRONGTYPE');
  });
});

test.each([
  ["READONLY You can't write against a read only replica.", 'READONLY'],
  ['ERR Error running script: @user_script:4: -READONLY nothing', 'READONLY'],
  ['NOAUTH Authentication required.', 'NOAUTH'],
  ['MOVED 3999 127.0.0.1:6381', 'MOVED'],
  ['Command timed out', 'TIMEOUT'],
  ['something about a person', 'Error'],
])('%s is reported as %s', (message, reason) => {
  expect(reasonOf(new Error(message))).toBe(reason);
});

test('a reason is logged once a minute, and again after Redis was back', () => {
  const clock = new ManualClock();
  const told: unknown[] = [];
  const note = (_event: string, fields: object) =>
    void told.push((fields as { code?: string }).code ?? 'BACK');
  const report = new AwayReport({ logger: { warn: note, info: note } as never, clock });
  const readonly = new Error('READONLY no');
  for (let second = 0; second < 59; second++) {
    report.away(readonly);
    report.away(new Error('OOM command not allowed'));
  }
  expect(told).toEqual(['READONLY', 'OOM']);
  report.back();
  report.away(readonly);
  expect(told).toEqual(['READONLY', 'OOM', 'BACK', 'READONLY']);
});

test('the same reason is logged again after a minute', async () => {
  const clock = new ManualClock();
  let told = 0;
  const report = new AwayReport({ logger: { warn: () => void told++, info: () => {} }, clock });
  for (let second = 0; second <= 60; second++) {
    report.away(new Error('READONLY no'));
    await clock.advance(1_000);
  }
  expect(told).toBe(2);
});
