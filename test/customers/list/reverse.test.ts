import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CustomerSource } from '../../../src/customers/customer-source.ts';
import { compareKeys } from '../../../src/paging/compare.ts';
import { NO_FILTER } from '../support/filters.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';
import { toRow, walkForward } from '../support/walks.ts';
import { accountId, someAccount, someProfile, toRows } from '../support/world.ts';

/** A vendor whose descending lists keep rows with equal keys in ascending order, as a stable sort does. */
function sortingStably(source: CustomerSource): CustomerSource {
  return {
    ...source,
    async list(query, range, call) {
      if (query.order.direction === 'ASC') return source.list(query, range, call);
      const { field } = query.order;
      const ascending = { ...query, order: { field, direction: 'ASC' } as const };
      const all = await source.list(ascending, { offset: 0, limit: 100 }, call);
      const records = all.records.toSorted((a, b) =>
        compareKeys(source.sortKey(b, field), source.sortKey(a, field)),
      );
      return { records: records.slice(range.offset, range.offset + range.limit), total: all.total };
    },
  };
}

const seconds = fc.option(fc.integer({ min: 1, max: 4 }).map((day) => day * 86_400));

it('lists DESC as the exact reverse of ASC, whatever a vendor does with rows of equal keys', async () => {
  const worlds = fc.record({
    changes: fc.array(seconds, { maxLength: 30 }),
    visits: fc.array(seconds, { maxLength: 30 }),
    field: fc.constantFrom('SOURCE', 'UPDATED_AT'),
    size: fc.constantFrom(1, 3, 20),
    cachesResponses: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(worlds, async ({ changes, visits, field, size, cachesResponses }) => {
      const accounts = changes.map((lastChange, index) => someAccount({ id: accountId(index), lastChange }));
      const profiles = visits.map((visit, index) =>
        someProfile({ id: index + 1, firstSeen: visit, lastSeen: visit }),
      );
      const vendors = createMemoryVendors(toRows({ accounts, profiles }));
      const setup = {
        vendors: { sources: vendors.sources.map(sortingStably), cachesResponses },
        identityKeys: ['email'] as const,
      };
      const request = { filter: NO_FILTER, size };
      const up = await walkForward(setup, { ...request, order: { field, direction: 'ASC' } });
      const down = await walkForward(setup, { ...request, order: { field, direction: 'DESC' } });
      expect(down.edges.map(toRow)).toEqual(up.edges.map(toRow).toReversed());
    }),
    { numRuns: 60 },
  );
});

it('lists DESC to its end if a vendor states no total', async () => {
  const profiles = Array.from({ length: 230 }, (_, index) =>
    someProfile({ id: index + 1, firstSeen: index + 1, lastSeen: index + 1 }),
  );
  const vendors = createMemoryVendors(toRows({ accounts: [], profiles }));
  const withoutTotal = (source: CustomerSource): CustomerSource => ({
    ...source,
    list: async (...asked) => ({ ...(await source.list(...asked)), total: null }),
  });
  const setup = {
    vendors: { sources: vendors.sources.map(withoutTotal) },
    identityKeys: ['email'] as const,
  };
  const { edges } = await walkForward(setup, {
    filter: NO_FILTER,
    order: { field: 'UPDATED_AT', direction: 'DESC' },
    size: 20,
  });
  expect(edges.map((edge) => toRow(edge).record)).toEqual(profiles.map(({ id }) => String(id)).toReversed());
});
