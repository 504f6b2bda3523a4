import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodesOf, oracle, read, walk } from './support/reader.ts';
import { Shelf } from './support/shelf.ts';
import { build, worlds } from './support/worlds.ts';

class Down extends Error {}

/** Fails reads according to a script, and none after its end. */
function scriptFailures(shelves: readonly Shelf[], script: readonly boolean[]) {
  let turn = 0;
  for (const shelf of shelves) {
    shelf.beforeRead = () => {
      if (script[turn++]) throw new Down();
    };
  }
}

const keysUp = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: index, key: index, kept: true }));

describe('a leg that fails', () => {
  it('comes late if it fails now and then: nothing is lost, nothing comes twice', () =>
    fc.assert(
      fc.asyncProperty(
        worlds(),
        fc.array(fc.boolean(), { maxLength: 60, size: 'max' }),
        async (world, script) => {
          const { direction, heading, size } = world;
          const shelves = build(world);
          const expected = oracle(shelves, direction);
          scriptFailures(shelves, script);
          let answers = 0;
          const answered = () => shelves.reduce((sum, shelf) => sum + shelf.answers, 0);
          const pages = await walk(shelves, {
            direction,
            heading,
            size,
            between: () => {
              answers = answered();
            },
            onFailure: (error) => {
              // A page only fails if no leg that it needed responded.
              expect(error).toBeInstanceOf(Down);
              expect(answered()).toBe(answers);
            },
          });
          const nodes = nodesOf(pages, heading);
          expect(nodes.toSorted()).toEqual(expected.toSorted());
          shelves.forEach((_, leg) => {
            const own = (node: string) => node.startsWith(`${leg}:`);
            const inOrder = expected.filter(own);
            expect(nodes.filter(own)).toEqual(heading === 'FORWARD' ? inOrder : inOrder.toReversed());
          });
          for (const { page } of pages) {
            if (page.failures.size === 0) continue;
            expect(heading === 'FORWARD' ? page.hasNextPage : page.hasPreviousPage).toBe(true);
          }
          if (script.every((fails) => !fails))
            expect(nodes).toEqual(heading === 'FORWARD' ? expected : expected.toReversed());
        },
      ),
      { numRuns: 200 },
    ));

  it('keeps its position while the others continue', async () => {
    const [well, ill] = [new Shelf(keysUp(4)), new Shelf(keysUp(4))];
    ill.beforeRead = () => {
      throw new Down();
    };
    const first = await read([well, ill], { size: 10 });
    expect(first.nodes).toEqual(['0:0', '0:1', '0:2', '0:3']);
    expect([...first.page.failures.keys()]).toEqual([1]);
    expect(first.page).toMatchObject({ hasNextPage: true, exactCount: null });
    await expect(read([well, ill], { size: 10, cursor: first.endCursor })).rejects.toThrow(Down);

    ill.beforeRead = () => {};
    const second = await read([well, ill], { size: 10, cursor: first.endCursor });
    expect(second.nodes).toEqual(['1:0', '1:1', '1:2', '1:3']);
    expect(second.page).toMatchObject({ hasNextPage: false, exactCount: 8 });
  });

  it('does not fail a page that does not need it', async () => {
    const [well, ill] = [new Shelf(keysUp(40)), new Shelf(keysUp(4), { group: 1 })];
    ill.beforeRead = () => {
      throw new Down();
    };
    const { nodes, page } = await read([well, ill], { size: 20 });
    expect(nodes).toHaveLength(20);
    expect(page.failures.size).toBe(0);
  });

  it('makes facts uncertain: a page without rows has a next page, and its count is unknown', async () => {
    const [well, ill] = [new Shelf(keysUp(3)), new Shelf(keysUp(3))];
    ill.beforeRead = () => {
      throw new Down();
    };
    const { page } = await read([well, ill], { size: 0, want: { totalCount: true, hasNextPage: false } });
    expect(page.totals).toEqual([3, null]);
    expect([...page.failures.keys()]).toEqual([1]);
  });

  it('fails a page without rows if no leg responds', async () => {
    const ill = new Shelf(keysUp(3));
    ill.beforeRead = () => {
      throw new Down();
    };
    for (const want of [{ totalCount: true, hasNextPage: false }, { hasNextPage: true }]) {
      await expect(read([ill], { size: 0, want })).rejects.toThrow(Down);
    }
    await expect(read([ill], { size: 0, want: { hasNextPage: false } })).resolves.toMatchObject({
      nodes: [],
    });
  });
});

describe('a source that returns less than requested', () => {
  it('loses nothing', () =>
    fc.assert(
      fc.asyncProperty(
        worlds({ shape: { mostGiven: fc.option(fc.integer({ min: 3, max: 6 })) } }),
        async (world) => {
          const { direction, heading, size } = world;
          const shelves = build({
            ...world,
            // Without a total, less than a block is the end.
            shelves: world.shelves.map(({ items, shape }) => ({
              items,
              shape: shape.tellsTotal || shape.blockSize === null ? shape : { ...shape, mostGiven: null },
            })),
          });
          const expected = oracle(shelves, direction);
          const pages = await walk(shelves, { direction, heading, size });
          expect(nodesOf(pages, heading)).toEqual(heading === 'FORWARD' ? expected : expected.toReversed());
        },
      ),
      { numRuns: 120 },
    ));
});
