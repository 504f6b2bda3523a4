import { describe, expect, it } from 'vitest';
import { readSizes } from '../../../src/customers/list/read-sizes.ts';

const IN_BLOCKS = { largestPage: 100, blockSize: 100 };
const AS_IT_COMES = { largestPage: 1_000 };

describe('readSizes', () => {
  it.each([
    ['the source’s block', IN_BLOCKS, { decides: false }, { largestRead: 100, blockSize: 100 }],
    [
      'the source’s block, decided or not',
      IN_BLOCKS,
      { decides: true },
      { largestRead: 100, blockSize: 100 },
    ],
    [
      'a block that leaves room to compare',
      IN_BLOCKS,
      { isCompared: true },
      { largestRead: 98, blockSize: 98 },
    ],
    ['a block to decide about', AS_IT_COMES, { decides: true }, { largestRead: 1_000, blockSize: 100 }],
    [
      'no larger block than a request gives',
      { largestPage: 8 },
      { decides: true },
      { largestRead: 8, blockSize: 8 },
    ],
    ['what a page can use where nothing is decided', AS_IT_COMES, {}, { largestRead: 1_000 }],
  ])('reads, with a cache, %s', (_, abilities, reading, sizes) => {
    const kept = { decides: false, isCompared: false, cachesResponses: true, ...reading };
    expect(readSizes(abilities, kept)).toEqual(sizes);
  });

  it.each([
    ['what a page can use', IN_BLOCKS, {}, { largestRead: 100 }],
    ['enough to decide about', IN_BLOCKS, { decides: true }, { largestRead: 100, fewestDecided: 100 }],
    ['with room to compare', IN_BLOCKS, { isCompared: true }, { largestRead: 98 }],
    ['a row and its neighbour at least', { largestPage: 2 }, { isCompared: true }, { largestRead: 2 }],
  ])('reads, without a cache, no blocks: %s', (_, abilities, reading, sizes) => {
    const unkept = { decides: false, isCompared: false, cachesResponses: false, ...reading };
    expect(readSizes(abilities, unkept)).toEqual(sizes);
  });
});
