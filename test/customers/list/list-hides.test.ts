import { expect, it } from 'vitest';
import type { SourceName } from '../../../src/customers/model/source-record.ts';
import type { Personality } from '../../../src/sandbox/personality/personality.ts';
import {
  careCloudListLags,
  helpCrunchListLags,
  listHidesDeleted,
} from '../../../src/sandbox/personality/visibility.ts';
import { probeSource } from '../../../src/vendors/shared/traits/probe-source.ts';
import { createMemoryVendors, type MemoryVendors } from '../support/memory-vendors.ts';
import { type Order, openDirectory, readPage } from '../support/walks.ts';
import { accountId, INSTANTS, profileId, someAccount, someProfile, toRows } from '../support/world.ts';

const numbers = Array.from({ length: 40 }, (_, index) => index);
const email = (n: number) => `p${n}@x.cz`;
/** The first half of the accounts have a profile; so has as many people without an account. */
const world = {
  accounts: numbers.map((n) =>
    someAccount({
      id: accountId(n),
      email: email(n),
      lastName: 'Novak',
      lastChange: (INSTANTS[0] ?? 0) + n * 60_000,
      state: n % 7 === 0 ? 0 : 1,
    }),
  ),
  profiles: numbers.map((n) =>
    someProfile({
      id: profileId(n),
      email: n < 20 ? email(n) : `only${n}@x.cz`,
      firstSeen: (INSTANTS[0] ?? 0) + n * 60_000,
    }),
  ),
};
const keys = ['email'] as const;
const order: Order = { field: 'SOURCE', direction: 'ASC' };
const filterBy = (inSources: readonly SourceName[]) => ({
  shared: {},
  inSources,
  notInSources: [],
  own: new Map(),
});

function open(...personalities: readonly Personality[]): MemoryVendors {
  return createMemoryVendors(toRows(world), { personalities });
}

async function countOf(vendors: MemoryVendors, inSources: readonly SourceName[], size = 100) {
  const setup = { vendors, identityKeys: keys };
  const page = await readPage(setup, { filter: filterBy(inSources), order, size }, {});
  const warned = page.sources.flatMap(({ source, warning }) => (warning ? [`${source} ${warning}`] : []));
  return { precision: page.totalCount?.precision, value: page.totalCount?.value, warned, page };
}

const traitOf = (vendors: MemoryVendors, source: SourceName, name: string) =>
  vendors.sources
    .find((each) => each.name === source)
    ?.traits?.()
    .find((trait) => trait.name === name);

it('probing notices a list that lacks what searches show, and each page that depends on it says so', async () => {
  const vendors = open(careCloudListLags(), helpCrunchListLags());
  for (const source of vendors.sources) await probeSource(source);
  expect(traitOf(vendors, 'CARECLOUD', 'list.complete')).toMatchObject({ value: 'NO', learned: true });
  expect(traitOf(vendors, 'HELPCRUNCH', 'list.complete')).toMatchObject({ value: 'NO', learned: true });

  expect(await countOf(vendors, ['CARECLOUD'])).toMatchObject({
    precision: 'AT_LEAST',
    warned: ['CARECLOUD INCOMPLETE_LIST'],
  });
  expect(await countOf(vendors, ['CARECLOUD', 'HELPCRUNCH'], 5)).toMatchObject({
    warned: ['CARECLOUD INCOMPLETE_LIST'],
  });
  expect(await countOf(vendors, [])).toMatchObject({
    precision: 'AT_LEAST',
    warned: ['CARECLOUD INCOMPLETE_LIST', 'HELPCRUNCH INCOMPLETE_LIST'],
  });
});

it('without probing, the page that shows a record which its list lacks says so', async () => {
  const vendors = open(careCloudListLags());
  const { precision, warned, value } = await countOf(vendors, []);
  expect({ precision, warned }).toEqual({ precision: 'AT_LEAST', warned: ['CARECLOUD INCOMPLETE_LIST'] });
  expect(value).toBeLessThan(60);
});

it('a list known to hide deleted accounts says so where a profile would show them, but is not walked', async () => {
  const vendors = open(listHidesDeleted());
  for (const source of vendors.sources) await probeSource(source);
  expect(traitOf(vendors, 'CARECLOUD', 'list.deleted')).toMatchObject({ value: 'HIDDEN', learned: true });

  expect(await countOf(vendors, ['CARECLOUD'])).toMatchObject({
    precision: 'AT_LEAST',
    warned: ['CARECLOUD INCOMPLETE_LIST'],
  });
  // Walked together, the three deleted accounts with a profile are listed there.
  expect(await countOf(vendors, [])).toMatchObject({ precision: 'EXACT', value: 57, warned: [] });
});

it('a record that is new is not taken for one that the list lacks', async () => {
  const vendors = open();
  const { directory, requests } = openDirectory({ vendors, identityKeys: keys });
  const page = { first: 100 };
  const want = { hasNextPage: false, hasPreviousPage: false, totalCount: false };
  await directory.list({ page, filter: filterBy(['CARECLOUD']), order, want });
  const [row] = toRows({
    accounts: [someAccount({ id: accountId(90), email: 'new@x.cz' })],
    profiles: [],
  }).careCloud;
  if (row !== undefined) vendors.careCloud.insert(row);
  await directory.find({ kind: 'email', value: 'new@x.cz' });
  expect(traitOf(vendors, 'CARECLOUD', 'list.complete')).toMatchObject({ value: 'YES', learned: false });
  // The list, the look-up, and the page of the list again.
  expect(requests).toEqual({ CARECLOUD: 3 });
});
