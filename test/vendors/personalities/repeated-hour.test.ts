import { expect, it } from 'vitest';
import { isInRange } from '../../../src/customers/model/instant-range.ts';
import { careCloudRow } from '../../../src/sandbox/carecloud/wire.ts';
import type { Personality } from '../../../src/sandbox/personality/personality.ts';
import { createZoneTimeReader } from '../../../src/vendors/carecloud/wire/zone-time.ts';
import { probeSource } from '../../../src/vendors/shared/traits/probe-source.ts';
import { createMemoryVendors } from '../../customers/support/memory-vendors.ts';
import { openDirectory } from '../../customers/support/walks.ts';

/** Every six minutes from 01:48 in Prague, through both hours from two to three, when summer time ended in 2025. */
const TIMES = ['01:48:00', '01:54:00', ...minutes(), ...minutes(), '03:00:00', '03:06:00'];

function minutes(): readonly string[] {
  return Array.from({ length: 10 }, (_, index) => `02:${String(index * 6).padStart(2, '0')}:00`);
}

const ROWS = {
  careCloud: TIMES.map((time, index) =>
    careCloudRow({ customer_id: `c${index + 10}`, last_change: `2025-10-26 ${time}` }, {}),
  ),
  helpCrunch: [],
};

/** A database that keeps instants, and shows them in the project's zone. Ids are in order of the instants. */
const BY_INSTANT: Personality = {
  name: 'by-instant',
  description: 'Times are sorted as instants.',
  careCloud: {
    arrange: (rows, { order, descending }) => {
      if (order?.name !== 'last_change') return descending ? rows.toReversed() : rows;
      const sorted = rows.toSorted((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
      return descending ? sorted.toReversed() : sorted;
    },
  },
};

it.each([
  ['ASC', 'as texts', []],
  ['DESC', 'as texts', []],
  ['ASC', 'as instants', [BY_INSTANT]],
  ['DESC', 'as instants', [BY_INSTANT]],
] as const)('accounts changed in the hour that came twice are listed %s once each, without a warning, by a source that sorts %s', async (direction, _how, personalities) => {
  const vendors = createMemoryVendors(ROWS, { personalities });
  for (const source of vendors.sources) await probeSource(source);
  const keys: string[] = [];
  let after: string | null = null;
  const warnings = new Set<string>();
  do {
    const operation = openDirectory({ vendors, identityKeys: ['email'] });
    const list = await operation.directory.list({
      page: { first: 5, ...(after !== null && { after }) },
      filter: { shared: {}, inSources: [], notInSources: [], own: new Map() },
      order: { field: 'UPDATED_AT', direction },
      want: { hasNextPage: true, hasPreviousPage: false, totalCount: false },
    });
    keys.push(...list.edges.map(({ node }) => node.key));
    for (const warning of operation.warnings) warnings.add(warning);
    after = list.pageInfo.hasNextPage === true ? (list.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  expect([keys.length, new Set(keys).size]).toEqual([TIMES.length, TIMES.length]);
  expect([...warnings]).toEqual([]);
  const traits = vendors.sources.flatMap((source) => source.traits?.() ?? []);
  expect(traits.filter(({ name, value }) => name === 'order.declared' && value === 'NOT_KEPT')).toEqual([]);
});

it.each([
  ['ASC', 'as texts', []],
  ['DESC', 'as texts', []],
  ['ASC', 'as instants', [BY_INSTANT]],
  ['DESC', 'as instants', [BY_INSTANT]],
] as const)('accounts changed within a range that begins or ends in that hour are listed %s, all of them, by a source that sorts %s', async (direction, _how, personalities) => {
  const read = createZoneTimeReader('Europe/Prague');
  const changedAt = (index: number) => read(`2025-10-26 ${TIMES[index]}`) ?? 0;
  const bounds = ['23:50', '00:00', '00:20', '00:40', '01:00', '01:20', '02:01'].map((time) =>
    Date.parse(`2025-10-2${time < '03' ? 6 : 5}T${time}:00Z`),
  );
  for (const bound of bounds) {
    for (const updatedAt of [{ gte: bound }, { lt: bound }]) {
      const vendors = createMemoryVendors(ROWS, { personalities });
      for (const source of vendors.sources) await probeSource(source);
      const keys: string[] = [];
      let after: string | null = null;
      do {
        const { directory } = openDirectory({ vendors, identityKeys: ['email'] });
        const list = await directory.list({
          page: { first: 5, ...(after !== null && { after }) },
          filter: { shared: {}, updatedAt, inSources: [], notInSources: [], own: new Map() },
          order: { field: 'UPDATED_AT', direction },
          want: { hasNextPage: true, hasPreviousPage: false, totalCount: false },
        });
        keys.push(...list.edges.map(({ node }) => node.key));
        after = list.pageInfo.hasNextPage === true ? (list.pageInfo.endCursor ?? null) : null;
      } while (after !== null);
      const expected = TIMES.flatMap((_, index) =>
        isInRange(changedAt(index), updatedAt) ? [`CARECLOUD:c${index + 10}`] : [],
      );
      expect(keys.toSorted()).toEqual(expected);
    }
  }
});
