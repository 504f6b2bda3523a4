import { describe, expect, test } from 'vitest';
import type { RequestLane } from '../../src/upstream/lanes/request-lane.ts';
import { Throttle } from '../../src/upstream/lanes/throttle.ts';
import { settled } from './support/manual-clock.ts';
import { createSetting, makeCall, outcomeOf, read } from './support/setting.ts';

const lane = (more: Partial<RequestLane> = {}): RequestLane => ({
  name: 'tier',
  freshMs: 60_000,
  staleMs: 300_000,
  ...more,
});

describe('a lane', () => {
  test('is cached by its own lifetime, whatever the default is', async () => {
    await using setting = await createSetting({ cacheFreshMs: 1_000, cacheStaleMs: 0 });
    const { client, clock, server } = setting;
    const ask = (id: string, more = {}) => client.request(read(id, more), makeCall(clock));
    await ask('usual');
    await ask('lane', { lane: lane() });
    await clock.advance(59_000);
    await ask('usual');
    await ask('lane', { lane: lane() });
    expect(server.requests).toHaveLength(3);
    await clock.advance(1_000);
    await ask('lane', { lane: lane() });
    expect(server.requests).toHaveLength(4);
  });

  test('is cached even if nothing else is, and is dropped in time', async () => {
    await using setting = await createSetting();
    const { client, clock, server } = setting;
    const ask = () => client.request(read('1', { lane: lane({ staleMs: 0 }) }), makeCall(clock));
    await ask();
    await ask();
    expect(server.requests).toHaveLength(1);
    await clock.advance(120_000);
    // Nothing is left to sweep.
    expect(clock.timerCount).toBe(0);
  });

  test('is served stale if the source fails', async () => {
    await using setting = await createSetting({}, {}, { status: 503 });
    const { client, clock } = setting;
    const ask = () => client.request(read('1', { lane: lane() }), makeCall(clock));
    await ask();
    await clock.advance(100_000);
    expect(await ask()).toEqual({ ok: true });
  });

  test.each([
    [false, 2],
    [true, 1],
  ])('with ignoresNoCache %s is requested %i times by two clients with no-cache', async (ignoresNoCache, times) => {
    await using setting = await createSetting();
    const { client, clock, server } = setting;
    const call = () => makeCall(clock, { bypassCache: true });
    await client.request(read('1', { lane: lane({ ignoresNoCache }) }), call());
    await client.request(read('1', { lane: lane({ ignoresNoCache }) }), call());
    expect(server.requests).toHaveLength(times);
  });

  test('fails separately: neither the source nor another lane is affected', async () => {
    const failure = { status: 500 };
    const breaker = { sampleSize: 10, leastAttempts: 3, openMs: 5_000 };
    await using setting = await createSetting({ breaker }, failure, failure, failure);
    const { client, clock, server } = setting;
    const ask = (id: string, more = {}) => outcomeOf(client.request(read(id, more), makeCall(clock)));
    for (let id = 0; id < 4; id++) await ask(String(id), { lane: lane() });
    expect(server.requests).toHaveLength(3);
    expect(await ask('4', { lane: lane() })).toBe('UPSTREAM_UNAVAILABLE 5');
    expect(await ask('5', { lane: lane({ name: 'points' }) })).toEqual({ ok: true });
    expect(await ask('6')).toEqual({ ok: true });
    expect((await client.state()).status).toBe('OK');
  });

  test('is not affected by the source’s failures', async () => {
    const failure = { status: 500 };
    const breaker = { sampleSize: 10, leastAttempts: 3, openMs: 5_000 };
    await using setting = await createSetting({ breaker }, failure, failure, failure);
    const { client, clock } = setting;
    for (let id = 0; id < 3; id++) await outcomeOf(client.request(read(String(id)), makeCall(clock)));
    expect(await outcomeOf(client.request(read('3'), makeCall(clock)))).toBe('UPSTREAM_UNAVAILABLE 5');
    expect(await client.request(read('4', { lane: lane() }), makeCall(clock))).toEqual({ ok: true });
  });

  test('has a limited number of concurrent requests if throttled, and others pass', async () => {
    const held: (() => void)[] = [];
    const hold = (_: unknown, response: { end(text: string): void }) =>
      void held.push(() => response.end('{}'));
    await using setting = await createSetting({ concurrency: 2 }, ...Array(4).fill(hold));
    const { client, clock, server } = setting;
    const ask = (id: string, more = {}) => client.request(read(id, more), makeCall(clock));
    const all = ['1', '2', '3'].map((id) => ask(id, { lane: lane({ isThrottled: true }) }));
    await expect.poll(() => server.requests.length).toBe(2);
    const usual = ask('usual');
    await expect.poll(() => server.requests.length).toBe(3);
    for (const finish of held.splice(0)) finish();
    await expect.poll(() => server.requests.length).toBe(4);
    for (const finish of held.splice(0)) finish();
    await Promise.all([...all, usual]);
  });
});

describe('a throttle', () => {
  const never = new AbortController().signal;

  test('lets groups start in turn', async () => {
    const throttle = new Throttle(1);
    const started: string[] = [];
    const finish: (() => void)[] = [];
    const run = (group: string, name: string) =>
      throttle.run(group, never, () => {
        started.push(name);
        return new Promise<void>((resolve) => finish.push(resolve));
      });
    const all = [run('list', 'l1'), run('list', 'l2'), run('list', 'l3'), run('panel', 'p1')];
    for (let step = 0; step < 4; step++) {
      await settled();
      finish[step]?.();
    }
    await Promise.all(all);
    expect(started).toEqual(['l1', 'l2', 'p1', 'l3']);
  });

  test('drops callers that leave, and keeps its slots if work fails', async () => {
    const throttle = new Throttle(1);
    const leaving = new AbortController();
    let end = () => {};
    const first = throttle.run(
      'a',
      never,
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    const left = throttle.run('a', leaving.signal, async () => 'never');
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    await expect(throttle.run('a', leaving.signal, async () => 'never')).rejects.toThrow('left');
    const failing = throttle.run('a', never, () => Promise.reject(new Error('failed')));
    const last = throttle.run('a', never, async () => 'done');
    end();
    await first;
    await expect(failing).rejects.toThrow('failed');
    expect(await last).toBe('done');
    expect(await throttle.run('b', never, async () => 'at once')).toBe('at once');
  });
});
