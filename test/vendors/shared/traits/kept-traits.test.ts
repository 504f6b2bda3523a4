import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { openRedisStore } from '../../../../src/upstream/redis/redis-store.ts';
import type { SharedStore } from '../../../../src/upstream/redis/shared-store.ts';
import { createFileTraits } from '../../../../src/vendors/shared/traits/kept/file-traits.ts';
import { createRedisTraits } from '../../../../src/vendors/shared/traits/kept/redis-traits.ts';
import { TraitKeeper } from '../../../../src/vendors/shared/traits/kept/trait-keeper.ts';
import type { TraitStore } from '../../../../src/vendors/shared/traits/kept/trait-store.ts';
import { createTraitBook } from '../../../../src/vendors/shared/traits/trait-book.ts';
import { ManualClock } from '../../../upstream/support/manual-clock.ts';
import {
  describeWithRedis,
  type RedisServer,
  startRedisServer,
} from '../../../upstream/support/redis-server.ts';

const DAY_MS = 86_400_000;
const SCOPE = 'abc_-';

describe('a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'traits-'));
    return () => rmSync(folder, { recursive: true });
  });
  const clock = new ManualClock();
  const open = (within = folder, scope = SCOPE) =>
    createFileTraits({ folder: within, scope, now: clock.now });
  const trait = (value: string, ageMs = 0) => ({ name: 'totals', value, learnedAt: clock.now() - ageMs });

  it('keeps what was learned latest for another process, of the same source only, for a week', async () => {
    await open().save([trait('EXACT', 5), { ...trait('x'), name: 'other' }]);
    await open().save([trait('TOO_HIGH')]);
    await open().save([trait('TOO_LOW', 100)]);
    expect(await open().load()).toEqual([trait('TOO_HIGH'), { ...trait('x'), name: 'other' }]);
    expect(await open(folder, 'other').load()).toEqual([]);
    await clock.advance(7 * DAY_MS);
    expect(await open().load()).toEqual([]);
    expect(readdirSync(folder)).toEqual([`customer-gateway-traits-${SCOPE}.json`]);
  });

  it('makes the folder, one level deep', async () => {
    await open(join(folder, 'new')).save([trait('EXACT')]);
    expect(await open(join(folder, 'new')).load()).toHaveLength(1);
    await expect(open(join(folder, 'a', 'b')).save([trait('EXACT')])).rejects.toThrow('ENOENT');
  });

  it.each([
    ['no JSON', '{"traits":[["totals","EX'],
    ['JSON of another shape', '{"traits":{"totals":"EXACT"}}'],
    ['null', 'null'],
    [
      'traits of other shapes',
      '{"traits":[1,null,["totals"],["totals",1,1],["totals","EXACT","1"],["totals","EXACT",1e300]]}',
    ],
    ['a large file', `{"traits":[${'["totals","EXACT",1],'.repeat(5_000)}["totals","EXACT",1]]}`],
  ])('holds nothing where it holds %s, and is written anew', async (_, text) => {
    writeFileSync(join(folder, `customer-gateway-traits-${SCOPE}.json`), text);
    writeFileSync(join(folder, `customer-gateway-traits-${SCOPE}.turn`), text);
    expect(await open().load()).toEqual([]);
    await open().save([trait('EXACT')]);
    expect(await open().load()).toEqual([trait('EXACT')]);
    expect(await open().claim()).toBe('MINE');
  });

  it('follows no link, and takes no folder for a file', async () => {
    writeFileSync(join(folder, 'elsewhere'), JSON.stringify({ traits: [['totals', 'EXACT', clock.now()]] }));
    symlinkSync(join(folder, 'elsewhere'), join(folder, `customer-gateway-traits-${SCOPE}.json`));
    expect(await open().load()).toEqual([]);
    mkdirSync(join(folder, 'customer-gateway-traits-b.json'));
    expect(await open(folder, 'b').load()).toEqual([]);
  });

  it('gives one process the turn, once a day; again when it failed, or ended without a word', async () => {
    const turns = await Promise.all([open().claim(), open().claim(), open().claim()]);
    expect(turns.sort()).toEqual(['MINE', 'OTHERS', 'OTHERS']);
    await open().done(false);
    expect(await open().claim()).toBe('MINE');
    await clock.advance(120_000);
    expect(await open().claim()).toBe('MINE');
    await open().done(true);
    await clock.advance(DAY_MS - 1);
    expect(await open().claim()).toBe('DONE');
    await clock.advance(1);
    expect(await open().claim()).toBe('MINE');
  });

  it('gives the turn where the clock was set back', async () => {
    await open().done(true);
    const earlier = createFileTraits({ folder, scope: SCOPE, now: () => clock.now() - DAY_MS });
    expect(await earlier.claim()).toBe('MINE');
  });
});

describeWithRedis('Redis', () => {
  let server: RedisServer;
  let store: SharedStore;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedisServer();
    redis = new Redis(server.url);
    redis.on('error', () => {});
    store = await openRedisStore({ url: server.url, logger: { info() {}, warn() {} }, beatMs: 50 });
  });
  beforeEach(async () => {
    await redis.flushall();
  });
  afterAll(async () => {
    redis.disconnect();
    await store.close();
    await server[Symbol.asyncDispose]();
  });
  /** A replica whose clock is so far ahead. */
  const open = (aheadMs = 0, scope = SCOPE) => createRedisTraits(store, scope, () => Date.now() + aheadMs);
  const valuesOf = async (traits: TraitStore) =>
    (await traits.load()).map(({ name, value }) => `${name} ${value}`);
  const KEY = `customer-gateway:traits:{${SCOPE}}`;

  test('keeps what was learned latest, whatever replicas’ clocks say, for a week', async () => {
    const hour = 3_600_000;
    await open(hour).save([{ name: 'totals', value: 'TOO_HIGH', learnedAt: Date.now() + hour }]);
    await open(-hour).save([{ name: 'totals', value: 'EXACT', learnedAt: Date.now() - hour }]);
    await open().save([{ name: 'totals', value: 'TOO_LOW', learnedAt: Date.now() - 1_000 }]);
    expect(await valuesOf(open())).toEqual(['totals EXACT']);
    const [seen] = await open(-hour).load();
    expect(Math.abs((seen?.learnedAt ?? 0) - (Date.now() - hour))).toBeLessThan(5_000);
    expect(await redis.pttl(KEY)).toBeLessThanOrEqual(7 * DAY_MS);
    expect(await valuesOf(open(0, 'other'))).toEqual([]);
  });

  test('holds nothing where others wrote something else, of whatever type and size, and stays up', async () => {
    const spoils: (() => Promise<unknown>)[] = [
      () => redis.set(KEY, 'x'.repeat(10_000_000)),
      () => redis.lpush(KEY, 'x'),
      () =>
        redis.hset(
          KEY,
          Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`${index}`, 'EXACT 1'])),
        ),
      () =>
        redis.hset(KEY, {
          totals: 'EXACT',
          other: 'EXACT x',
          third: ' 1',
          fourth: `${'x'.repeat(1_000_000)} 1`,
        }),
    ];
    for (const spoil of spoils) {
      await redis.flushall();
      await spoil();
      expect(await valuesOf(open())).toEqual([]);
      await open().save([{ name: 'totals', value: 'EXACT', learnedAt: Date.now() }]);
      expect(await valuesOf(open())).toEqual(['totals EXACT']);
    }
    expect(store.isUp).toBe(true);
  });

  test('gives one replica the turn, once a day; again when it failed', async () => {
    const [one, other] = [open(), open()];
    expect([await one.claim(), await other.claim()]).toEqual(['MINE', 'OTHERS']);
    await other.done(true);
    expect(await other.claim()).toBe('OTHERS');
    await one.done(false);
    expect(await other.claim()).toBe('MINE');
    await other.done(true);
    expect([await one.claim(), await other.claim()]).toEqual(['DONE', 'DONE']);
    const left = await redis.pttl(`${KEY}:turn`);
    expect(left).toBeGreaterThan(DAY_MS - 60_000);
    expect(left).toBeLessThanOrEqual(DAY_MS);
    for (const spoil of [() => redis.persist(`${KEY}:turn`), () => redis.pexpire(`${KEY}:turn`, 9e9)]) {
      await spoil();
      expect(await one.claim()).toBe('MINE');
      await one.done(true);
    }
    await redis.del(`${KEY}:turn`);
    await redis.lpush(`${KEY}:turn`, 'x');
    expect(await one.claim()).toBe('MINE');
  });
});

describe('the keeper', () => {
  const clock = new ManualClock();
  const DEFINITIONS = {
    totals: { assumed: 'EXACT', values: ['EXACT', 'TOO_HIGH'], noticed: '', otherwise: '' },
  } as const;
  const openKeeper = (store: TraitStore | null) => {
    const book = createTraitBook(DEFINITIONS, () => {}, clock.now);
    const broken: unknown[] = [];
    const keeper = new TraitKeeper({ memory: book, store, clock, onBroken: (error) => broken.push(error) });
    let learnings = 0;
    const learn = (outcome = 'OK') =>
      keeper.learnOnceADay(async () => {
        learnings++;
        if (outcome === 'OK') book.learn('totals', 'TOO_HIGH');
        return outcome;
      });
    return { book, keeper, broken, learn, learnings: () => learnings };
  };
  const away: TraitStore = {
    load: () => Promise.reject(new Error('away')),
    save: () => Promise.reject(new Error('away')),
    claim: () => Promise.reject(new Error('away')),
    done: () => Promise.reject(new Error('away')),
  };

  it.each([
    ['nowhere', null],
    ['in a store that is away', away],
  ])('that keeps things %s learns once a day, and again at once after a failure', async (_, store) => {
    const { learn, learnings, broken } = openKeeper(store);
    expect(await learn('UPSTREAM_UNAVAILABLE')).toBe('UPSTREAM_UNAVAILABLE');
    expect(await learn()).toBe('OK');
    await clock.advance(DAY_MS - 1);
    expect(await learn()).toBe('KEPT');
    await clock.advance(1);
    expect(await learn()).toBe('OK');
    expect(learnings()).toBe(3);
    expect(broken.length).toBe(store === null ? 0 : 1);
  });

  it('tells a store that came back what was learned meanwhile, and reads every ten seconds what others learned', async () => {
    const saved: unknown[] = [];
    let loads = 0;
    let kept: { name: string; value: string; learnedAt: number }[] = [];
    const { book, keeper } = openKeeper({
      ...away,
      async load() {
        loads++;
        return kept;
      },
      save: async (traits) => void saved.push(...traits),
    });
    const beats: ((isReturn: boolean) => Promise<void>)[] = [];
    keeper.follow({
      onBeat(each) {
        beats.push(each);
        return () => {};
      },
    });
    const beat = async (isReturn: boolean) => {
      await beats[0]?.(isReturn);
      await clock.advance(0);
    };
    await beat(true);
    await beat(false);
    expect([loads, saved]).toEqual([1, []]);
    kept = [{ name: 'totals', value: 'TOO_HIGH', learnedAt: clock.now() }];
    await clock.advance(10_000);
    await beat(false);
    expect([loads, book.currently('totals'), saved]).toEqual([2, 'TOO_HIGH', []]);
    book.learn('totals', 'EXACT');
    await clock.advance(0);
    expect(saved).toHaveLength(1);
    await beat(true);
    expect(saved).toHaveLength(2);
  });

  it('waits for the one whose turn it is, and takes over what that one learned', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'traits-'));
    try {
      const real = {
        now: Date.now,
        setTimer(_: number, callback: () => void) {
          const timer = setTimeout(callback, 5);
          return () => clearTimeout(timer);
        },
      };
      const open = () => {
        const book = createTraitBook(DEFINITIONS);
        const store = createFileTraits({ folder, scope: SCOPE, now: Date.now });
        return {
          book,
          keeper: new TraitKeeper({
            memory: book,
            store,
            clock: real,
            onBroken: (error) => expect(error).toBeNull(),
          }),
        };
      };
      const [one, other] = [open(), open()];
      const first = one.keeper.learnOnceADay(async () => {
        await new Promise((resolve) => setTimeout(resolve, 40));
        one.book.learn('totals', 'TOO_HIGH');
        return 'OK';
      });
      await new Promise((resolve) => setTimeout(resolve, 15));
      const second = other.keeper.learnOnceADay(() => Promise.reject(new Error('it was not its turn')));
      expect([await first, await second]).toEqual(['OK', 'KEPT']);
      expect(other.book.currently('totals')).toBe('TOO_HIGH');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
