import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighboursOf } from '../../../src/paging/drift/neighbours.ts';
import type { Leg } from '../../../src/paging/leg.ts';
import { isInOrder, isReordered } from '../../../src/paging/reading/row-order.ts';

interface Row {
  readonly id: number;
  readonly key: number | null;
}

const leg = { keyOf: ({ key }: Row) => key, identityOf: ({ id }: Row) => String(id) } as Leg<Row, unknown>;
const tied = (ids: readonly number[]): readonly Row[] => ids.map((id) => ({ id, key: 1 }));

function cutOf(rows: readonly Row[], at: number) {
  const segment = { from: 0, rows, total: rows.length };
  const known = { side: null, isAll: false };
  return {
    offset: at,
    before: neighboursOf(leg, segment, { start: at - 1, step: -1 }, known),
    after: neighboursOf(leg, segment, { start: at, step: 1 }, known),
    done: false,
  };
}

describe('the order of rows', () => {
  it.each([
    [[null, 1, 1, 2], true],
    [[1, 2, null], false],
    [[2, 1], false],
    [[], true],
  ])('ascending, %j is in order: %j', (keys, expected) => {
    const rows = keys.map((key, id) => ({ id, key }));
    expect(isInOrder(rows, leg, 'ASC')).toBe(expected);
    expect(isInOrder(rows.toReversed(), leg, 'DESC')).toBe(expected);
  });

  it.each([
    [[1, 5, 2, 6, 15], true],
    [[1, 5, 15, 2], false],
    [[12, 11], false],
    [[null, 2, null], false],
  ])('keys below 10 may stand for ten more: ascending, %j is in order: %j', (keys, expected) => {
    const rows = keys.map((key, id) => ({ id, key }));
    const latestOf: Leg<Row, unknown>['latestOf'] = (key) =>
      typeof key === 'number' && key < 10 ? key + 10 : key;
    expect(isInOrder(rows, { ...leg, latestOf }, 'ASC')).toBe(expected);
    expect(isInOrder(rows.toReversed(), { ...leg, latestOf }, 'DESC')).toBe(expected);
  });

  it('detects every other order of up to sixteen equal rows around a cut', () => {
    const ids = fc.integer({ min: 2, max: 8 }).map((count) => Array.from({ length: count }, (_, id) => id));
    const cases = ids.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.integer({ min: 1, max: all.length }),
      ),
    );
    fc.assert(
      fc.property(cases, ([all, moved, at]) => {
        const now = { from: 0, rows: tied(moved), total: moved.length };
        expect(isReordered(leg, cutOf(tied(all), at), now)).toBe(moved.join() !== all.join());
      }),
    );
  });

  it('a row remembered on both sides of a cut moved across it', () => {
    const { before, after } = cutOf(tied([1, 2, 3, 4]), 2);
    const cut = {
      offset: 2,
      before,
      after: after && { ...after, hashes: [...after.hashes, ...(before?.hashes ?? [])] },
      done: false,
    };
    expect(isReordered(leg, cut, { from: 0, rows: tied([1, 2, 3, 4]), total: 4 })).toBe(true);
  });

  it('rows added or removed are not another order', () => {
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]), fc.integer({ min: 1, max: 7 }), (left, at) => {
        const now = { from: 0, rows: tied([100, ...left, 101]), total: left.length + 2 };
        expect(isReordered(leg, cutOf(tied([0, 1, 2, 3, 4, 5, 6, 7]), at), now)).toBe(false);
      }),
    );
  });
});
