import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowStore } from '../../src/sandbox/row-store.ts';

type Row = { readonly id: number; readonly at: number | null };

const BY_TIME = { name: 'at', keyOf: ({ at }: Row) => at };
const everything = { order: BY_TIME, candidates: null, matches: null, offset: 0, limit: 1000 };
const rowsOf = fc
  .array(fc.option(fc.nat(4)), { maxLength: 30 })
  .map((times) => times.map((at, id): Row => ({ id, at })));

describe('A list of rows', () => {
  it('read in pages, in either direction, returns each row once, and one direction reverses the other', () => {
    fc.assert(
      fc.property(rowsOf, fc.integer({ min: 1, max: 7 }), (rows, limit) => {
        const store = new RowStore(rows, ({ id }) => id);
        const walk = (descending: boolean): Row[] => {
          const seen: Row[] = [];
          for (let offset = 0; offset < rows.length; offset += limit) {
            const page = store.select({ ...everything, descending, offset, limit });
            expect(page.total).toBe(rows.length);
            seen.push(...page.rows);
          }
          return seen;
        };
        const expected = [...rows].sort((a, b) => (a.at ?? -1) - (b.at ?? -1) || a.id - b.id);
        expect(walk(false)).toEqual(expected);
        expect(walk(true)).toEqual(expected.reverse());
      }),
    );
  });

  it('finds rows as they are after any edits', () => {
    const editOf = fc.record({
      kind: fc.constantFrom('insert', 'remove', 'update'),
      id: fc.nat(40),
      at: fc.nat(4),
    });
    fc.assert(
      fc.property(rowsOf, fc.array(editOf, { maxLength: 20 }), (rows, edits) => {
        const store = new RowStore(rows, ({ id }) => id);
        for (const { kind, id, at } of edits) {
          if (kind === 'remove') store.remove(id);
          else if (kind === 'update') store.update(id, { at });
          else if (!store.find(id)) store.insert({ id, at }, at);
          const found = store.lookUp(BY_TIME, [at, at, 1]);
          expect(found).toEqual(store.rows.filter((row) => row.at === at || row.at === 1));
          expect(store.select({ ...everything, descending: false }).total).toBe(store.rows.length);
        }
      }),
    );
  });

  it('does not modify the given rows', () => {
    const rows: readonly Row[] = Object.freeze([Object.freeze({ id: 1, at: 1 })]);
    const store = new RowStore(rows, ({ id }) => id);
    store.update(1, { at: 2 });
    store.insert({ id: 2, at: null });
    expect(rows).toEqual([{ id: 1, at: 1 }]);
    expect(store.rows).toEqual([
      { id: 1, at: 2 },
      { id: 2, at: null },
    ]);
  });
});
