import { expect, test } from 'vitest';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { TagVersions } from '../../../src/upstream/cache/tag-versions.ts';
import { openRedisStore } from '../../../src/upstream/redis/redis-store.ts';
import { until } from '../support/manual-clock.ts';
import { describeWithRedis, startRedisServer } from '../support/redis-server.ts';

const logger = createLogger({ level: 'silent' });

test('without a store a drop counts here, only for its own source and tag', async () => {
  const versions = new TagVersions(null);
  expect(versions.of('A', ['x', 'y'])).toBe('');
  expect(await versions.drop('A', ['x'])).toBe(true);
  const first = versions.of('A', ['x', 'y']);
  expect(first).not.toBe('');
  expect([versions.of('A', ['y']), versions.of('B', ['x']), versions.of('A', undefined)]).toEqual([
    '',
    '',
    '',
  ]);
  await versions.drop('A', ['x']);
  expect(versions.of('A', ['x', 'y'])).not.toBe(first);
});

describeWithRedis('what is dropped in one replica', () => {
  test('is dropped in all of them, including later ones, with the same version', async () => {
    await using redis = await startRedisServer();
    const open = () => openRedisStore({ url: redis.url, logger, beatMs: 20 });
    const stores = await Promise.all([open(), open()]);
    const [one, two] = stores.map((store) => new TagVersions(store));
    if (one === undefined || two === undefined) throw new Error('Expected two replicas.');
    expect(await one.drop('A', ['x'])).toBe(true);
    const version = one.of('A', ['x']);
    await until(() => two.of('A', ['x']) === version);
    expect(await two.drop('A', ['x', 'y'])).toBe(true);
    await until(() => one.of('A', ['x']) === two.of('A', ['x']) && one.of('A', ['x']) !== version);
    const third = await open();
    const late = new TagVersions(third);
    await until(() => late.of('A', ['x', 'y']) === one.of('A', ['x', 'y']));
    await redis.stop();
    expect(await one.drop('A', ['z'])).toBe(false);
    expect(one.of('A', ['z'])).not.toBe('');
    for (const store of [...stores, third]) await store.close();
  });
});
