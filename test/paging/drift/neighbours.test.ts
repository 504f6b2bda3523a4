import { describe, expect, it } from 'vitest';
import {
  beforeEdge,
  hashRow,
  KEY_CHARACTERS,
  MOST_NEIGHBOURS,
  neighboursOf,
  shortKey,
} from '../../../src/paging/drift/neighbours.ts';
import type { SortKey } from '../../../src/paging/leg.ts';
import {
  LEG_END,
  LEG_START,
  type LegCut,
  type Neighbours,
  type Position,
} from '../../../src/paging/position.ts';
import { type Item, Shelf } from '../support/shelf.ts';

const leg = new Shelf([]).toLeg(0, 'ASC');
const item = (id: number, key: SortKey): Item => ({ id, key, kept: true });
const hash = (id: number, key: SortKey) => hashRow(leg, item(id, key));
const NOTHING_KNOWN = { side: null, isAll: false };
const segment = (from: number, keys: readonly SortKey[], total: number | null = null) => ({
  from,
  rows: keys.map((key, index) => item(from + index, key)),
  total,
});

describe('shortKey', () => {
  it.each<[SortKey, SortKey]>([
    [null, null],
    [1.9, 1],
    [-0.5, 0],
    ['short', 'short'],
    ['seventeen letters', 'seventeen letter'],
  ])('%j becomes %j', (key, short) => {
    expect(shortKey(key)).toBe(short);
  });

  it('preserves the order: no key overtakes another', () => {
    const keys = [
      'a',
      'ab',
      `${'a'.repeat(KEY_CHARACTERS - 1)}\u{1F600}`,
      `${'a'.repeat(40)}b`,
      'b',
      '\uFFFD',
    ];
    const sorted = keys.toSorted();
    expect(sorted.map(shortKey)).toEqual(keys.map(shortKey).toSorted());
  });
});

describe('hashRow', () => {
  it('changes with the key, however similar the rows are', () => {
    const alike = 'x'.repeat(KEY_CHARACTERS);
    expect(
      new Set([hash(1, `${alike}a`), hash(1, `${alike}b`), hash(1, 1), hash(1, '1'), hash(1, null)]).size,
    ).toBe(5);
  });
});

describe('neighboursOf', () => {
  const before = { start: 4, step: -1 } as const;

  it('keeps the nearest rows of one key, and knows that they are all if another key follows', () => {
    const rows = segment(0, [1, 2, 5, 5, 5, 7], 100);
    expect(neighboursOf(leg, rows, before, NOTHING_KNOWN)).toEqual({
      key: 5,
      hashes: [hash(4, 5), hash(3, 5), hash(2, 5)],
      isWhole: true,
    });
  });

  it('knows that they are all at either end of the list', () => {
    const rows = segment(0, [5, 5, 5], 3);
    expect(neighboursOf(leg, rows, { start: 1, step: -1 }, NOTHING_KNOWN)?.isWhole).toBe(true);
    expect(neighboursOf(leg, rows, { start: 1, step: 1 }, NOTHING_KNOWN)?.isWhole).toBe(true);
    expect(neighboursOf(leg, { ...rows, total: null }, { start: 1, step: 1 }, NOTHING_KNOWN)?.isWhole).toBe(
      false,
    );
    expect(
      neighboursOf(leg, { ...rows, total: null }, { start: 1, step: 1 }, { side: null, isAll: true })
        ?.isWhole,
    ).toBe(true);
  });

  it('continues with what was known where the rows in hand end', () => {
    const known: Neighbours = { key: 5, hashes: [hash(3, 5), hash(2, 5), hash(1, 5)], isWhole: true };
    expect(neighboursOf(leg, segment(3, [5, 5]), before, { side: known, isAll: false })).toEqual({
      key: 5,
      hashes: [hash(4, 5), hash(3, 5), hash(2, 5), hash(1, 5)],
      isWhole: true,
    });
  });

  it('does not know whether they are all if neither shows it', () => {
    const other: Neighbours = { key: 4, hashes: [hash(9, 4)], isWhole: true };
    for (const side of [null, other]) {
      expect(neighboursOf(leg, segment(3, [5, 5]), before, { side, isAll: false })?.isWhole).toBe(false);
    }
  });

  it('keeps a maximum, and knows that there are more', () => {
    const many = segment(0, new Array<number>(30).fill(5), 30);
    const side = neighboursOf(leg, many, { start: 29, step: -1 }, NOTHING_KNOWN);
    expect(side?.hashes).toHaveLength(MOST_NEIGHBOURS);
    expect(side?.isWhole).toBe(false);
    const all = neighboursOf(leg, many, { start: MOST_NEIGHBOURS - 1, step: -1 }, NOTHING_KNOWN);
    expect(all?.hashes).toHaveLength(MOST_NEIGHBOURS);
    expect(all?.isWhole).toBe(true);
  });

  it('is null if no row is in hand', () => {
    expect(neighboursOf(leg, segment(3, [5]), { start: 2, step: -1 }, NOTHING_KNOWN)).toBeNull();
  });
});

describe('beforeEdge', () => {
  const position = (cut: LegCut): Position => ({ cuts: [LEG_START, cut, LEG_END], edgeLeg: 1, seen: 7 });
  const moved = (cut: LegCut) => beforeEdge(position(cut)).cuts[1];
  const side = (key: SortKey, hashes: readonly number[], isWhole = true): Neighbours => ({
    key,
    hashes,
    isWhole,
  });

  it('moves the edge after the cut, together with the rows of its key that were after it', () => {
    expect(moved({ offset: 9, before: side(5, [1, 2]), after: side(5, [3], false), done: false })).toEqual({
      offset: 8,
      before: side(5, [2]),
      after: side(5, [1, 3], false),
      done: false,
    });
  });

  it('knows that no row of its key is left before it, and only the edge after it', () => {
    expect(moved({ offset: 9, before: side(5, [1]), after: side(6, [3], false), done: false })).toEqual({
      offset: 8,
      before: side(5, []),
      after: side(5, [1]),
      done: false,
    });
  });

  it('knows that only the edge is after it if it was the last row, but not if this is unknown', () => {
    const last = { offset: 9, before: side(5, [1], false), after: null };
    expect(moved({ ...last, done: true })?.after).toEqual(side(5, [1], true));
    expect(moved({ ...last, done: false })?.after).toEqual(side(5, [1], false));
  });

  it('leaves the other legs, and a position without an edge, unchanged', () => {
    const cut: LegCut = { offset: 9, before: side(5, [1]), after: null, done: false };
    expect(beforeEdge(position(cut)).cuts.filter((_, index) => index !== 1)).toEqual([LEG_START, LEG_END]);
    const none = { ...position(cut), edgeLeg: null };
    expect(beforeEdge(none)).toEqual(none);
  });
});
