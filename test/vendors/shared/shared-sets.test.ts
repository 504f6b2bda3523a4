import fc from 'fast-check';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { openRedisStore } from '../../../src/upstream/redis/redis-store.ts';
import { SharedSets, toSet } from '../../../src/vendors/shared/look-up/shared-sets.ts';
import { makeMemoryStore } from '../../upstream/support/memory-store.ts';
import { describeWithRedis, startRedisServer } from '../../upstream/support/redis-server.ts';

const ANNA = 'email:anna@example.cz';
const BERT = 'email:bert@example.cz';

test('a set is read only as it is written: some texts, each once', () => {
  const texts = fc.uniqueArray(fc.string({ maxLength: 50 }), { maxLength: 200 });
  fc.assert(
    fc.property(texts, (set) => {
      expect(toSet(JSON.stringify(set))).toEqual(set);
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (stored) => {
      const set = toSet(stored) ?? [];
      expect(set.every((each) => typeof each === 'string')).toBe(true);
      expect(new Set(set).size).toBe(set.length);
    }),
  );
});

test.each([
  ['nothing', null],
  ['no JSON', 'email:a'],
  ['no list', '{"length":2}'],
  ['other things', '["email:a",1]'],
  ['a text twice', '["email:a","email:a"]'],
  ['too many', JSON.stringify(Array.from({ length: 201 }, (_, index) => `id:${index}`))],
  ['a text that is too long', JSON.stringify(['x'.repeat(401)])],
  ['more than is worked on', `["a"${' '.repeat(80_000)}]`],
])('%s is no set', (_, stored) => {
  expect(toSet(stored)).toBeNull();
});

test('without the store nothing is known, and nothing fails', async () => {
  const { store } = makeMemoryStore();
  const failing = { ...store, run: () => Promise.reject(new Error('away')) };
  for (const each of [{ ...store, isUp: false }, failing, store]) {
    const sets = new SharedSets({ store: each, scope: 'scope', keepMs: 60_000 });
    sets.remember([ANNA, BERT]);
    expect(await sets.find([ANNA, BERT])).toEqual([undefined, undefined]);
  }
});

describeWithRedis('sets of keys in Redis', () => {
  async function scene() {
    const redis = await startRedisServer();
    const logger = createLogger({ level: 'silent' });
    const store = await openRedisStore({ url: redis.url, logger });
    const open = (scope: string) => new SharedSets({ store, scope, keepMs: 60_000 });
    const raw = new Redis(redis.url);
    return {
      raw,
      one: open('scope'),
      other: open('scope'),
      stranger: open('another scope'),
      async [Symbol.asyncDispose]() {
        raw.disconnect();
        await store.close();
        await redis[Symbol.asyncDispose]();
      },
    };
  }

  test('are found by each of their keys, the latest first, under names that reveal nothing', async () => {
    await using setting = await scene();
    const { one, other, stranger, raw } = setting;
    one.remember([ANNA, BERT]);
    expect(await other.find([BERT, 'id:1', ANNA])).toEqual([[ANNA, BERT], undefined, [ANNA, BERT]]);
    expect(await stranger.find([ANNA])).toEqual([undefined]);
    other.remember([ANNA, 'id:1']);
    expect(await one.find([ANNA, BERT])).toEqual([
      [ANNA, 'id:1'],
      [ANNA, BERT],
    ]);
    const keys = await raw.keys('*');
    expect(keys.join(' ')).not.toMatch(/anna|bert|example/);
    for (const key of keys) expect(await raw.pttl(key)).toBeGreaterThan(0);
  });

  test('of one key are not kept: its response is found without them', async () => {
    await using setting = await scene();
    setting.one.remember([ANNA]);
    expect(await setting.other.find([ANNA])).toEqual([undefined]);
    expect(await setting.raw.keys('*')).toEqual([]);
  });

  test('that somebody else wrote are used only if they have the key', async () => {
    await using setting = await scene();
    const { one, other, raw } = setting;
    one.remember([ANNA, BERT]);
    await other.find([ANNA]);
    const keys = await raw.keys('*');
    const set = keys.find((key) => key.includes(':set:')) ?? '';
    await raw.set(set, JSON.stringify([BERT, 'id:2']));
    expect(await other.find([ANNA, BERT])).toEqual([undefined, [BERT, 'id:2']]);
    for (const foreign of ['', 'x'.repeat(200), '../..']) {
      for (const key of keys.filter((each) => each !== set)) await raw.set(key, foreign);
      expect(await other.find([ANNA, BERT])).toEqual([undefined, undefined]);
    }
    for (const key of keys) {
      await raw.del(key);
      await raw.lpush(key, 'a list');
    }
    expect(await other.find([ANNA, BERT])).toEqual([undefined, undefined]);
  });
});
