import { describe, expect, it } from 'vitest';
import type { CustomerFilter } from '../../../src/customers/model/customer-filter.ts';
import { NO_FILTER } from '../support/filters.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';
import { type ListSetup, walkBackward, walkForward } from '../support/walks.ts';
import { accountId, someAccount, toRows } from '../support/world.ts';

/** Where a range of `updatedAt` begins in a long list is found by halving, which a scan limit leaves to end. */

const ACCOUNTS = 5_000;
const START = 1_593_000_000_000;
const at = (index: number) => START + index * 1000;

const setup: ListSetup = {
  vendors: createMemoryVendors(
    toRows({
      accounts: Array.from({ length: ACCOUNTS }, (_, index) =>
        someAccount({ id: accountId(100 + index), lastChange: at(index) }),
      ),
      profiles: [],
    }),
  ),
  identityKeys: ['email'],
  scanLimit: 3,
};
const since = (index: number): CustomerFilter => ({
  ...NO_FILTER,
  updatedAt: { gte: at(index), lt: at(index + 25) },
});
/** Halves of a list until one request of a hundred rows on either side shows where the range begins. */
const HALVINGS = Math.ceil(Math.log2(ACCOUNTS / 200)) + 1;

describe('the start of a range of updatedAt', () => {
  it.each([
    100, 2_345, 4_900,
  ])('at row %i is found within the halvings of the list, in either order', async (index) => {
    for (const direction of ['ASC', 'DESC'] as const) {
      const request = { filter: since(index), order: { field: 'UPDATED_AT', direction } as const, size: 10 };
      for (const walk of [walkForward, walkBackward]) {
        const { edges, pages } = await walk(setup, request);
        const changes = edges.map(({ node }) => node.account?.person.updatedAt);
        const expected = Array.from({ length: 25 }, (_, offset) => at(index + offset));
        expect(changes).toEqual(direction === 'ASC' ? expected : expected.toReversed());
        for (const { requests } of pages) {
          expect(requests.CARECLOUD ?? 0).toBeLessThanOrEqual(HALVINGS + 2 + (setup.scanLimit ?? 0));
        }
        expect(pages.length).toBeLessThanOrEqual(4);
      }
    }
  });
});
