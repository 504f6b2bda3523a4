import { describe, expect, it } from 'vitest';
import { blockAround } from '../../../src/paging/reading/block-range.ts';

describe('blockAround', () => {
  it.each([
    [0, 0],
    [1, 0],
    [50, 0],
    [99, 0],
    [100, 99],
    [198, 99],
    [199, 198],
    [12_345, 12_276],
  ])('puts the cut at %i into the block of 100 from %i', (cut, offset) => {
    expect(blockAround(cut, 100)).toEqual({ offset, limit: 100 });
  });

  it.each([2, 3, 10, 100])('holds the rows on both sides of every cut, in blocks of %i', (size) => {
    for (let cut = 0; cut < 5 * size; cut++) {
      const { offset, limit } = blockAround(cut, size);
      expect(offset % (size - 1)).toBe(0);
      expect(limit).toBe(size);
      if (cut > 0) expect(cut - 1).toBeGreaterThanOrEqual(offset);
      expect(cut).toBeLessThan(offset + size);
    }
  });
});
