import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeastRequests } from '../../../src/customers/cost/least-requests.ts';
import type { AskedField } from '../../../src/customers/customer-directory.ts';
import type { OwnFilter } from '../../../src/customers/model/customer-filter.ts';
import { listCase, PROPERTY_TIMEOUT, runs } from '../support/cases.ts';
import { NO_FILTER } from '../support/filters.ts';
import { createMemoryVendors, type VendorSettings } from '../support/memory-vendors.ts';
import { openDirectory, readPage } from '../support/walks.ts';
import { toRows, worlds } from '../support/world.ts';

const facts = fc.record({
  hasNextPage: fc.boolean(),
  hasPreviousPage: fc.boolean(),
  totalCount: fc.boolean(),
});
const cases = fc.record({
  ...listCase,
  size: fc.constantFrom(0, 1, 3, 20, 100),
  world: worlds(30),
  want: facts,
  isBackward: fc.boolean(),
  isSecondPage: fc.boolean(),
  /** Whether the second page of a source's own list lies before the first page's cursor. */
  turnsBack: fc.boolean(),
  scanLimit: fc.constantFrom(1, 3, 1000),
});

/** Counts alone of lists that consist of several queries: the last of them are not sent within a low scan limit. */
const countsAlone = {
  order: { field: 'SOURCE', direction: 'ASC' },
  keys: ['email'],
  size: 0,
  settings: { careCloudBatch: 2, helpCrunchBatch: 2, pageRows: 3, cachesResponses: false },
  world: { accounts: [], profiles: [] },
  want: { hasNextPage: false, hasPreviousPage: false, totalCount: true },
  isBackward: false,
  isSecondPage: false,
  turnsBack: false,
} as const;
const byNameAndBirthdate = {
  ...NO_FILTER,
  shared: { lastName: 'Novák' },
  inSources: ['HELPCRUNCH'],
  own: new Map<string, OwnFilter>([['CARECLOUD', { birthdate: '1985-02-12' }]]),
};
const byIds = {
  ...NO_FILTER,
  own: new Map<string, OwnFilter>([['HELPCRUNCH', { match: 'ALL', id: { in: ['7919', '9574', '5754'] } }]]),
};

describe('the minimum of requests that a list needs', () => {
  it(
    'never exceeds what the list sends',
    async () => {
      let told = 0;
      const property = fc.asyncProperty(cases, async (one) => {
        const { filter, order, keys, settings, world, want, size, isBackward, scanLimit } = one;
        const vendors = createMemoryVendors(toRows(world), settings);
        const setup = { vendors, identityKeys: keys, scanLimit };
        let cursor: string | null = null;
        if (one.isSecondPage) {
          const first = await readPage(
            setup,
            { filter, order, size: Math.max(1, size) },
            isBackward ? { before: null } : { after: null },
          );
          cursor = isBackward ? first.pageInfo.startCursor : first.pageInfo.endCursor;
        }
        const page = isBackward ? { last: size, before: cursor } : { first: size, after: cursor };
        const request = { page, filter, order, want };
        const { directory, requests } = openDirectory(setup);
        const least = directory.leastRequests([{ kind: 'LIST', request }]);
        expect(requests).toEqual({});
        await directory.list(request);
        for (const [source, count] of least) {
          expect(requests[source] ?? 0).toBeGreaterThanOrEqual(count);
          told += count;
        }
      });
      await fc.assert(property, {
        ...runs(400),
        examples: [[{ ...countsAlone, filter: byNameAndBirthdate, scanLimit: 3 }]],
      });
      expect(told).toBeGreaterThan(20);
    },
    PROPERTY_TIMEOUT,
  );

  it(
    'never exceeds what a source’s own list sends',
    async () => {
      const property = fc.asyncProperty(cases, async (one) => {
        const { filter, settings, world, keys, want, size, isBackward, scanLimit } = one;
        const vendors = createMemoryVendors(toRows(world), settings);
        for (const { name } of vendors.sources) {
          const setup = { vendors, identityKeys: keys, scanLimit };
          const { directory, requests } = openDirectory(setup);
          const own = { filter: filter.own.get(name) ?? null, order: null };
          let cursor: string | null = null;
          if (one.isSecondPage) {
            const page = isBackward ? { last: size } : { first: size };
            const { pageInfo } = await openDirectory(setup).directory.listRecords(name, {
              ...own,
              page,
              want,
            });
            cursor = isBackward ? pageInfo.startCursor : pageInfo.endCursor;
          }
          const page = one.turnsBack ? { last: size, before: cursor } : { first: size, after: cursor };
          const request = { ...own, page, want };
          const least = directory.leastRequests([{ kind: 'RECORDS', source: name, request }]);
          await directory.listRecords(name, request);
          expect(requests[name] ?? 0).toBeGreaterThanOrEqual(least.get(name) ?? 0);
        }
      });
      await fc.assert(property, {
        ...runs(150),
        examples: [[{ ...countsAlone, filter: byIds, scanLimit: 1 }]],
      });
    },
    PROPERTY_TIMEOUT,
  );
});

const NOTHING = { hasNextPage: false, hasPreviousPage: false, totalCount: false };

function leastOf(fields: readonly AskedField[], settings: VendorSettings = {}) {
  const vendors = createMemoryVendors(toRows({ accounts: [], profiles: [] }), settings);
  const { directory } = openDirectory({ vendors, identityKeys: ['email'] });
  return Object.fromEntries(directory.leastRequests(fields));
}

const list = (lastName: string, first = 5): AskedField => ({
  kind: 'LIST',
  request: {
    page: { first },
    filter: { ...NO_FILTER, shared: { lastName } },
    order: { field: 'SOURCE', direction: 'ASC' },
    want: NOTHING,
  },
});
const byEmail = (value: string): AskedField => ({ kind: 'FIND', key: { kind: 'email', value } });

describe('the minimum of requests that several fields need together', () => {
  it('counts equal requests once', () => {
    expect(leastOf([list('A'), list('A'), list('B')])).toEqual({ CARECLOUD: 2 });
    expect(leastOf([list('A', 5), list('A', 9)])).toEqual({ CARECLOUD: 1 });
    expect(leastOf([list('A', 5), list('A', 9)], { cachesResponses: false })).toEqual({ CARECLOUD: 1 });
  });

  it('counts look-ups by the batch, in all spellings, and ignores placeholders', () => {
    const emails = Array.from({ length: 150 }, (_, index) => byEmail(`p${index}@x.cz`));
    expect(leastOf([...emails, ...emails])).toEqual({ CARECLOUD: 2 });
    expect(leastOf([...emails, byEmail('-'), byEmail('P1@X.CZ')])).toEqual({ CARECLOUD: 2 });
    const phones = ['+420523828931', '+420523828932'].map(
      (value): AskedField => ({ kind: 'FIND', key: { kind: 'phone', value } }),
    );
    expect(leastOf(phones)).toEqual({ CARECLOUD: 2 });
    const records = ['1', '2'].map((id): AskedField => ({ kind: 'RECORD', source: 'HELPCRUNCH', id }));
    expect(leastOf(records)).toEqual({ HELPCRUNCH: 1 });
  });

  it('skips a field that will be refused', () => {
    expect(leastOf([list('A', 1000), list('B', 5)])).toEqual({ CARECLOUD: 1 });
  });

  it('takes the maximum for the same name', () => {
    const least = new LeastRequests();
    least.addRequests('CARECLOUD', 'points', 3);
    least.addRequests('CARECLOUD', 'points', 2);
    least.addRequests('CARECLOUD', 'cards', 1);
    expect(Object.fromEntries(least.counts())).toEqual({ CARECLOUD: 4 });
  });
});
