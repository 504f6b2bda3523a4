import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerFilter } from '../../../src/customers/model/customer-filter.ts';
import { listCase, PROPERTY_TIMEOUT, runs } from '../support/cases.ts';
import { NO_FILTER } from '../support/filters.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';
import { listCustomers, nameOf, type OracleOptions } from '../support/oracle.ts';
import { type ListSetup, type ReadPage, toRow, walkBackward, walkForward } from '../support/walks.ts';
import { accountId, profileId, someAccount, someProfile, toRows, worlds } from '../support/world.ts';

const cases = fc.record({
  ...listCase,
  world: worlds(30),
  scanLimit: fc.constantFrom(1, 2, 3, 5, 8, 20),
});
type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

describe('customers(...) under a scan limit', () => {
  it(
    'lists everyone, however small the limit, and exceeds the limit of a source at most by one step',
    async () => {
      await fc.assert(fc.asyncProperty(cases, checkCase), runs(200));
    },
    PROPERTY_TIMEOUT,
  );
});

async function checkCase({ world, filter, order, keys, size, settings, scanLimit }: Case) {
  const vendors = createMemoryVendors(toRows(world), settings);
  const setup: ListSetup = { vendors, identityKeys: keys, scanLimit };
  const request = { filter, order, size };
  const forward = await walkForward(setup, request);
  const driver = forward.pages[0]?.explanation?.drivenBy ?? 'CARECLOUD';
  const expected = listCustomers(world, filter, { keys, order, driver } as OracleOptions);
  expect(forward.edges.map((edge) => nameOf(toRow(edge))).toSorted()).toEqual(
    expected.map(nameOf).toSorted(),
  );

  const backward = await walkBackward(setup, request);
  expect(backward.edges.map((edge) => nameOf(toRow(edge)))).toEqual(
    forward.edges.map((edge) => nameOf(toRow(edge))),
  );
  for (const page of [...forward.pages, ...backward.pages]) {
    const step = oneStep(page, keys.length, settings);
    for (const [source, count] of Object.entries(page.requests)) {
      expect(count, `requests to ${source} for one page`).toBeLessThanOrEqual(Math.max(scanLimit, step));
    }
    if (page.edges.length < size && (page.pageInfo.hasNextPage || page.pageInfo.hasPreviousPage)) continue;
    if (page.totalCount?.precision === 'EXACT') expect(page.totalCount.value).toBe(expected.length);
  }
}

/**
 * The most that a page's first step may cost at one source: a row of every list, and one decided window. The window
 * needs the profiles' accounts, the accounts' other profiles and the accounts of those (one request per kind of key;
 * there are so few values that ten requests of two cover all), and the customer source twice.
 */
function oneStep(page: ReadPage, kinds: number, settings: Case['settings']): number {
  const lists = page.explanation?.legs.reduce((sum, { queries }) => sum + queries, 0) ?? 0;
  return 2 * lists + ('careCloudBatch' in settings ? 10 : 3) * kinds + 2;
}

describe('a scan without matches', () => {
  const settings = { pageRows: 4, cachesResponses: true, careCloudBatch: 4, helpCrunchBatch: 4 };
  const people = Array.from({ length: 40 }, (_, index) => index);
  const claimed = toRows({
    accounts: people.map((index) => someAccount({ id: accountId(index + 100), email: `p${index}@x.cz` })),
    profiles: people.map((index) =>
      someProfile({
        id: profileId(index),
        email: `p${index}@x.cz`,
        name: 'Petra Jan',
        firstSeen: index * 1000,
      }),
    ),
  });
  const filters: readonly (readonly [string, CustomerFilter])[] = [
    ['re-checked here', { ...NO_FILTER, shared: { firstName: 'jan' } }],
    ['checked by look-up', { ...NO_FILTER, notInSources: ['CARECLOUD'] }],
  ];

  for (const [name, filter] of filters) {
    it.each([1, 2, 3, 5, 20])(`keeps to %i requests a source and page (${name})`, async (scanLimit) => {
      const setup: ListSetup = {
        vendors: createMemoryVendors(claimed, settings),
        identityKeys: ['email'],
        scanLimit,
      };

      const { edges, pages } = await walkForward(setup, {
        filter,
        order: { field: 'SOURCE', direction: 'ASC' },
        size: 20,
      });

      expect(edges).toEqual([]);
      for (const page of pages) {
        for (const count of Object.values(page.requests)) expect(count).toBeLessThanOrEqual(scanLimit);
      }
      for (const { pageInfo, sources } of pages.slice(0, -1)) {
        expect(pageInfo).toMatchObject({ hasNextPage: true, endCursor: expect.any(String) });
        expect(sources.map(({ status }) => status)).toContain('SCAN_LIMITED');
      }
      // 40 rows in blocks of 4 that overlap by one; a block is only read twice to continue in it.
      const reads = pages.reduce((sum, { requests }) => sum + (requests.HELPCRUNCH ?? 0), 0);
      expect(reads).toBeLessThanOrEqual(14 + pages.length);
    });
  }
});
