import fc from 'fast-check';
import type { Direction, SortKey } from '../../../src/paging/leg.ts';
import type { PagingDirection } from '../../../src/paging/position.ts';
import { type Item, Shelf, type ShelfShape } from './shelf.ts';

/** The setup of a walk. Shelves are rebuilt from it each time, since walks may change them. */
export interface World {
  readonly shelves: readonly { readonly items: readonly Item[]; readonly shape: ShelfShape }[];
  readonly direction: Direction;
  readonly heading: PagingDirection;
  readonly size: number;
}

/**
 * Instants, with few or many rows per value; texts, some equal for longer than a cursor remembers, some beyond ASCII.
 */
const KEYS: Readonly<Record<string, fc.Arbitrary<SortKey>>> = {
  tied: fc.constantFrom(null, 0, 1, 2),
  instants: fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 6, arbitrary: fc.integer({ min: -1_000, max: 4_000_000_000_000 }) },
  ),
  texts: fc.oneof(
    fc.constant(null),
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom('a', 'b', 'c').map((end) => `alike for longer than is remembered ${end}`),
    fc.constantFrom('a', 'b').map((end) => `a half is here 👩👩${end}`),
  ),
};

interface WorldShape {
  readonly keys?: readonly (keyof typeof KEYS)[];
  readonly mostItems?: number;
  readonly shape?: Partial<{ [Name in keyof ShelfShape]: fc.Arbitrary<ShelfShape[Name]> }>;
}

export function worlds({ keys = Object.keys(KEYS), mostItems = 30, shape = {} }: WorldShape = {}) {
  const shelf = (key: fc.Arbitrary<SortKey>) =>
    fc.record({
      items: fc.uniqueArray(fc.record({ id: fc.nat({ max: 9_999 }), key, kept: fc.boolean() }), {
        maxLength: mostItems,
        selector: ({ id }) => id,
        size: 'max',
      }),
      shape: fc.record<ShelfShape>({
        group: fc.integer({ min: 0, max: 1 }),
        largestRead: fc.integer({ min: 2, max: 40 }),
        blockSize: fc.option(fc.integer({ min: 2, max: 12 })),
        decides: fc.boolean(),
        fewestDecided: fc.option(fc.integer({ min: 1, max: 12 })),
        windowSize: fc.option(fc.integer({ min: 1, max: 8 })),
        tellsTotal: fc.boolean(),
        mostGiven: fc.constant(null),
        ...shape,
      }),
    });
  return fc.constantFrom(...keys).chain(
    (kind): fc.Arbitrary<World> =>
      fc.record({
        shelves: fc.array(shelf(KEYS[kind] ?? fc.constant(null)), { minLength: 1, maxLength: 4 }),
        direction: fc.constantFrom<Direction>('ASC', 'DESC'),
        heading: fc.constantFrom<PagingDirection>('FORWARD', 'BACKWARD'),
        size: fc.constantFrom(1, 3, 20, 100),
      }),
  );
}

export function build({ shelves }: World): readonly Shelf[] {
  return shelves.map(({ items, shape }) => new Shelf(items, shape));
}
