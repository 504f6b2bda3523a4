import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentRows } from '../../../src/vendors/shared/traits/recent-rows.ts';

interface Row {
  readonly id: string;
  readonly seen: number;
}

it('has each row of the latest pages as last seen, in that order, and none of those forgotten since', () => {
  const step = fc.oneof(
    fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 }),
    fc.constantFrom('a', 'b', 'c'),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 12 }), (steps, most) => {
      const recent = new RecentRows<Row>(most);
      let pages: Row[][] = [];
      const forgotten = new Set<Row>();
      let seen = 0;
      for (const one of steps) {
        if (typeof one === 'string') {
          const row = recent.rows().find(({ id }) => id === one);
          if (row === undefined) continue;
          recent.forget(row);
          forgotten.add(row);
          continue;
        }
        const page = one.map((id) => ({ id, seen: seen++ }));
        recent.add(page);
        pages.push(page);
        while (pages.length > 1 && pages.flat().length > most) pages = pages.slice(1);
      }
      const rows = pages.flat();
      const expected = rows.filter(
        (row, index) => !forgotten.has(row) && !rows.slice(index + 1).some(({ id }) => id === row.id),
      );
      expect(recent.rows()).toEqual(expected);
    }),
  );
});
