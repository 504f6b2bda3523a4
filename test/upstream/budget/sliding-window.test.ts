import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countInWindow, waitForPermit } from '../../../src/upstream/budget/sliding-window.ts';

const window = { limit: 2, windowMs: 100 };

test.each([
  { times: [], now: 50, ahead: 0, wait: 0, why: 'nothing was sent' },
  { times: [40], now: 50, ahead: 0, wait: 0, why: 'one place is left' },
  { times: [40, 45], now: 50, ahead: 0, wait: 90, why: 'the oldest must be a window old' },
  { times: [40, 45], now: 50, ahead: 1, wait: 95, why: 'the one ahead takes the first place' },
  { times: [40, 45], now: 50, ahead: 2, wait: 190, why: 'the one two places ahead goes a window later' },
  { times: [40, 45], now: 140, ahead: 0, wait: 0, why: 'a window after the oldest, to the millisecond' },
  { times: [40, 45], now: 139, ahead: 0, wait: 1, why: 'a millisecond too early' },
  { times: [], now: 50, ahead: 2, wait: 100, why: 'the first two fill the window' },
  { times: [], now: 50, ahead: 4, wait: 200, why: 'and the next two the next' },
])('waits $wait ms with $times sent and $ahead ahead: $why', ({ times, now, ahead, wait }) => {
  expect(waitForPermit(times, window, now, ahead)).toBe(wait);
});

test('never permits a request if the limit is 0', () => {
  expect(waitForPermit([], { limit: 0, windowMs: 100 }, 50)).toBe(100);
});

test('counts what lies within the window that ends now', () => {
  expect(countInWindow([1, 2, 3, 10], 8, 10)).toBe(2);
  expect(countInWindow([], 8, 10)).toBe(0);
});

const gaps = fc.array(fc.nat(40), { maxLength: 200 });

test('holds in every window, wherever it starts, for any pattern of arrivals', () => {
  fc.assert(
    fc.property(
      gaps,
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 100 }),
      (pauses, limit, windowMs) => {
        const sent: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          now += waitForPermit(sent, { limit, windowMs }, now);
          sent.push(now);
        }
        for (const start of sent) {
          expect(sent.filter((at) => at >= start && at < start + windowMs).length).toBeLessThanOrEqual(limit);
        }
      },
    ),
  );
});

test('predicts exactly when the one behind others may go', () => {
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 7 }), fc.nat(30), (pauses, limit, ahead) => {
      const windowMs = 100;
      const sent: number[] = [];
      let now = 0;
      for (const pause of pauses) {
        now += pause + waitForPermit(sent, { limit, windowMs }, now + pause);
        sent.push(now);
      }
      const foretold = now + waitForPermit(sent, { limit, windowMs }, now, ahead);
      let at = now;
      for (let ticket = 0; ticket <= ahead; ticket++) {
        at += waitForPermit(sent, { limit, windowMs }, at);
        sent.push(at);
      }
      expect(foretold).toBe(at);
    }),
  );
});
