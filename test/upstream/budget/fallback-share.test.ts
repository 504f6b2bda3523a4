import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeOnOwnShare, type Known, waitOnOwnShare } from '../../../src/upstream/budget/fallback-share.ts';
import { createSetting, makeCall, outcomeOf, read } from '../support/setting.ts';

const alone: Known = { own: [], others: [], lostAt: 0, limit: 10, replicas: 2, windowMs: 100 };

test.each<[string, Partial<Known>, number]>([
  ['nothing sent: an even share', {}, 5],
  ['what it sent itself counts', { own: [-3, -2, -1] }, 2],
  ['more than its share already', { own: [-9, -8, -7, -6, -5, -4] }, 0],
  ['what the others are known to have sent leaves less', { others: [-5, -4, -3, -2, -1, -1] }, 2],
  ['all spent by others', { others: Array(10).fill(-1) }, 0],
  [
    'what went since the loss counts against the share of the rest',
    { others: Array(4).fill(-1), own: [1, 2] },
    1,
  ],
  ['alone in the world: the whole budget', { replicas: 1 }, 10],
  ['alone in the world, with what it sent', { replicas: 1, own: [-1, 1] }, 8],
  ['more replicas than budget', { replicas: 11 }, 0],
])('%s', (_, known, free) => {
  expect(freeOnOwnShare({ ...alone, ...known })).toBe(free);
});

test('waits until something it counts is a window old', () => {
  const own = [-50, -40, -30, -20, -10];
  expect(waitOnOwnShare({ ...alone, own }, 20)).toBe(30);
  expect(waitOnOwnShare({ ...alone, others: Array(10).fill(-5) }, 20)).toBe(75);
  expect(waitOnOwnShare(alone, 20)).toBe(0);
  expect(waitOnOwnShare({ ...alone, replicas: 11 }, 20)).toBeGreaterThan(0);
});

test('keeps all replicas together within the limit, whatever they sent before the loss', () => {
  const before = fc.array(fc.array(fc.integer({ min: -99, max: 0 }), { maxLength: 6 }), {
    minLength: 1,
    maxLength: 4,
  });
  const tries = fc.array(fc.record({ replica: fc.nat(3), pause: fc.nat(30) }), { maxLength: 150 });
  fc.assert(
    fc.property(before, tries, fc.integer({ min: 6, max: 24 }), (sentBefore, attempts, limit) => {
      const replicas = sentBefore.length;
      const windowMs = 100;
      const sent = sentBefore.map((times) => [...times].sort((a, b) => a - b));
      fc.pre(sent.flat().length <= limit);
      const common = sent.map((times) => [...times]);
      let now = 0;
      for (const { replica, pause } of attempts) {
        now += pause;
        const live = (times: readonly number[]) => times.filter((at) => at + windowMs > now);
        const index = replica % replicas;
        const others = common.flatMap((times, other) => (other === index ? [] : times)).sort((a, b) => a - b);
        const own = live(sent[index] ?? []);
        if (freeOnOwnShare({ own, others: live(others), lostAt: 0, limit, replicas, windowMs }) > 0)
          sent[index]?.push(now + 0.5);
      }
      const all = sent.flat();
      for (const start of all) {
        expect(all.filter((at) => at >= start && at < start + windowMs).length).toBeLessThanOrEqual(limit);
      }
    }),
  );
});

test('replicas without a shared store keep to their even shares', async () => {
  await using setting = await createSetting({ requestsPerMinute: 5, replicas: 2 });
  const { client, clock, server } = setting;
  const outcomes = [];
  for (const id of ['1', '2', '3'])
    outcomes.push(await outcomeOf(client.request(read(id), makeCall(clock, { withinMs: 1_000 }))));
  expect(outcomes).toEqual([{ ok: true }, { ok: true }, 'UPSTREAM_RATE_LIMITED 60']);
  expect(server.requests).toHaveLength(2);
  expect(await client.state()).toMatchObject({ requestsPerMinute: 5, requestsRemaining: 0 });
});
