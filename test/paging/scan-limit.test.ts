import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodesOf, oracle, read, walk } from './support/reader.ts';
import { Shelf } from './support/shelf.ts';
import { build, worlds } from './support/worlds.ts';

/** Counts the reads and decisions of one page, and reports them as spent beyond `limit`. */
function limitScans(shelves: readonly Shelf[], limit: number) {
  const costs = () => shelves.reduce((sum, { reads, decisions }) => sum + reads.length + decisions, 0);
  let before = 0;
  for (const shelf of shelves) shelf.isSpent = (reads) => costs() - before + reads > limit;
  return {
    next: () => {
      before = costs();
    },
    spent: () => costs() - before,
  };
}

const dropped = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: index, key: index, kept: false }));

describe('the scan limit', () => {
  it('ends pages early and loses nothing: every page continues, and advances', () =>
    fc.assert(
      fc.asyncProperty(worlds(), fc.nat({ max: 6 }), async (world, limit) => {
        const { direction, heading, size } = world;
        const shelves = build(world);
        const expected = oracle(shelves, direction);
        const scans = limitScans(shelves, limit);
        const pages = await walk(shelves, { direction, heading, size, between: scans.next });
        expect(nodesOf(pages, heading)).toEqual(heading === 'FORWARD' ? expected : expected.toReversed());
        // Every page passes at least one row; the last may find that there is none.
        const rows = shelves.reduce((sum, { items }) => sum + items.length, 0);
        expect(pages.length).toBeLessThanOrEqual(rows + 1);
        let passed = 0;
        for (const { nodes, page, endCursor, startCursor } of pages) {
          if (heading === 'FORWARD') expect(page.hasPreviousPage).toBe(passed > 0);
          passed += nodes.length;
          if (nodes.length === size || page.halted === null) continue;
          expect(page.halted).toBe('SCAN_LIMIT');
          expect(heading === 'FORWARD' ? page.hasNextPage : page.hasPreviousPage).toBe(true);
          expect(heading === 'FORWARD' ? endCursor : startCursor).not.toBeNull();
          expect(page.exactCount).toBeNull();
        }
      }),
      { numRuns: 180 },
    ));

  it('is kept, with an empty page that states where to continue', async () => {
    const shelf = new Shelf(dropped(1_000), { decides: true, largestRead: 10 });
    const scans = limitScans([shelf], 20);
    const { nodes, page, endCursor } = await read([shelf], { size: 5 });
    expect(scans.spent()).toBe(20);
    expect(nodes).toEqual([]);
    expect(page).toMatchObject({ hasNextPage: true, hasPreviousPage: false, halted: 'SCAN_LIMIT' });
    scans.next();
    const next = await read([shelf], { size: 5, cursor: endCursor, want: { hasPreviousPage: false } });
    expect(scans.spent()).toBe(20);
    expect(next.endCursor).not.toBe(endCursor);
  });

  it('is kept backward, too: what lies behind an empty page is not searched for', async () => {
    const shelf = new Shelf(dropped(1_000), { decides: true, largestRead: 10 });
    const scans = limitScans([shelf], 20);
    const { startCursor } = await read([shelf], { heading: 'BACKWARD', size: 5 });
    scans.next();
    const { page } = await read([shelf], { heading: 'BACKWARD', size: 5, cursor: startCursor });
    expect(scans.spent()).toBe(20);
    expect(page).toMatchObject({ hasNextPage: true, hasPreviousPage: true, halted: 'SCAN_LIMIT' });
  });

  it('applies to the facts of a page, too: unread rows are reported as present', async () => {
    const items = [...dropped(500), { id: 999, key: -1, kept: true }];
    const shelf = new Shelf(items, { decides: true, largestRead: 10 });
    const scans = limitScans([shelf], 6);
    const { nodes, page } = await read([shelf], { size: 1 });
    expect(nodes).toEqual(['0:999']);
    expect(page).toMatchObject({ hasNextPage: true, resume: null });
    expect(scans.spent()).toBe(6);
  });
});

describe('a row that cannot be decided', () => {
  it('ends the page before it, and is listed once it can be decided', () =>
    fc.assert(
      fc.asyncProperty(
        worlds({ shape: { decides: fc.constant(true) } }),
        fc.array(fc.boolean(), { maxLength: 20, size: 'max' }),
        fc.integer({ min: 2, max: 5 }),
        async (world, outages, every) => {
          const { direction, heading, size } = world;
          const shelves = build(world);
          const expected = oracle(shelves, direction);
          let turn = 0;
          for (const shelf of shelves) {
            shelf.verdictOn = ({ id }) => (outages[turn] && id % every === 0 ? 'STOP' : null);
          }
          const pages = await walk(shelves, { direction, heading, size, between: () => turn++ });
          expect(nodesOf(pages, heading)).toEqual(heading === 'FORWARD' ? expected : expected.toReversed());
          for (const { nodes, page } of pages) {
            if (nodes.length === size || page.halted === null) continue;
            expect(page.halted).toBe('STOP');
            expect(heading === 'FORWARD' ? page.hasNextPage : page.hasPreviousPage).toBe(true);
          }
        },
      ),
      { numRuns: 150 },
    ));

  it('is not skipped for rows of other legs', async () => {
    const items = [1, 3, 5].map((key) => ({ id: key, key, kept: true }));
    const [sure, unsure] = [new Shelf(items), new Shelf([{ id: 4, key: 4, kept: true }], { decides: true })];
    unsure.verdictOn = () => 'STOP';
    const { nodes, page } = await read([sure, unsure], { size: 10 });
    expect(nodes).toEqual(['0:1', '0:3']);
    expect(page).toMatchObject({ hasNextPage: true, halted: 'STOP', exactCount: null });
  });
});
