import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodesOf, oracle, read, walk } from './support/reader.ts';
import { build, worlds } from './support/worlds.ts';

describe('an unchanged list', () => {
  it('is walked exactly, in either direction and order, with correct facts on every page', () =>
    fc.assert(
      fc.asyncProperty(worlds(), async (world) => {
        const { direction, heading, size } = world;
        const shelves = build(world);
        const expected = oracle(shelves, direction);
        const pages = await walk(shelves, { direction, heading, size, want: { totalCount: true } });

        const walked = heading === 'FORWARD' ? expected : expected.toReversed();
        expect(nodesOf(pages, heading)).toEqual(walked);
        let passed = 0;
        for (const { page, nodes } of pages) {
          expect(heading === 'FORWARD' ? page.hasPreviousPage : page.hasNextPage).toBe(passed > 0);
          passed += nodes.length;
          expect(heading === 'FORWARD' ? page.hasNextPage : page.hasPreviousPage).toBe(
            passed < expected.length,
          );
          expect([null, expected.length]).toContain(page.exactCount);
          page.totals.forEach((total, leg) => {
            const { items, shape } = shelves[leg] ?? expect.fail();
            if (page.exactCount === null && shape.tellsTotal) expect(total).toBe(items.length);
            else expect([null, items.length]).toContain(total);
          });
        }
        const last = pages.at(-1)?.page;
        if (heading === 'FORWARD' || pages.length === 1) expect(last?.exactCount).toBe(expected.length);
        expect(last?.resume).toBeNull();
      }),
      { numRuns: 400 },
    ));

  it('is the exact reverse in the other order', () =>
    fc.assert(
      fc.asyncProperty(worlds(), async (world) => {
        const shelves = build(world);
        const [up, down] = await Promise.all(
          (['ASC', 'DESC'] as const).map((direction) => walk(shelves, { direction, size: world.size })),
        );
        expect(nodesOf(down ?? [], 'FORWARD')).toEqual(nodesOf(up ?? [], 'FORWARD').toReversed());
      }),
      { numRuns: 150 },
    ));

  it('returns any page around any cursor', () =>
    fc.assert(
      fc.asyncProperty(
        worlds(),
        fc.array(
          fc.record({
            from: fc.nat(),
            heading: fc.constantFrom('FORWARD' as const, 'BACKWARD' as const),
            size: fc.constantFrom(0, 1, 2, 5, 100),
          }),
          { minLength: 1, maxLength: 12, size: 'max' },
        ),
        async (world, jumps) => {
          const { direction } = world;
          const shelves = build(world);
          const expected = oracle(shelves, direction);
          const first = await read(shelves, { direction, heading: world.heading, size: world.size });
          const known = new Map(first.nodes.map((node, index) => [node, first.cursors[index] ?? '']));
          for (const { from, heading, size } of jumps) {
            const [node, cursor] = [...known][from % known.size] ?? [];
            if (node === undefined || cursor === undefined) return;
            const { nodes, cursors, page } = await read(shelves, { direction, heading, size, cursor });
            const place = expected.indexOf(node);
            const [low, high] =
              heading === 'FORWARD' ? [place + 1, place + 1 + size] : [Math.max(0, place - size), place];
            expect(nodes).toEqual(expected.slice(low, high));
            expect(page.hasNextPage).toBe(high < expected.length);
            expect(page.hasPreviousPage).toBe(low > 0);
            expect([null, expected.length]).toContain(page.exactCount);
            for (const [index, each] of nodes.entries()) known.set(each, cursors[index] ?? '');
          }
        },
      ),
      { numRuns: 300 },
    ));

  it('is not read by a page without rows', () =>
    fc.assert(
      fc.asyncProperty(worlds(), async (world) => {
        const { direction, heading, size } = world;
        const shelves = build(world);
        const expected = oracle(shelves, direction);
        const { cursors } = await read(shelves, { direction, heading, size });
        const cursor = cursors[0] ?? null;
        const empty = await read(shelves, { direction, heading, size: 0, cursor });
        const cursorAfter = heading === 'FORWARD' ? empty.endCursor : empty.startCursor;
        const [there, after] = await Promise.all([
          read(shelves, { direction, heading, size, cursor }),
          read(shelves, { direction, heading, size, cursor: cursorAfter }),
        ]);
        expect(empty.nodes).toEqual([]);
        expect(after.nodes).toEqual(there.nodes);
        expect(heading === 'FORWARD' ? empty.page.hasNextPage : empty.page.hasPreviousPage).toBe(
          there.nodes.length > 0,
        );
        if (cursor === null) expect(expected).toEqual([]);
      }),
      { numRuns: 150 },
    ));
});
