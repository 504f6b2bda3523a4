import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StoreTime } from '../../../src/upstream/redis/store-time.ts';

/** How long a command and its reply are under way, and how long after the last it is sent. */
const exchanges = fc.array(
  fc.record({
    pauseMs: fc.integer({ min: 0, max: 1_000 }),
    thereMs: fc.integer({ min: 0, max: 200 }),
    backMs: fc.integer({ min: 0, max: 200 }),
  }),
  { minLength: 1, maxLength: 30 },
);
const offset = fc.integer({ min: -100_000_000, max: 100_000_000 });

describe('the store’s time', () => {
  test('is known as exactly as the soonest reply of the last minute tells, and again at once when a clock was set', () => {
    fc.assert(
      fc.property(exchanges, offset, exchanges, offset, (before, first, after, second) => {
        const time = new StoreTime();
        let now = 1_000_000_000;
        for (const [ahead, round] of [
          [first, before],
          [second, after],
        ] as const) {
          let soonest = Number.POSITIVE_INFINITY;
          for (const { pauseMs, thereMs, backMs } of round) {
            const sentAt = now + pauseMs;
            const storeNow = sentAt + thereMs + ahead;
            now = sentAt + thereMs + backMs;
            time.saw({ sentAt, storeNow, repliedAt: now });
            soonest = Math.min(soonest, (thereMs + backMs) / 2 + 1);
            // A clock that was set by less than replies take shows later.
            const isSet = round === before || Math.abs(first - second) > 402;
            if (isSet) expect(Math.abs(time.toStore(now) - now - ahead)).toBeLessThanOrEqual(soonest);
            expect(time.toLocal(time.toStore(now))).toBeCloseTo(now, 3);
          }
        }
      }),
    );
  });

  test('is learned anew after a minute, and not from a reply that came before it was asked for', () => {
    const time = new StoreTime();
    expect(time.isKnown).toBe(false);
    time.saw({ sentAt: 1_000, storeNow: 5_000, repliedAt: 1_000 });
    time.saw({ sentAt: 1_100, storeNow: 5_110, repliedAt: 1_140 });
    time.saw({ sentAt: 1_100, storeNow: 9_000, repliedAt: 900 });
    expect([time.isKnown, time.toStore(1_140)]).toEqual([true, 5_140]);
    time.saw({ sentAt: 61_100, storeNow: 65_110, repliedAt: 61_140 });
    expect(time.toStore(61_140)).toBe(65_130);
  });
});
