import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowRange } from '../../../src/paging/leg.ts';
import { type Reversal, readExactReverse } from '../../../src/paging/reading/exact-reverse.ts';

interface Row {
  readonly id: string;
  readonly key: number | null;
}

const LARGEST_READ = 10;
const leg = { keyOf: (row: Row) => row.key, identityOf: (row: Row) => row.id, largestRead: LARGEST_READ };
const byKey = (a: Row, b: Row) => (a.key ?? -1) - (b.key ?? -1);

/** A source that sorts stably: descending rows with equal keys keep the order of the data. */
function farSide(rows: readonly Row[], reverses: boolean, largestRead = LARGEST_READ) {
  const up = rows.toSorted(byKey);
  const down = reverses ? up.toReversed() : rows.toSorted((a, b) => byKey(b, a));
  const asked: string[] = [];
  const read =
    (name: string, list: readonly Row[]) =>
    async ({ offset, limit }: RowRange) => {
      expect(limit).toBeLessThanOrEqual(largestRead);
      asked.push(`${name} ${offset}+${limit}`);
      return { rows: list.slice(offset, offset + limit), total: list.length };
    };
  return { ascending: read('up', up), descending: read('down', down), asked, reversed: up.toReversed() };
}

const rowsOf = (keys: readonly (number | null)[]): readonly Row[] =>
  keys.map((key, id) => ({ id: String(id), key }));
const keys = fc.array(fc.option(fc.nat(6)), { maxLength: 40 });

describe('a descending list', () => {
  it('is the exact reverse of the ascending one, whatever the source does with equal keys', async () => {
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 1, max: LARGEST_READ - 2 }), async (some, size) => {
        const far = farSide(rowsOf(some), false);
        const reversal: Reversal = { isExact: false };
        const read = readExactReverse({ ...far, leg, reversal });
        const seen: Row[] = [];
        for (let offset = 0; offset < some.length; offset += size) {
          seen.push(...(await read({ offset, limit: size }, { fresh: false })).rows);
        }
        expect(seen).toEqual(far.reversed);
      }),
    );
  });

  it('costs one additional request, once, if the source reverses exactly', async () => {
    const far = farSide(rowsOf([1, 2, 2, 3, 3, 4]), true);
    const reversal: Reversal = { isExact: null };
    const read = readExactReverse({ ...far, leg, reversal });
    const first = await read({ offset: 0, limit: 4 }, { fresh: false });
    await read({ offset: 3, limit: 3 }, { fresh: false });
    expect(first.rows).toEqual(far.reversed.slice(0, 4));
    expect(reversal.isExact).toBe(true);
    expect(far.asked).toEqual(['down 0+6', 'up 0+6', 'down 3+3']);
  });

  it('costs no additional request while no keys are equal', async () => {
    const far = farSide(rowsOf([3, 1, 2]), false);
    const read = readExactReverse({ ...far, leg, reversal: { isExact: null } });
    expect((await read({ offset: 0, limit: 3 }, { fresh: false })).rows).toEqual(far.reversed);
    expect(far.asked).toEqual(['down 0+5']);
  });

  it('does not check equal keys that a page may never reach', async () => {
    const keys = [...Array.from({ length: 30 }, (_, index) => 100 - index), null, null];
    const far = farSide(rowsOf(keys), false, 100);
    const reversal: Reversal = { isExact: null };
    const read = readExactReverse({ ...far, leg: { ...leg, largestRead: 100 }, reversal });
    const page = await read({ offset: 0, limit: 100 }, { fresh: false });
    expect(page).toEqual({ rows: far.reversed.slice(0, 30), total: 32, isPartial: true });
    expect(far.asked).toEqual(['down 0+100']);
    expect((await read({ offset: 29, limit: 3 }, { fresh: false })).rows).toEqual(far.reversed.slice(29));
  });

  it('does not compare lists whose totals are wrong: rows beside the mirror image may look like it', async () => {
    const far = farSide(rowsOf([1, 1, 1, 1]), false);
    const reversal: Reversal = { isExact: null };
    const read = readExactReverse({ ...far, leg, reversal, isTotalDoubted: () => true });
    await read({ offset: 0, limit: 2 }, { fresh: false });
    expect(far.asked).toEqual(['down 0+2']);
    expect(reversal.isExact).toBeNull();
  });

  it.each([
    ['too low', -1, 0, 'TOO_LOW'],
    ['too high', 1, 2, 'TOO_HIGH'],
  ])('learns that totals are %s where another range than the mirror image looks like it', async (_, by, offset, how) => {
    const far = farSide(rowsOf([1, 1, 1, 1]), true);
    const wrong = (read: typeof far.descending) => async (range: RowRange) => {
      const page = await read(range);
      return { ...page, total: page.total + by };
    };
    const [descending, ascending] = [wrong(far.descending), wrong(far.ascending)];
    const reversal: Reversal = { isExact: null };
    const told: string[] = [];
    const onWrongTotal = (each: string) => told.push(each);
    const read = readExactReverse({ descending, ascending, leg, reversal, onWrongTotal });
    const { rows } = await read({ offset, limit: 1 }, { fresh: false });
    expect(rows).toEqual(far.reversed.slice(offset, offset + 1));
    expect([told, reversal.isExact]).toEqual([[how], null]);
    expect(far.asked.at(-1)).toBe(`down ${4 + by - 1}+2`);
  });

  it('learns from the first equal keys that the source does not reverse', async () => {
    const far = farSide(rowsOf([1, 1]), false);
    const reversal: Reversal = { isExact: null };
    const read = readExactReverse({ ...far, leg, reversal });
    expect((await read({ offset: 0, limit: 2 }, { fresh: false })).rows).toEqual(far.reversed);
    expect(reversal.isExact).toBe(false);
  });

  it('returns as many rows as requested if the source states no total', async () => {
    const far = farSide(rowsOf(Array.from({ length: 3 * LARGEST_READ }, (_, index) => index)), true);
    const untold = (read: typeof far.descending) => async (range: RowRange) => ({
      ...(await read(range)),
      total: null,
    });
    const [descending, ascending] = [untold(far.descending), untold(far.ascending)];
    const read = readExactReverse({ descending, ascending, leg, reversal: { isExact: null } });
    for (const offset of [9, 0, 18, 27]) {
      const { rows } = await read({ offset, limit: LARGEST_READ }, { fresh: false });
      expect(rows).toEqual(far.reversed.slice(offset, offset + LARGEST_READ));
    }
    // One additional request the first time, before that was known.
    expect(far.asked).toEqual(['down 8+10', 'down 9+10', 'down 0+10', 'down 18+10', 'down 27+10']);
    await readExactReverse({ descending, ascending, leg, reversal: { isExact: null } })(
      { offset: 27, limit: LARGEST_READ },
      { fresh: false },
    );
    expect(far.asked.slice(5)).toEqual(['down 26+10']);
  });

  it('learns nothing from a list that the gateway sorted', async () => {
    const far = farSide(rowsOf([1, 1]), true);
    const ordered = (read: typeof far.descending) => async (range: RowRange) => ({
      ...(await read(range)),
      isOrderedHere: true,
    });
    const [descending, ascending] = [ordered(far.descending), ordered(far.ascending)];
    const reversal: Reversal = { isExact: null };
    const read = readExactReverse({ descending, ascending, leg, reversal });
    expect((await read({ offset: 0, limit: 2 }, { fresh: false })).rows).toEqual(far.reversed);
    expect(reversal.isExact).toBe(null);
  });

  it('takes the descending rows as they are if the two lists contain different ones', async () => {
    const far = farSide(rowsOf([1, 1]), false);
    const reversal: Reversal = { isExact: null };
    const ascending = async () => ({ rows: rowsOf([1, 2]), total: 2 });
    const read = readExactReverse({ ...far, ascending, leg, reversal });
    expect((await read({ offset: 0, limit: 2 }, { fresh: false })).rows).toEqual(rowsOf([1, 1]));
    expect(reversal.isExact).toBeNull();
  });
});
