import { describe, expect, it } from 'vitest';
import { read } from '../support/reader.ts';
import { type Item, Shelf } from '../support/shelf.ts';

const items = (count: number, { key, id = 0 }: { key: number; id?: number }): readonly Item[] =>
  Array.from({ length: count }, (_, index) => ({ id: id + index, key, kept: true }));

const idsOf = (nodes: readonly string[]) => nodes.map((node) => Number(node.split(':')[1]));

/** Reads `size` rows, calls `change`, and reads on. */
async function readOnAfter(shelf: Shelf, size: number, change: () => void) {
  const first = await read([shelf], { size });
  change();
  const next = await read([shelf], { size: 5, cursor: first.endCursor });
  const back = await read([shelf], { heading: 'BACKWARD', size: 5, cursor: first.endCursor });
  return { next: idsOf(next.nodes), back: idsOf(back.nodes) };
}

describe('a cut whose remembered neighbours are all gone', () => {
  it('lies after the rows of a key that it did not split, however many are left', async () => {
    const shelf = new Shelf([
      ...items(12, { key: 5 }),
      ...items(3, { key: 6, id: 20 }),
      ...items(3, { key: 7, id: 30 }),
    ]);
    const { next, back } = await readOnAfter(shelf, 12, () => {
      for (const id of [4, 5, 6, 7, 8, 9, 10, 11, 20]) shelf.remove(id);
      for (const item of items(20, { key: 1, id: 100 })) shelf.put(item);
    });
    expect(next).toEqual([21, 22, 30, 31, 32]);
    expect(back).toEqual([119, 0, 1, 2, 3]);
  });

  it('lies before the rest of a key if all its rows before the cut were remembered', async () => {
    const shelf = new Shelf(items(30, { key: 5 }));
    const { next, back } = await readOnAfter(shelf, 3, () => {
      for (const id of [0, 1, 2, 3]) shelf.remove(id);
      for (const item of items(20, { key: 1, id: 100 })) shelf.put(item);
    });
    expect(next).toEqual([4, 5, 6, 7, 8]);
    expect(back).toEqual([115, 116, 117, 118, 119]);
  });

  it('lies after the rest of a key if all its rows after the cut were remembered', async () => {
    const shelf = new Shelf([...items(17, { key: 5 }), ...items(3, { key: 6, id: 20 })], { blockSize: 100 });
    const { next, back } = await readOnAfter(shelf, 15, () => {
      for (const id of [7, 8, 9, 10, 11, 12, 13, 14, 15, 16]) shelf.remove(id);
      for (const item of items(20, { key: 1, id: 100 })) shelf.put(item);
    });
    expect(next).toEqual([20, 21, 22]);
    expect(back).toEqual([2, 3, 4, 5, 6]);
  });

  it('lies after the rest of a key if it was at the end', async () => {
    const shelf = new Shelf(items(12, { key: 5 }), { blockSize: 100 });
    const { back } = await readOnAfter(shelf, 12, () => {
      for (const id of [4, 5, 6, 7, 8, 9, 10, 11]) shelf.remove(id);
      for (const item of items(20, { key: 1, id: 100 })) shelf.put(item);
    });
    expect(back).toEqual([119, 0, 1, 2, 3]);
  });

  it('keeps its offset among rows of which it is unknown whether they were seen', async () => {
    const shelf = new Shelf(items(60, { key: 5 }), { blockSize: 100 });
    const { next } = await readOnAfter(shelf, 30, () => {
      for (let id = 22; id < 38; id++) shelf.remove(id);
    });
    // Eight rows before and eight after are gone, so the old offset is eight too large.
    expect(next).toEqual([46, 47, 48, 49, 50]);
  });
});

describe('a cut before the first row', () => {
  it('stays there: rows added in front are listed, late', async () => {
    const [first, second] = [new Shelf(items(3, { key: 1 })), new Shelf(items(3, { key: 9, id: 90 }))];
    const { nodes, endCursor } = await read([first, second], { size: 3 });
    expect(nodes).toEqual(['0:0', '0:1', '0:2']);
    second.put({ id: 89, key: 0, kept: true });
    const next = await read([first, second], { size: 9, cursor: endCursor });
    expect(next.nodes).toEqual(['1:89', '1:90', '1:91', '1:92']);
  });
});

describe('an edge that is gone', () => {
  it.each([
    ['the only row before', [0], false],
    ['another row left before', [1], true],
  ])('does not count as a previous page: %s', async (_, removed, hasPreviousPage) => {
    const shelf = new Shelf([0, 1, 2, 3].map((id) => ({ id, key: id, kept: true })));
    const { cursors } = await read([shelf], { size: 2 });
    const [id = 0] = removed;
    shelf.remove(id);
    const { nodes, page } = await read([shelf], { size: 1, cursor: cursors[id] ?? null });
    expect(nodes).toEqual([`0:${id + 1}`]);
    expect(page.hasPreviousPage).toBe(hasPreviousPage);
  });

  it('does not count as a next page', async () => {
    const shelf = new Shelf([0, 1, 2].map((id) => ({ id, key: id, kept: true })));
    const { cursors } = await read([shelf], { heading: 'BACKWARD', size: 3 });
    const endingBefore = (index: number) =>
      read([shelf], { heading: 'BACKWARD', size: 1, cursor: cursors[index] ?? null });
    expect((await endingBefore(2)).page.hasNextPage).toBe(true);
    shelf.remove(2);
    expect(await endingBefore(2)).toMatchObject({ nodes: ['0:1'], page: { hasNextPage: false } });
    expect(await endingBefore(1)).toMatchObject({ nodes: ['0:0'], page: { hasNextPage: true } });
  });
});
