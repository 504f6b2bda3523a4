import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentRequests } from '../../../../src/upstream/budget/clients/recent-requests.ts';

const WINDOW_MS = 60_000;
const MOST = 20;

test('The latest requests of the window are counted, in whatever order they are told, and no more than the budget grants', () => {
  const ages = fc.array(fc.integer({ min: 0, max: 2 * WINDOW_MS }), { maxLength: 60 });
  fc.assert(
    fc.property(ages, fc.integer({ min: 0, max: WINDOW_MS }), (told, ms) => {
      const now = 1_000_000;
      const requests = new RecentRequests(WINDOW_MS, MOST);
      for (const age of told) requests.sent(now - age, now);
      const latest = told
        .filter((age) => age < WINDOW_MS)
        .sort((one, other) => one - other)
        .slice(0, MOST);
      expect(requests.used(now)).toBe(latest.length);
      expect(requests.endingWithin(ms, now)).toBe(latest.filter((age) => age >= WINDOW_MS - ms).length);
      expect(requests.mayNeed(now)).toBeLessThanOrEqual(Math.ceil(1.1 * MOST) + 3 - latest.length);
    }),
  );
});
