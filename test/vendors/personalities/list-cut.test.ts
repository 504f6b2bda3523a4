import { describe, expect, it } from 'vitest';
import { careCloudRow } from '../../../src/sandbox/carecloud/wire.ts';
import { helpCrunchRow } from '../../../src/sandbox/helpcrunch/wire.ts';
import { emailListCut, orSearchCut } from '../../../src/sandbox/personality/batches.ts';
import type { Personality } from '../../../src/sandbox/personality/personality.ts';
import { createMemoryVendors } from '../../customers/support/memory-vendors.ts';
import { openDirectory, toRow, walkForward } from '../../customers/support/walks.ts';

const numbers = Array.from({ length: 70 }, (_, index) => index + 1);
const emails = numbers.map((n) => `p${n}@x.cz`);
/** Every second email is an account's, every third a profile's; the last ones are nobody's. */
const ROWS = {
  careCloud: numbers
    .filter((n) => n % 2 === 0 && n < 66)
    .map((n) => careCloudRow({ customer_id: `c${n}` }, { email: `p${n}@x.cz` })),
  helpCrunch: numbers
    .filter((n) => n % 3 === 0 && n < 66)
    .map((n) => helpCrunchRow({ id: n, email: `p${n}@x.cz`, firstSeen: n })),
};
const everybody = numbers
  .filter((n) => n < 66)
  .flatMap((n) => (n % 2 === 0 ? [`CARECLOUD:c${n}`] : n % 3 === 0 ? [`HELPCRUNCH:${n}`] : []))
  .toSorted();
const order = { field: 'SOURCE', direction: 'ASC' } as const;

const open = (personalities: readonly Personality[]) => createMemoryVendors(ROWS, { personalities });

describe('a list by many values that the vendor cuts in silence has everybody, from the first answer on, unprobed', () => {
  it.each([
    ['nothing cut', []],
    ['email_list cut to 20', [emailListCut(20)]],
    ['OR searches cut to 25', [orSearchCut(25)]],
    ['both cut', [emailListCut(20), orSearchCut(25)]],
  ])('%s', async (_name, personalities) => {
    const filter = { shared: { emails }, inSources: [], notInSources: [], own: new Map() };
    const setup = { vendors: open(personalities), identityKeys: ['email' as const] };
    const { edges } = await walkForward(setup, { filter, order, size: 100 });
    expect(edges.map((edge) => toRow(edge).customer).toSorted()).toEqual(everybody);
  });

  it.each([
    ['CARECLOUD', { emails }],
    ['CARECLOUD', { customerIds: numbers.map((n) => `c${n}`) }],
    ['HELPCRUNCH', { email: { in: emails } }],
  ])('%s’s own list', async (source, filter) => {
    const vendors = open([emailListCut(20), orSearchCut(25)]);
    const { directory, lines } = openDirectory({ vendors, identityKeys: ['email'] });
    const want = { hasNextPage: true, hasPreviousPage: false, totalCount: true };
    const request = { page: { first: 100 }, filter, order: null, want };
    const { edges, totalCount } = await directory.listRecords(source, request);
    const rows = source === 'CARECLOUD' ? ROWS.careCloud : ROWS.helpCrunch;
    expect(edges).toHaveLength(rows.length);
    expect(totalCount).toBe(rows.length);
    expect(lines.length).toBeLessThanOrEqual(13);
  });
});

it('asks once more, once, where nothing is cut and nobody has the last value', async () => {
  const vendors = open([]);
  const counts: number[] = [];
  for (const _ of [1, 2]) {
    const { directory, lines } = openDirectory({ vendors, identityKeys: ['email'] });
    const want = { hasNextPage: false, hasPreviousPage: false, totalCount: false };
    await directory.listRecords('CARECLOUD', { page: { first: 100 }, filter: { emails }, order: null, want });
    counts.push(lines.length);
  }
  expect(counts).toEqual([2, 1]);
});
