import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { SharedUse } from '../../../src/upstream/budget/shared-use.ts';
import type { UseEvent } from '../../../src/upstream/budget/use-event.ts';
import { systemClock } from '../../../src/upstream/clock.ts';
import { openRedisStore } from '../../../src/upstream/redis/redis-store.ts';
import { openSharedSecret } from '../../../src/upstream/redis/shared-secret.ts';
import type { SharedStore } from '../../../src/upstream/redis/shared-store.ts';
import { until } from '../support/manual-clock.ts';
import { describeWithRedis, startRedisServer } from '../support/redis-server.ts';

const logger = createLogger({ level: 'silent' });
const BEAT_MS = 20;

interface Replica {
  readonly store: SharedStore;
  readonly use: SharedUse;
  readonly heard: UseEvent[];
}

async function openReplica(url: string): Promise<Replica> {
  const store = await openRedisStore({ url, logger, beatMs: BEAT_MS });
  const use = new SharedUse({ store, scope: 'scope', clock: systemClock });
  const heard: UseEvent[] = [];
  use.onHeard((events) => void heard.push(...events));
  await until(() => use.isComplete);
  return { store, use, heard };
}

async function close(...replicas: readonly Replica[]): Promise<void> {
  for (const { use, store } of replicas) {
    use.close();
    await store.close();
  }
}

const operation = (endedAt: number | null = null) => ({ endedAt, signal: { aborted: false } });

describeWithRedis('what clients do at one replica', () => {
  test('is heard by the others, once, with its time and how each operation ended', async () => {
    await using redis = await startRedisServer();
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => openReplica(redis.url)));
    if (!one || !two || !three) throw new Error('Expected three replicas.');
    const first = operation();
    const second = operation();
    const at = Date.now() - 5_000;
    one.use.tell({ kind: 'ASKED', client: 'key-desk', at, operation: first });
    one.use.tell({ kind: 'SENT', client: 'key-desk', at: at + 1_000 });
    await until(() => two.heard.length === 2 && three.heard.length === 2);
    one.use.tell({ kind: 'ASKED', client: 'key-desk', at: at + 1_100, operation: second });
    one.use.tell({
      kind: 'REFUSED',
      client: 'key-desk',
      at: at + 2_000,
      operation: second,
      retryAfterMs: 7_000,
    });
    await until(() => two.heard.length === 4 && three.heard.length === 4);
    first.endedAt = at + 3_000;
    second.signal.aborted = true;
    await until(() => {
      const [asked, , , refused] = two.heard as { operation?: typeof first }[];
      return asked?.operation?.endedAt !== null && refused?.operation?.signal.aborted === true;
    });
    for (const { heard } of [two, three]) {
      expect(heard.map(({ kind, client }) => [kind, client])).toEqual(
        ['ASKED', 'SENT', 'ASKED', 'REFUSED'].map((kind) => [kind, 'key-desk']),
      );
      expect(heard.map((event) => Math.round((event.at - at) / 500) / 2)).toEqual([0, 1, 1, 2]);
      expect(heard[3]).toMatchObject({ retryAfterMs: 7_000 });
      const [asked, , again, refused] = heard as { operation?: typeof first }[];
      expect(Math.abs((asked?.operation?.endedAt ?? 0) - at - 3_000)).toBeLessThan(500);
      expect([again?.operation, again?.operation?.endedAt]).toEqual([refused?.operation, null]);
    }
    expect(one.heard).toEqual([]);
    await close(one, two, three);
  });

  test('is heard without a loss while all of them tell all the time', async () => {
    await using redis = await startRedisServer();
    const replicas = await Promise.all([1, 2, 3].map(() => openReplica(redis.url)));
    for (let round = 0; round < 50; round++) {
      for (const [place, { use }] of replicas.entries())
        use.tell({ kind: 'SENT', client: `key-${place}-${round}`, at: Date.now() });
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
    await until(() => replicas.every(({ heard }) => heard.length >= 100));
    for (const { heard } of replicas)
      expect(new Set(heard.map(({ client }) => client)).size).toBe(heard.length);
    await close(...replicas);
  });

  test('is heard again after Redis was away, and nothing is heard meanwhile', async () => {
    await using redis = await startRedisServer();
    const [one, two] = await Promise.all([1, 2].map(() => openReplica(redis.url)));
    if (!one || !two) throw new Error('Expected two replicas.');
    await redis.stop();
    await until(() => !one.use.isComplete && !two.use.isComplete);
    one.use.tell({ kind: 'SENT', client: 'key-lost', at: Date.now() });
    await redis.start();
    await until(() => one.use.isComplete && two.use.isComplete);
    one.use.tell({ kind: 'SENT', client: 'key-desk', at: Date.now() });
    await until(() => two.heard.length > 0);
    expect(two.heard.map(({ client }) => client)).toEqual(['key-desk']);
    await close(one, two);
  });

  test('is not what somebody else wrote into Redis', async () => {
    await using redis = await startRedisServer();
    const [one, two] = await Promise.all([1, 2].map(() => openReplica(redis.url)));
    if (!one || !two) throw new Error('Expected two replicas.');
    const stranger = new Redis(redis.url);
    const key = 'customer-gateway:budget:{scope}:use';
    for (const member of [
      'nothing',
      '1:x:[]',
      `1:x:${JSON.stringify([['desk'], [[0, 9, 0, 0, 0]], [], []])}`,
    ])
      await stranger.zadd(key, Date.now(), member);
    await stranger.quit();
    one.use.tell({ kind: 'SENT', client: 'key-desk', at: Date.now() });
    await until(() => two.heard.length > 0);
    expect(two.heard.map(({ client }) => client)).toEqual(['key-desk']);
    expect([one.store.isUp, two.store.isUp]).toEqual([true, true]);
    await close(one, two);
  });
});

describeWithRedis('a secret that replicas share', () => {
  test('is the same at each of them, and one of its own without Redis', async () => {
    await using redis = await startRedisServer();
    const stores = await Promise.all(
      [1, 2].map(() => openRedisStore({ url: redis.url, logger, beatMs: BEAT_MS })),
    );
    const [one, two] = await Promise.all(stores.map((store) => openSharedSecret(store, 'callers')));
    const other = await openSharedSecret(stores[0] ?? null, 'others');
    const own = await openSharedSecret(null, 'callers');
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect([two, new Set([one, other, own]).size]).toEqual([one, 3]);
    await redis.stop();
    await until(() => stores.every((store) => !store.isUp));
    expect(await openSharedSecret(stores[0] ?? null, 'callers')).not.toBe(one);
    await Promise.all(stores.map((store) => store.close()));
  });
});
