import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockAround,
  firstRange,
  rangesAround,
  rowsToRead,
} from '../../../src/paging/reading/read-ranges.ts';

const requests = fc.record({
  at: fc.nat(1_000_000),
  heading: fc.constantFrom('FORWARD' as const, 'BACKWARD' as const),
  wanted: fc.integer({ min: 1, max: 300 }),
});

describe('rangesAround', () => {
  it.each([
    ['FORWARD', 0, 20, { offset: 0, limit: 22 }],
    ['FORWARD', 37, 20, { offset: 36, limit: 22 }],
    ['FORWARD', 4_987, 20, { offset: 4_986, limit: 22 }],
    ['FORWARD', 4_987, 100, { offset: 4_986, limit: 100 }],
    ['BACKWARD', 37, 20, { offset: 16, limit: 22 }],
    ['BACKWARD', 5, 20, { offset: 0, limit: 22 }],
    ['BACKWARD', 4_987, 100, { offset: 4_888, limit: 100 }],
  ] as const)('takes, %s from %i for %i rows, those and their neighbours', (heading, at, wanted, range) => {
    expect(rangesAround({ at, heading, wanted }, { largestRead: 100 })[0]).toEqual(range);
  });

  it('needs one request for a page at any depth, if one can hold the rows and their neighbour', () =>
    fc.assert(
      fc.property(requests, fc.integer({ min: 2, max: 1_000 }), ({ at, heading, wanted }, largestRead) => {
        const [first = { offset: -1, limit: -1 }] = rangesAround({ at, heading, wanted }, { largestRead });
        const end = first.offset + first.limit;
        const known = heading === 'FORWARD' ? at - 1 : at;
        expect(first.offset).toBeGreaterThanOrEqual(0);
        expect(first.limit).toBeLessThanOrEqual(largestRead);
        if (known >= 0) expect(first.offset <= known && known < end).toBe(true);
        const got = heading === 'FORWARD' ? end - at : at - first.offset;
        const there = heading === 'FORWARD' ? wanted : Math.min(wanted, at);
        expect(got).toBeGreaterThanOrEqual(Math.min(there, largestRead - 1));
        expect(first.limit).toBeLessThanOrEqual(wanted + 2);
      }),
    ));

  it('requests the aligned block first if there is one, then less', () => {
    const sizes = { largestRead: 100, blockSize: 100 };
    expect(rangesAround({ at: 100, heading: 'FORWARD', wanted: 20 }, sizes)).toEqual([
      { offset: 99, limit: 100 },
      { offset: 99, limit: 22 },
      { offset: 99, limit: 3 },
    ]);
  });
});

describe('rowsToRead', () => {
  it.each([
    ['as many as the page can use', {}, [20, 20, 20]],
    ['ever more where rows are dropped', { decide: true }, [40, 80, 160]],
    ['enough to decide about at once', { decide: true, fewestDecided: 100 }, [100, 200, 400]],
    ['not fewer than the page can use', { decide: true, fewestDecided: 30 }, [40, 80, 160]],
    ['no more than that of a leg that drops none', { fewestDecided: 100 }, [20, 20, 20]],
  ])('is %s', (_, leg, rows) => {
    expect([1, 2, 3].map((n) => rowsToRead(n, 20, leg))).toEqual(rows);
  });
});

describe('firstRange', () => {
  it.each([
    [{ largestRead: 1_000 }, 22],
    [{ largestRead: 1_000, decide: true, fewestDecided: 100 }, 102],
    [{ largestRead: 100, decide: true, fewestDecided: 100 }, 100],
    [{ largestRead: 100, blockSize: 98, decide: true }, 98],
  ])('is a page of twenty’s first request with %o', (leg, limit) => {
    expect(firstRange(20, leg)).toEqual({ offset: 0, limit });
  });
});

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

  it.each([2, 3, 10, 100])('contains the rows on both sides of every cut, in blocks of %i', (size) => {
    for (let cut = 0; cut < 5 * size; cut++) {
      const { offset, limit } = blockAround(cut, size);
      expect(offset % (size - 1)).toBe(0);
      expect(limit).toBe(size);
      if (cut > 0) expect(cut - 1).toBeGreaterThanOrEqual(offset);
      expect(cut).toBeLessThan(offset + size);
    }
  });
});
