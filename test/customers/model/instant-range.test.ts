import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isEmptyRange, isInRange, sideOfRange } from '../../../src/customers/model/instant-range.ts';

test.each([
  [5, {}, 0],
  [5, { gte: 5 }, 0],
  [5, { gt: 5 }, -1],
  [5, { lte: 5 }, 0],
  [5, { lt: 5 }, 1],
  [5, { gte: 2, lt: 4 }, 1],
  [5, { gt: 6, lte: 9 }, -1],
  [null, {}, -1],
  [null, { lte: 5 }, -1],
] as const)('%s lies to %o on side %i', (at, range, side) => {
  expect(sideOfRange(at, range)).toBe(side);
});

const instant = fc.integer({ min: 0, max: 6 });
const ranges = fc.record({ gte: instant, gt: instant, lte: instant, lt: instant }, { requiredKeys: [] });

test('a range is empty if it contains no instant, and sides follow each other as instants do', () => {
  fc.assert(
    fc.property(ranges, (range) => {
      const moments = Array.from({ length: 10 }, (_, index) => index - 2);
      const inside = moments.filter((at) => isInRange(at, range));
      const { gte = -9, gt = -9, lte = 99, lt = 99 } = range;
      expect(inside).toEqual(moments.filter((at) => at >= gte && at > gt && at <= lte && at < lt));
      expect(isEmptyRange(range)).toBe(inside.length === 0);
      if (inside.length === 0) return;
      const sides = moments.map((at) => sideOfRange(at, range));
      expect(sides).toEqual(sides.toSorted((a, b) => a - b));
    }),
  );
});
