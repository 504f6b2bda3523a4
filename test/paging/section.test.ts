import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodesOf, oracle, read, walk } from './support/reader.ts';
import { type Item, Shelf } from './support/shelf.ts';
import { build, worlds } from './support/worlds.ts';

const bound = fc.constantFrom(-1, 0, 1, 2, 3, 1_000, 2_000_000_000_000);
const bounds = fc.record({ from: bound, to: bound });

/** Keys from one bound to the other, both inclusive; null is before them. */
function between({ from, to }: { readonly from: number; readonly to: number }) {
  return (key: Item['key']) => {
    if (key === null || Number(key) < from) return -1;
    return Number(key) > to ? 1 : 0;
  };
}

const sections = fc.record({
  world: worlds({ keys: ['tied', 'instants'], mostItems: 60 }),
  bounds: bounds.filter(({ from, to }) => from <= to),
  isSection: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
});

function buildSections({
  world,
  bounds: range,
  isSection,
}: typeof sections extends fc.Arbitrary<infer S> ? S : never) {
  const shelves = build(world);
  for (const [index, shelf] of shelves.entries()) if (isSection[index]) shelf.section = between(range);
  return shelves;
}

describe('a section of a list', () => {
  it('is walked exactly, in either direction and order, together with lists that are walked in full', () =>
    fc.assert(
      fc.asyncProperty(sections, async (sectioned) => {
        const { direction, heading, size } = sectioned.world;
        const shelves = buildSections(sectioned);
        const expected = oracle(shelves, direction);
        const pages = await walk(shelves, { direction, heading, size });

        expect(nodesOf(pages, heading)).toEqual(heading === 'FORWARD' ? expected : expected.toReversed());
        let passed = 0;
        for (const { page, nodes } of pages) {
          expect(heading === 'FORWARD' ? page.hasPreviousPage : page.hasNextPage).toBe(passed > 0);
          passed += nodes.length;
          expect(heading === 'FORWARD' ? page.hasNextPage : page.hasPreviousPage).toBe(
            passed < expected.length,
          );
          expect([null, expected.length]).toContain(page.exactCount);
        }
      }),
      { numRuns: 120 },
    ));

  it('can be continued in the other direction from any of its rows', () =>
    fc.assert(
      fc.asyncProperty(sections, fc.nat(), async (sectioned, nth) => {
        const { direction } = sectioned.world;
        const shelves = buildSections(sectioned);
        const expected = oracle(shelves, direction);
        const all = await read(shelves, { direction, size: 100 });
        const at = all.cursors.length === 0 ? -1 : nth % all.cursors.length;
        const cursor = all.cursors[at];
        if (cursor === undefined) return;
        const back = await read(shelves, { direction, heading: 'BACKWARD', size: 3, cursor });
        expect(back.nodes).toEqual(expected.slice(Math.max(0, at - 3), at));
        expect(back.page.hasPreviousPage).toBe(at > 3);
        const on = await read(shelves, { direction, size: 3, cursor });
        expect(on.nodes).toEqual(expected.slice(at + 1, at + 4));
        expect(on.page.hasNextPage).toBe(at + 4 < expected.length);
      }),
      { numRuns: 80 },
    ));

  it('loses no row while rows are added and removed before it and in it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(400), fc.boolean()), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('FORWARD' as const, 'BACKWARD' as const),
        async (changes, heading) => {
          const shelf = new Shelf(itemsOf(300));
          shelf.section = between({ from: 100, to: 160 });
          const stays = new Set(shelf.kept.map(({ id }) => id));
          const left = [...changes];
          const pages = await walk([shelf], {
            heading,
            size: 7,
            between: () => {
              const [key, comes] = left.pop() ?? [];
              if (key === undefined) return;
              if (comes) shelf.put({ id: 1_000 + key, key: key + 0.5, kept: true });
              else {
                shelf.remove(key);
                stays.delete(key);
              }
            },
          });
          const seen = nodesOf(pages, heading).map((node) => Number(node.slice(2)));
          for (const id of stays) expect(seen.filter((each) => each === id)).toEqual([id]);
          expect(seen.every((id) => id >= 1_000 || (id >= 100 && id <= 160))).toBe(true);
        },
      ),
      { numRuns: 50 },
    ));

  it.each([
    ['FORWARD', 12],
    ['BACKWARD', 13],
  ] as const)('far down a long list is found %s by halving, and then read on from there', async (heading, most) => {
    const shelf = new Shelf(itemsOf(100_000));
    shelf.section = between({ from: 61_234, to: 61_253 });
    const first = await read([shelf], { heading, size: 10 });
    expect(first.nodes).toHaveLength(10);
    expect(shelf.reads.length).toBeLessThanOrEqual(most);
    const found = shelf.reads.length;
    const cursor = heading === 'FORWARD' ? first.endCursor : first.startCursor;
    const second = await read([shelf], { heading, size: 10, cursor });
    expect(second.nodes).toHaveLength(10);
    expect(heading === 'FORWARD' ? second.page.hasNextPage : second.page.hasPreviousPage).toBe(false);
    expect(shelf.reads.length - found).toBe(1);
  });

  it('at the end where the walk begins costs nothing to find', async () => {
    const shelf = new Shelf(itemsOf(1_000));
    shelf.section = between({ from: -1, to: 100 });
    await read([shelf], { size: 20 });
    expect(shelf.reads).toHaveLength(1);
  });
});

function itemsOf(count: number): Item[] {
  return Array.from({ length: count }, (_, id) => ({ id, key: id, kept: true }));
}
