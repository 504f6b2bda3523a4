import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { SharedUse } from '../../../src/upstream/budget/clients/shared-use.ts';
import type { UseEvent } from '../../../src/upstream/budget/clients/use-event.ts';
import { LONGEST_TEXT, MOST_TOLD } from '../../../src/upstream/budget/clients/use-text.ts';
import { systemClock } from '../../../src/upstream/clock.ts';
import { openRedisStore } from '../../../src/upstream/redis/redis-store.ts';
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

type Run = SharedStore['run'];

/** @param around What happens to commands on their way to Redis and back. */
async function openReplica(url: string, around: (run: Run) => Run = (run) => run): Promise<Replica> {
  const store = await openRedisStore({ url, logger, beatMs: BEAT_MS });
  const run = around((...command) => store.run(...command));
  const seen = {
    get isUp() {
      return store.isUp;
    },
    patienceMs: store.patienceMs,
    onBeat: (beat: (isReturn: boolean) => Promise<void>) => store.onBeat(beat),
    run,
  };
  const use = new SharedUse({ store: seen, scope: 'scope', clock: systemClock });
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

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

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
      return [two, three].every(({ heard }) => {
        const [asked, , , refused] = heard as { operation?: typeof first }[];
        return asked?.operation?.endedAt !== null && refused?.operation?.signal.aborted === true;
      });
    });
    for (const { heard } of [two, three]) {
      expect(heard.map(({ kind, client }) => [kind, client])).toEqual(
        ['ASKED', 'SENT', 'ASKED', 'REFUSED'].map((kind) => [kind, 'key-desk']),
      );
      expect(heard.map((event) => Math.round((event.at - at) / 500) / 2 + 0)).toEqual([0, 1, 1, 2]);
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
      await pause(4);
    }
    await until(() => replicas.every(({ heard }) => heard.length >= 100));
    for (const { heard } of replicas)
      expect(new Set(heard.map(({ client }) => client)).size).toBe(heard.length);
    await close(...replicas);
  });

  test('is heard with the time at which it happened, however long Redis takes', async () => {
    await using redis = await startRedisServer();
    const slow =
      (run: Run): Run =>
      async (...command) => {
        await pause(60);
        const answer = await run(...command);
        await pause(60);
        return answer;
      };
    const [one, two] = await Promise.all([openReplica(redis.url, slow), openReplica(redis.url, slow)]);
    await pause(600);
    const at = Date.now() - 100;
    const ended = operation(at + 50);
    one.use.tell({ kind: 'ASKED', client: 'key-desk', at, operation: ended });
    await until(() => two.heard.length > 0);
    const [asked] = two.heard as { at: number; operation?: typeof ended }[];
    expect(Math.abs((asked?.at ?? 0) - at)).toBeLessThan(50);
    await until(() => asked?.operation?.endedAt !== null);
    expect(Math.abs((asked?.operation?.endedAt ?? 0) - at - 50)).toBeLessThan(50);
    await close(one, two);
  });

  test('is heard once, though the command that tells it is repeated', async () => {
    await using redis = await startRedisServer();
    const twice =
      (run: Run): Run =>
      async (...command) => {
        await run(...command);
        await pause(2 * BEAT_MS);
        return run(...command);
      };
    const [one, two] = await Promise.all([openReplica(redis.url, twice), openReplica(redis.url)]);
    for (const client of ['key-1', 'key-2']) {
      one.use.tell({ kind: 'SENT', client, at: Date.now() });
      await until(() => two.heard.some((event) => event.client === client));
    }
    await pause(5 * BEAT_MS);
    expect(two.heard.map(({ client }) => client)).toEqual(['key-1', 'key-2']);
    await close(one, two);
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
      `1:x:${JSON.stringify([Date.now(), ['desk'], [[0, 9, 0, 0, 0]], [], []])}`,
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

describeWithRedis('what somebody else writes where replicas tell each other of clients', () => {
  const key = 'customer-gateway:budget:{scope}:use';

  test('of another type is removed, and the budget stays shared', async () => {
    await using redis = await startRedisServer();
    const [one, two] = await Promise.all([1, 2].map(() => openReplica(redis.url)));
    if (!one || !two) throw new Error('Expected two replicas.');
    const stranger = new Redis(redis.url);
    let wasAway = false;
    const watch = setInterval(() => {
      wasAway ||= !one.store.isUp || !two.store.isUp;
    }, 1);
    await stranger.set(key, 'nothing');
    await pause(5 * BEAT_MS);
    one.use.tell({ kind: 'SENT', client: 'key-desk', at: Date.now() });
    await until(() => two.heard.length > 0);
    clearInterval(watch);
    expect(wasAway).toBe(false);
    await stranger.quit();
    await close(one, two);
  });

  test('comes in small portions, however much it is', async () => {
    await using redis = await startRedisServer();
    const sizes: number[] = [];
    const measured =
      (run: Run): Run =>
      async (...command) => {
        const answer = await run(...command);
        sizes.push(JSON.stringify(answer).length);
        return answer;
      };
    const [one, two] = await Promise.all([openReplica(redis.url), openReplica(redis.url, measured)]);
    const stranger = new Redis(redis.url);
    const event = [1, 0, 0, 0, 0];
    const text = JSON.stringify([Date.now(), ['x'.repeat(150)], Array(MOST_TOLD).fill(event), [], []]);
    const now = Date.now();
    const written = Array.from({ length: 200 }, (_, place) => [now + place / 4, `${place}:x:${text}`]);
    await stranger.zadd(key, ...written.flat(), now + 50, `0:x:${'x'.repeat(1_000_000)}`);
    one.use.tell({ kind: 'SENT', client: 'key-desk', at: Date.now() });
    await until(() => two.heard.some(({ client }) => client === 'key-desk'));
    expect(Math.max(...sizes)).toBeLessThan(1.2 * LONGEST_TEXT);
    await pause(3 * BEAT_MS);
    const heard = two.heard.length;
    await pause(3 * BEAT_MS);
    expect(two.heard).toHaveLength(heard);
    await stranger.quit();
    await close(one, two);
  });
});
