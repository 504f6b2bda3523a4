import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Direction, Leg, RowRange } from '../../src/paging/leg.ts';
import { type Reversal, readExactReverse } from '../../src/paging/reading/exact-reverse.ts';
import { nodesOf, oracle, walk } from './support/reader.ts';
import { byKey, type Item, Shelf } from './support/shelf.ts';

/** A shelf that sorts stably: descending rows with equal keys keep their ascending order. */
class StableShelf extends Shelf {
  readonly #reversal: Reversal = { isExact: null };

  override toLeg(name: number, direction: Direction): Leg<Item, string> {
    const leg = super.toLeg(name, direction);
    const up = this.items.toSorted(byKey);
    const down = this.items.toSorted((a, b) => byKey({ ...b, id: 0 }, { ...a, id: 0 }) || a.id - b.id);
    const reading =
      (list: readonly Item[]) =>
      async ({ offset, limit }: RowRange) => {
        expect(limit).toBeLessThanOrEqual(this.shape.largestRead);
        return { rows: list.slice(offset, offset + limit), total: list.length };
      };
    const reversal = this.#reversal;
    return {
      ...leg,
      read: readExactReverse({ descending: reading(down), ascending: reading(up), leg, reversal }),
    };
  }
}

const items = fc.uniqueArray(
  fc.record({
    id: fc.nat({ max: 999 }),
    key: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 999 })),
    kept: fc.constant(true),
  }),
  { maxLength: 80, selector: ({ id }) => id, size: 'max' },
);

describe('a descending list whose source does not reverse the ascending one', () => {
  it('is still walked as its exact reverse, in either direction', () =>
    fc.assert(
      fc.asyncProperty(
        items,
        fc.constantFrom('FORWARD' as const, 'BACKWARD' as const),
        fc.constantFrom(1, 3, 20, 100),
        fc.integer({ min: 3, max: 40 }),
        fc.boolean(),
        async (some, heading, size, largestRead, inBlocks) => {
          const shelf = new StableShelf(some, { largestRead, blockSize: inBlocks ? largestRead : null });
          const expected = oracle([shelf], 'DESC');
          const pages = await walk([shelf], { direction: 'DESC', heading, size });
          expect(nodesOf(pages, heading)).toEqual(heading === 'FORWARD' ? expected : expected.toReversed());
        },
      ),
      { numRuns: 150 },
    ));
});
