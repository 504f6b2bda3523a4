import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowPage } from '../../src/paging/leg.ts';
import { nodesOf, oracle, read, walk } from './support/reader.ts';
import { type Item, Shelf, type ShelfShape } from './support/shelf.ts';
import { build, worlds } from './support/worlds.ts';

const NO_FACTS = { hasNextPage: false, hasPreviousPage: false };

const rows = (count: number, firstKey = 0): readonly Item[] =>
  Array.from({ length: count }, (_, index) => ({ id: index, key: firstKey + index, kept: true }));

/** A shelf behind a cache. */
function remembering(items: readonly Item[], shape: Partial<ShelfShape>): Shelf & { asked: string[] } {
  const asked: string[] = [];
  const shelf = Object.assign(new Shelf(items, shape), { asked });
  const known = new Map<string, RowPage<Item>>();
  shelf.cached = ({ offset, limit }, readOn) => {
    const key = `${offset}+${limit}`;
    const page = known.get(key) ?? readOn();
    if (!known.has(key)) asked.push(key);
    known.set(key, page);
    return page;
  };
  return shelf;
}

/** The cursor of the entry at this index, reached by a list of the same rows with larger reads. */
async function cursorOf(shelves: readonly Shelf[], place: number): Promise<string | null> {
  const generous = shelves.map(({ items, shape }) => new Shelf(items, { ...shape, largestRead: 10_000 }));
  const { cursors } = await read(generous, { size: place + 1 });
  return cursors[place] ?? null;
}

describe('the requests of a page', () => {
  it('are one for each leg of the current group, and none for other groups', () =>
    fc.assert(
      fc.asyncProperty(
        worlds({
          shape: {
            decides: fc.constant(false),
            blockSize: fc.constant(null),
            largestRead: fc.constant(1_000),
            tellsTotal: fc.constant(true),
          },
        }),
        async (world) => {
          const { direction, size } = world;
          const shelves = build(world);
          const rowsOf = (some: readonly Shelf[]) => some.reduce((sum, { items }) => sum + items.length, 0);
          const comesBefore = (a: Shelf, b: Shelf) =>
            direction === 'ASC' ? a.shape.group < b.shape.group : a.shape.group > b.shape.group;
          let cursor: string | null = null;
          for (let passed = 0; ; passed += size) {
            for (const shelf of shelves) shelf.reads.length = 0;
            const { page, endCursor } = await read(shelves, { direction, size, cursor });
            for (const shelf of shelves) {
              const before = rowsOf(shelves.filter((other) => comesBefore(other, shelf)));
              const until = rowsOf(shelves.filter((other) => !comesBefore(shelf, other)));
              // If a page ends where its group does, the next group shows whether there is more.
              const isAtHand = passed < until && before <= passed + size;
              const isEmpty = passed === 0 && until === before && before <= size;
              expect(shelf.reads.length).toBeLessThanOrEqual(isAtHand || isEmpty ? 1 : 0);
            }
            if (!page.hasNextPage) return;
            cursor = endCursor;
          }
        },
      ),
      { numRuns: 150 },
    ));

  it('are none for nine of ten pages of ten if lists are read in blocks and cached', async () => {
    const shelf = remembering(rows(500), { blockSize: 100 });
    let cursor: string | null = null;
    for (let page = 0; page < 10; page++) {
      ({ endCursor: cursor } = await read([shelf], { size: 10, cursor }));
    }
    expect(shelf.asked).toEqual(['0+100']);
    await read([shelf], { size: 10, cursor });
    expect(shelf.asked).toEqual(['0+100', '99+100']);
  });

  it('are none for going back within a block', async () => {
    const shelf = remembering(rows(500), { blockSize: 100 });
    const { endCursor } = await read([shelf], { size: 50 });
    const back = await read([shelf], { heading: 'BACKWARD', size: 20, cursor: endCursor });
    expect(back.nodes).toEqual(
      rows(49)
        .slice(29)
        .map(({ id }) => `0:${id}`),
    );
    expect(shelf.asked).toEqual(['0+100']);
  });

  it('read one known row, those wanted and one more', async () => {
    const shelf = new Shelf(rows(500));
    const { endCursor } = await read([shelf], { size: 20 });
    await read([shelf], { size: 20, cursor: endCursor });
    await read([shelf], { heading: 'BACKWARD', size: 5, cursor: endCursor });
    expect(shelf.reads).toEqual([
      { offset: 0, limit: 22, fresh: false },
      { offset: 19, limit: 22, fresh: false },
      { offset: 13, limit: 7, fresh: false },
    ]);
  });

  it('are two for the last page: the total, and the rows', async () => {
    const shelf = new Shelf(rows(500));
    const { nodes } = await read([shelf], { heading: 'BACKWARD', size: 2 });
    expect(nodes).toEqual(['0:498', '0:499']);
    expect(shelf.reads.map(({ offset }) => offset)).toEqual([0, 497]);
  });

  it('are one for the last page of a leg that is not longer than that', async () => {
    for (const shape of [{}, { decides: true, fewestDecided: 30 }, { blockSize: 30 }]) {
      const shelf = new Shelf(rows(20), shape);
      const { nodes } = await read([shelf], { heading: 'BACKWARD', size: 20 });
      expect(nodes).toHaveLength(20);
      expect(shelf.reads).toHaveLength(1);
    }
  });

  it('are the same at any depth, in either direction, if a leg is read in exact ranges', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          depth: fc.integer({ min: 1, max: 4_000 }),
          // With its neighbour, a page of a hundred exceeds one request.
          size: fc.integer({ min: 1, max: 99 }),
          heading: fc.constantFrom('FORWARD' as const, 'BACKWARD' as const),
          decides: fc.boolean(),
          count: fc.integer({ min: 1, max: 3 }),
        }),
        async ({ depth, size, heading, decides, count }) => {
          const shape = { decides, fewestDecided: 100, blockSize: null };
          const shelves = Array.from(
            { length: count },
            (_, leg) => new Shelf(rows(2_000, leg / count), shape),
          );
          const expected = oracle(shelves);
          const at = Math.min(depth, expected.length - 1);
          const cursor = await cursorOf(shelves, at);
          for (const shelf of shelves) Object.assign(shelf, { decisions: 0 }).reads.length = 0;
          const { nodes } = await read(shelves, { size, heading, cursor, want: NO_FACTS });
          expect(nodes).toEqual(
            heading === 'FORWARD'
              ? expected.slice(at + 1, at + 1 + size)
              : expected.slice(Math.max(0, at - size), at),
          );
          for (const shelf of shelves) {
            expect(shelf.reads.length).toBeLessThanOrEqual(1);
            expect(shelf.decisions).toBeLessThanOrEqual(decides ? 1 : 0);
          }
        },
      ),
      { numRuns: 150 },
    ));

  it('are none if no row and no fact is wanted', async () => {
    const shelf = new Shelf(rows(5));
    const { page } = await read([shelf], { size: 0, want: NO_FACTS });
    expect(page).toMatchObject({ entries: [], hasNextPage: false, hasPreviousPage: false, totals: [null] });
    expect(shelf.reads).toEqual([]);
  });

  it('are none without a leg: the list is empty, and known to be', async () => {
    const { page, endCursor } = await read([], { size: 20, want: { totalCount: true } });
    expect(page).toMatchObject({ hasNextPage: false, hasPreviousPage: false, exactCount: 0, totals: [] });
    expect(endCursor).toBeNull();
  });

  it('grow if rows are dropped, so that few requests skip many rows', async () => {
    const items = rows(2_000).map((item) => ({ ...item, kept: item.id === 1_999 }));
    const shelf = new Shelf(items, { decides: true, largestRead: 1_000 });
    const { nodes } = await read([shelf], { size: 10, want: NO_FACTS });
    expect(nodes).toEqual(['0:1999']);
    expect(shelf.reads.map(({ limit }) => limit)).toEqual([22, 42, 82, 162, 322, 642, 1_000]);
  });

  it('find a position that moved far by halving', async () => {
    const shelf = new Shelf(rows(40_000, 1_000_000), { largestRead: 100 });
    const { endCursor } = await read([shelf], { size: 20 });
    shelf.items = [
      ...rows(30_000).map(({ id, ...item }) => ({ ...item, id: 100_000 + id })),
      ...shelf.items.slice(20),
    ];
    shelf.reads.length = 0;
    const { nodes } = await read([shelf], { size: 3, cursor: endCursor });
    expect(nodes).toEqual(['0:20', '0:21', '0:22']);
    expect(shelf.reads.length).toBeLessThanOrEqual(14);
  });
});

describe('polling', () => {
  it('finds at the end what was added to any leg, for one request each', async () => {
    const [first, second] = [new Shelf(rows(3)), new Shelf(rows(2), { group: 1 })];
    const pages = await walk([first, second], { size: 10 });
    const [last] = pages;
    first.put({ id: 50, key: 50, kept: true });
    second.put({ id: 60, key: 60, kept: true });
    for (const shelf of [first, second]) shelf.reads.length = 0;
    const news = await read([first, second], { size: 10, cursor: last?.endCursor ?? null });
    expect(news.nodes).toEqual(['0:50', '1:60']);
    expect([first, second].map(({ reads }) => reads.length)).toEqual([1, 1]);
    const nothing = await read([first, second], { size: 10, cursor: news.endCursor });
    expect(nothing.nodes).toEqual([]);
    expect(nothing.page.hasNextPage).toBe(false);
    expect(nothing.endCursor).not.toBeNull();
  });

  it('reaches legs that were done before the last edge at the second attempt', async () => {
    const [first, second] = [
      new Shelf(rows(3)),
      new Shelf([{ id: 9, key: 9, kept: false }], { group: 1, decides: true }),
    ];
    const [last] = await walk([first, second], { size: 10 });
    first.put({ id: 50, key: 50, kept: true });
    const once = await read([first, second], { size: 10, cursor: last?.endCursor ?? null });
    const twice = await read([first, second], { size: 10, cursor: once.endCursor });
    expect([...once.nodes, ...twice.nodes]).toEqual(['0:50']);
  });

  it('finds before the first row what was added in front of it', async () => {
    const shelf = new Shelf(rows(5, 100));
    const { startCursor } = await read([shelf], { size: 2 });
    const nothing = await read([shelf], { heading: 'BACKWARD', size: 2, cursor: startCursor });
    expect(nothing.nodes).toEqual([]);
    shelf.put({ id: 50, key: 1, kept: true });
    for (const cursor of [startCursor, nothing.startCursor]) {
      const news = await read([shelf], { heading: 'BACKWARD', size: 2, cursor });
      expect(nodesOf([news], 'FORWARD')).toEqual(['0:50']);
      expect(news.page).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    }
  });
});
