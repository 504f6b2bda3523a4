import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../../src/paging/cursor/cursor.ts';
import { MOST_NEIGHBOURS, shortKey } from '../../../src/paging/drift/neighbours.ts';
import type { SortKey } from '../../../src/paging/leg.ts';
import {
  LEG_END,
  LEG_START,
  type LegCut,
  type Neighbours,
  type Position,
} from '../../../src/paging/position.ts';

const SCOPE = { fingerprint: 'customers, all, by name' };

const hash = fc.nat({ max: 0xffffffff });
const key: fc.Arbitrary<SortKey> = fc
  .oneof(
    fc.constant(null),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
    fc.string({ unit: 'binary' }),
  )
  .map(shortKey);
const side: fc.Arbitrary<Neighbours> = fc.record({
  key,
  hashes: fc.array(hash, { maxLength: MOST_NEIGHBOURS }),
  isWhole: fc.boolean(),
});
const cut: fc.Arbitrary<LegCut> = fc.oneof(
  fc.constant(LEG_START),
  fc.constant(LEG_END),
  fc.record({ offset: fc.maxSafeNat(), before: fc.option(side), after: fc.option(side), done: fc.boolean() }),
);
const position: fc.Arbitrary<Position> = fc.record({
  cuts: fc.array(cut, { maxLength: 4 }),
  edgeLeg: fc.constant(null),
  seen: fc.option(fc.nat()),
});

const instant = Date.UTC(2031, 4, 17, 12, 0, 0, 123);
const both = (some: number): LegCut => ({
  offset: 54_321,
  before: {
    key: instant,
    hashes: Array.from({ length: some }, (_, index) => 0xffffffff - index),
    isWhole: true,
  },
  after: { key: instant + 1, hashes: Array.from({ length: some }, (_, index) => index), isWhole: false },
  done: false,
});

describe('a cursor', () => {
  it('decodes to what was encoded', () => {
    fc.assert(
      fc.property(position, fc.nat({ max: 255 }), (there, variant) => {
        const cursor = encodeCursor(SCOPE, { variant, position: there });
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(decodeCursor(SCOPE, cursor)).toEqual({ variant, position: there });
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the edge it belongs to', () => {
    const there: Position = { cuts: [LEG_START, both(1), LEG_END], edgeLeg: 1, seen: 0 };
    const cursor = encodeCursor(SCOPE, { variant: 3, position: there });
    expect(decodeCursor(SCOPE, cursor)).toEqual({ variant: 3, position: there });
  });

  it.each([
    ['in the middle of two legs sorted by instants', [both(1), both(1)], 94],
    ['in one leg while the other waits', [both(1), LEG_START], 59],
    ['among many rows of one key in both', [both(MOST_NEIGHBOURS), both(MOST_NEIGHBOURS)], 243],
  ])('is compact: %s', (_, cuts, size) => {
    const cursor = encodeCursor(SCOPE, { variant: 0, position: { cuts, edgeLeg: 0, seen: 12_345 } });
    expect(cursor).toHaveLength(size);
  });

  it('reveals nothing about the filter it belongs to', () => {
    const scope = { fingerprint: 'email eva@example.com' };
    const cursor = encodeCursor(scope, {
      variant: 0,
      position: { cuts: [both(1)], edgeLeg: null, seen: null },
    });
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('eva@');
  });
});
