import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch, OwnedRow } from '../../../../../src/vendors/carecloud/facets/batches/batch.ts';
import { BatchCapacity } from '../../../../../src/vendors/carecloud/facets/batches/batch-capacity.ts';
import { judgeTrial, planTrial } from '../../../../../src/vendors/carecloud/facets/batches/judge-trial.ts';
import { loadTogether } from '../../../../../src/vendors/carecloud/facets/batches/load-together.ts';
import { TRAITS } from '../../../../../src/vendors/carecloud/traits.ts';
import { createTraitBook } from '../../../../../src/vendors/shared/traits/trait-book.ts';

type Reading = 'HONOURED' | 'IGNORED' | 'FIRST' | 'LAST' | 'EVERY' | 'CUT' | 'REFUSED' | 'SILENT';
const READINGS = ['HONOURED', 'IGNORED', 'FIRST', 'LAST', 'EVERY', 'CUT', 'REFUSED', 'SILENT'] as const;

/** A list over all customers, with its own interpretation of several ids and a maximum of rows. */
class List {
  readonly rows: readonly OwnedRow[];
  readonly perPage: number;
  requests = 0;
  reading: Reading;

  constructor(cards: Readonly<Record<string, number>>, reading: Reading, perPage = 1000) {
    this.reading = reading;
    this.perPage = perPage;
    this.rows = Object.entries(cards).flatMap(([owner, count]) =>
      Array.from({ length: count }, (_, index) => ({ owner, row: `${owner}-${index}` })),
    );
  }

  of(id: string): readonly unknown[] {
    return this.rows.flatMap(({ owner, row }) => (owner === id ? [row] : []));
  }

  together(ids: readonly string[]): Batch {
    const wanted: Readonly<Record<string, readonly string[] | null>> = {
      HONOURED: ids,
      IGNORED: null,
      FIRST: ids.slice(0, 1),
      LAST: ids.slice(-1),
      EVERY: ids.length > 1 ? [] : ids,
      CUT: ids.slice(0, 20),
    };
    const read = wanted[this.reading] ?? null;
    const found = this.rows.filter(({ owner }) => read === null || read.includes(owner ?? ''));
    const rows = found.slice(0, this.perPage);
    return { rows, total: found.length, isWhole: rows.length === found.length };
  }

  load(ids: readonly string[], capacity: BatchCapacity) {
    return loadTogether<{ readonly rows: readonly unknown[] }>(
      ids,
      {
        alone: async (id) => {
          this.requests++;
          return { rows: this.of(id) };
        },
        together: async (some) => {
          this.requests++;
          return this.together(some);
        },
        trial: async (some) => {
          this.requests++;
          if (this.reading === 'REFUSED') return 'REFUSED';
          return this.reading === 'SILENT' ? 'FAILED' : this.together(some);
        },
        toValue: (rows) => ({ rows }),
        knownOf: ({ rows }) => ({ rows, count: rows.length }),
      },
      capacity,
    );
  }
}

const open = () => {
  const traits = createTraitBook(TRAITS);
  return { traits, capacity: new BatchCapacity('cards.batch', traits) };
};
const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
const twoEach = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, 2]));

describe('lists of several customers', () => {
  it('are correct, whatever the vendor does with several ids, with hardly more than one request each', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...READINGS),
        fc.constantFrom(...READINGS),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 140 }),
        fc.constantFrom(1000, 100, 10),
        fc.array(fc.tuple(fc.nat(139), fc.integer({ min: 1, max: 140 })), { minLength: 1, maxLength: 4 }),
        async (reading, later, cards, perPage, loads) => {
          const all = idsOf(cards.length);
          const list = new List(
            Object.fromEntries(all.map((id, index) => [id, cards[index] ?? 0])),
            reading,
            perPage,
          );
          const { capacity } = open();
          for (const [index, [from, count]] of loads.entries()) {
            // The vendor may stop accepting what it once accepted; if it then silently returns a part, this cannot be
            // detected.
            if (index === 2 && (later === 'IGNORED' || later === 'HONOURED')) list.reading = later;
            const ids = all.slice(from, from + count);
            list.requests = 0;
            const found = await list.load(ids, capacity);
            for (const id of ids) expect(found.get(id)).toEqual({ rows: list.of(id) });
            expect(list.requests).toBeLessThanOrEqual(ids.length * 2 + 2);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['HONOURED', [7, 2, 1], '100'],
    ['IGNORED', [101, 100, 100], '1'],
    ['FIRST', [101, 101, 101], '1'],
    ['LAST', [101, 101, 101], '1'],
    ['EVERY', [101, 101, 101], '1'],
    ['REFUSED', [101, 100, 100], '1'],
    ['SILENT', [101, 101, 100], '1'],
  ] as const)('of a hundred, %s, take %j requests in three loads', async (reading, requests, learned) => {
    const ids = idsOf(100);
    const list = new List(twoEach([...ids, 'somebody']), reading);
    const { capacity, traits } = open();
    const made: number[] = [];
    for (let load = 0; load < 3; load++) {
      list.requests = 0;
      await list.load(ids, capacity);
      made.push(list.requests);
    }
    expect(made).toEqual(requests);
    expect(traits.currently('cards.batch')).toBe(learned);
  });

  it('are no longer combined after trials of fewer and fewer have failed', async () => {
    const ids = idsOf(100);
    const list = new List(twoEach(ids), 'LAST');
    const { capacity, traits } = open();
    for (let load = 0; load < 5; load++) await list.load(ids, capacity);
    expect(traits.isLearned('cards.batch')).toBe(true);
    list.requests = 0;
    await list.load(ids, capacity);
    expect(list.requests).toBe(100);
  });

  it('are requested in batches of the accepted size, if a longer one is cut', async () => {
    const ids = idsOf(100);
    const list = new List(twoEach(ids), 'CUT');
    const { capacity } = open();
    for (let load = 0; load < 5; load++) await list.load(ids, capacity);
    expect(capacity.size).toBeGreaterThanOrEqual(12);
    expect(capacity.size).toBeLessThanOrEqual(20);
    list.requests = 0;
    await list.load(ids, capacity);
    expect(list.requests).toBeLessThan(20);
  });

  it('are requested in parts if one response cannot hold all', async () => {
    const ids = idsOf(100);
    const list = new List(Object.fromEntries(ids.map((id) => [id, 3])), 'HONOURED', 100);
    const { capacity } = open();
    for (let load = 0; load < 3; load++) await list.load(ids, capacity);
    list.requests = 0;
    await list.load(ids, capacity);
    expect(list.requests).toBeLessThanOrEqual(25);
  });

  it('are not tried for a few, nor if hardly any customer has a row', async () => {
    const { capacity } = open();
    const few = new List(twoEach(idsOf(5)), 'HONOURED');
    await few.load(idsOf(5), capacity);
    expect(few.requests).toBe(5);
    const none = new List({ c1: 1, c2: 1 }, 'HONOURED');
    await none.load(idsOf(30), capacity);
    expect(none.requests).toBe(30);
    expect(capacity.size).toBe(1);
  });
});

describe('a trial', () => {
  const known = new Map(
    idsOf(4).map((id) => [id, { rows: id === 'c3' ? [] : [id], count: id === 'c3' ? 0 : 1 }]),
  );
  const batch = (rows: readonly (string | null)[], total = rows.length): Batch => ({
    rows: rows.map((owner) => ({ owner, row: owner })),
    total,
    isWhole: total === rows.length,
  });

  it('requests customers with rows first and last, and leaves out one with rows', () => {
    expect(planTrial(['x', 'y'], known, { size: 5, excludes: true })).toEqual(['c0', 'x', 'y', 'c3', 'c1']);
    expect(planTrial(['x', 'y'], known, { size: 3, excludes: true })).toEqual(['c0', 'x', 'c1']);
    expect(planTrial(['x'], new Map([...known].slice(2)), { size: 5, excludes: true })).toBeNull();
  });

  it.each([
    ['HONOURED', batch(['c1', 'x', 'c0'])],
    ['HONOURED', batch(['c0', 'c1'])],
    ['FOREIGN', batch(['c0', 'c1', 'c2'])],
    ['FOREIGN', batch(['c0', 'c1', null])],
    ['FOREIGN', batch(['c2'], 5000)],
    ['MISSING', batch(['c0', 'x'])],
    ['MISSING', batch(['c0', 'c1', 'c1'])],
    ['MISSING', batch(['c0', 'c1', 'c3'])],
    ['MISSING', batch([])],
    ['UNCLEAR', batch(['c0', 'c1'], 3)],
  ] as const)('is %s', (verdict, rows) => {
    expect(judgeTrial(['c0', 'x', 'c3', 'c1'], rows, known)).toBe(verdict);
  });
});
