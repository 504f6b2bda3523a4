import { describe, expect, it } from 'vitest';
import { compareHeads, compareKeys, type Head } from '../../src/paging/compare.ts';
import type { SortKey } from '../../src/paging/leg.ts';

describe('compareKeys', () => {
  it.each<[SortKey, SortKey, number]>([
    [null, null, 0],
    [null, 0, -1],
    [null, '', -1],
    [-1, null, 1],
    [1, 1, 0],
    [-2, -1, -1],
    [10, 9, 1],
    ['10', '9', -1],
    ['a', 'B', 1],
    ['a', 'ab', -1],
    ['\u{1F600}', '\uFFFD', -1],
  ])('compares %j with %j: %i', (a, b, order) => {
    expect(compareKeys(a, b)).toBe(order);
    expect(compareKeys(b, a)).toBe(order === 0 ? 0 : -order);
  });
});

describe('compareHeads', () => {
  const heads: readonly Head[] = [
    { group: 0, key: null, leg: 1 },
    { group: 0, key: 1, leg: 0 },
    { group: 0, key: 1, leg: 1 },
    { group: 0, key: 2, leg: 0 },
    { group: 1, key: null, leg: 2 },
    { group: 1, key: 0, leg: 3 },
  ];

  it('compares by group, then key, null first, then leg', () => {
    expect([...heads].reverse().sort((a, b) => compareHeads(a, b, 'ASC'))).toEqual(heads);
  });

  it('is reversed exactly in descending order, ties included', () => {
    expect([...heads].sort((a, b) => compareHeads(a, b, 'DESC'))).toEqual([...heads].reverse());
  });
});
