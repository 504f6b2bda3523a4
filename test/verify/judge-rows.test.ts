import { expect, it } from 'vitest';
import { type ComparedRows, judgeSameRows } from '../../src/verify/judge-rows.ts';

const SAME: ComparedRows = {
  rows: 'accounts',
  by: 'email',
  listed: ['a', 'b', 'c'],
  found: ['c', 'b', 'a', 'x'],
  placed: ['a', 'd'],
  shown: new Set(['a', 'b', 'c', 'd']),
};

it.each<[string, Partial<ComparedRows>, string, string]>([
  ['both see the same', {}, 'HOLDS', 'list and look-up agree on 4 sample accounts'],
  [
    'the look-up lacks some',
    { found: ['a'] },
    'WRONG',
    '2 of 3 accounts that the list shows were not found by email',
  ],
  [
    'the list lacks one',
    { shown: new Set(['a', 'b', 'c']) },
    'WRONG',
    '1 of 2 accounts that a search shows are not in the list',
  ],
  [
    'both lack some',
    { found: ['a', 'b'], shown: new Set() },
    'WRONG',
    '1 of 3 accounts that the list shows were not found by email; 2 of 2 accounts that a search shows are not in the list',
  ],
  ['the look-up is refused', { found: null }, 'CANNOT_TELL', 'a look-up of 3 accounts by email is refused'],
  [
    'the look-up is refused, and the list lacks one',
    { found: null, shown: new Set(['d']) },
    'WRONG',
    '1 of 2 accounts that a search shows are not in the list',
  ],
  ['there is nobody', { listed: [], found: [], placed: [] }, 'CANNOT_TELL', 'no accounts to compare'],
])('%s', (_, difference, result, seen) => {
  expect(judgeSameRows({ ...SAME, ...difference })).toMatchObject({ result, seen });
});
