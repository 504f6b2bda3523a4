import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findBoundary } from '../../../src/paging/drift/find-boundary.ts';
import type { Leg } from '../../../src/paging/leg.ts';
import { readAround } from '../../../src/paging/segment.ts';
import { runs } from '../../customers/support/cases.ts';

/** Totals that a vendor may state, right or wrong. */
const TOTALS: Readonly<Record<string, (length: number) => number | null>> = {
  right: (length) => length,
  none: () => null,
  tooHigh: (length) => length * 3 + 7,
  tooLow: (length) => Math.floor(length / 3),
  zero: () => 0,
};

const lists = fc.record({
  length: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 3_000_000 })),
  /** Rows beyond are not delivered. */
  most: fc.constantFrom(Number.POSITIVE_INFINITY, 10_000),
  total: fc.constantFrom(...Object.keys(TOTALS)),
  part: fc.double({ min: 0, max: 1.01, noNaN: true }),
  near: fc.double({ min: 0, max: 1, noNaN: true }),
  largestRead: fc.constantFrom(100, 1000),
});

test('halving finds where a section begins in a list of any length, whatever its total says, in a few requests', async () => {
  await fc.assert(
    fc.asyncProperty(lists, async ({ length, most, total, part, near, largestRead }) => {
      let requests = 0;
      const shown = Math.min(length, most);
      const start = Math.floor(length * part);
      const leg: Pick<Leg<number, unknown>, 'read' | 'largestRead' | 'identityOf' | 'keyOf'> = {
        largestRead,
        identityOf: String,
        keyOf: (row) => row,
        async read({ offset, limit }) {
          requests++;
          const rows = Array.from(
            { length: Math.max(0, Math.min(limit, shown - offset)) },
            (_, at) => offset + at,
          );
          return { rows, total: TOTALS[total]?.(length) ?? null };
        },
      };
      const whole = leg as Leg<number, unknown>;
      const inHand = await readAround(whole, Math.floor(shown * near), 25);
      requests = 0;
      const { at } = await findBoundary(whole, (row) => row >= start, inHand, { fresh: false });
      expect(at).toBe(Math.min(start, shown));
      // Up to twice: first towards an unknown end, then back.
      expect(requests).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(Math.max(2, length))) + 4);
    }),
    runs(300),
  );
});

test.each([
  ['too low: rows follow', 3, 4],
  ['right: one more request shows it', 5, 4],
])('a full page that ends at the total is not the end of the list if that is %s', async (_, length, start) => {
  const rows = [0, 1, 2, 3, 4];
  const leg: Pick<Leg<number, unknown>, 'read' | 'largestRead' | 'identityOf' | 'keyOf'> = {
    largestRead: 3,
    identityOf: String,
    keyOf: (row) => row,
    read: async ({ offset, limit }) => ({ rows: rows.slice(offset, offset + limit), total: length }),
  };
  const inHand = { from: 0, rows: rows.slice(0, length), total: length, isFull: true };
  const { at } = await findBoundary(leg as Leg<number, unknown>, (row) => row >= start, inHand);
  expect(at).toBe(start);
});
