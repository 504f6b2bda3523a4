import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listCase, PROPERTY_TIMEOUT, runs } from '../support/cases.ts';
import { createMemoryVendors, type MemoryVendors } from '../support/memory-vendors.ts';
import { listCustomers, nameOf, type OracleOptions, type Row } from '../support/oracle.ts';
import { type ListSetup, type ReadPage, readPage, toRow, type WalkRequest } from '../support/walks.ts';
import {
  type Account,
  accountId,
  accountValues,
  type Profile,
  profileId,
  profileWithoutId,
  toCareCloudRow,
  toHelpCrunchRow,
  toRows,
  type World,
  worlds,
} from '../support/world.ts';

/** A row is added, removed, or replaced (so that it moves); `at` selects the position or row. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('ACCOUNT_COMES' as const), at: fc.nat(), values: accountValues }),
  fc.record({ kind: fc.constant('PROFILE_COMES' as const), at: fc.nat(), values: profileWithoutId }),
  fc.record({ kind: fc.constant('ACCOUNT_GOES' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('PROFILE_GOES' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('ACCOUNT_CHANGES' as const), at: fc.nat(), values: accountValues }),
  fc.record({ kind: fc.constant('PROFILE_CHANGES' as const), at: fc.nat(), values: profileWithoutId }),
);
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;

const cases = fc.record({
  ...listCase,
  size: fc.constantFrom(1, 3, 7),
  world: worlds(30),
  // The changes before the second page, the third, …
  changes: fc.array(fc.array(change, { maxLength: 4 }), { minLength: 1, maxLength: 12 }),
  heading: fc.constantFrom('FORWARD' as const, 'BACKWARD' as const),
});
type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

describe('customers(...) while rows are added and removed', () => {
  it(
    'lists everyone who is there throughout exactly once, in order, and no one else',
    async () => {
      await fc.assert(fc.asyncProperty(cases, checkCase), runs(300));
    },
    PROPERTY_TIMEOUT,
  );
});

async function checkCase({ world, filter, order, keys, size, settings, changes, heading }: Case) {
  const vendors = createMemoryVendors(toRows(world), settings);
  const setup: ListSetup = { vendors, identityKeys: keys };
  const moving = new MovingWorld(world, vendors);
  const pages = await walkThrough(setup, { filter, order, size }, heading, (page) =>
    moving.apply(changes[page - 1] ?? []),
  );
  const driver = pages[0]?.explanation?.drivenBy ?? 'CARECLOUD';
  const lists = moving.states
    .slice(0, pages.length)
    .map((state) => listCustomers(state, filter, { keys, order, driver } as OracleOptions));

  pages.forEach((page, index) => {
    const here = new Set(lists[index]?.map(nameOf));
    for (const edge of page.edges) expect(here, `page ${index}`).toContain(nameOf(toRow(edge)));
  });
  const listed = (heading === 'FORWARD' ? pages : pages.toReversed()).flatMap(({ edges }) =>
    edges.map((edge) => nameOf(toRow(edge))),
  );
  const [first = [], ...others] = lists;
  const stays = first.filter((row) => others.every((list) => list.some((other) => isSame(row, other))));
  const staying = stays.map(nameOf);
  const seen = listed.filter((name) => staying.includes(name));
  expect(seen.toSorted()).toEqual(staying.toSorted());
  // If several queries form one source's list, rows with equal keys are in the order of the queries.
  const isOneQueryEach = pages[0]?.explanation?.legs.every(({ queries }) => queries === 1);
  if (isOneQueryEach) expect(seen).toEqual(staying);
}

const isSame = (a: Row, b: Row) =>
  a.customer === b.customer && a.source === b.source && a.record === b.record && a.sortedBy === b.sortedBy;

/** A world whose rows change, at the vendors too. */
class MovingWorld {
  readonly #vendors: MemoryVendors;
  /** The world at the time of each page. */
  readonly states: World[];
  #made = 100;

  constructor(world: World, vendors: MemoryVendors) {
    this.states = [world];
    this.#vendors = vendors;
  }

  apply(changes: readonly Change[]): void {
    const world = this.states.at(-1) ?? { accounts: [], profiles: [] };
    const accounts = [...world.accounts];
    const profiles = [...world.profiles];
    for (const change of changes) this.#change(change, accounts, profiles);
    this.states.push({ accounts, profiles });
  }

  #change(change: Change, accounts: Account[], profiles: Profile[]): void {
    const { careCloud, helpCrunch } = this.#vendors;
    const index = this.#made++;
    switch (change.kind) {
      case 'ACCOUNT_COMES': {
        const account = { ...change.values, id: accountId(index) };
        const at = change.at % (accounts.length + 1);
        accounts.splice(at, 0, account);
        careCloud.insert(toCareCloudRow(account), at);
        break;
      }
      case 'PROFILE_COMES': {
        const profile = { ...change.values, id: profileId(index) };
        const at = change.at % (profiles.length + 1);
        profiles.splice(at, 0, profile);
        helpCrunch.insert(toHelpCrunchRow(profile), at);
        break;
      }
      case 'ACCOUNT_CHANGES': {
        const at = change.at % Math.max(1, accounts.length);
        const old = accounts[at];
        if (old === undefined) break;
        const account = { ...change.values, id: old.id };
        accounts[at] = account;
        careCloud.remove(old.id);
        careCloud.insert(toCareCloudRow(account), at);
        break;
      }
      case 'PROFILE_CHANGES': {
        const at = change.at % Math.max(1, profiles.length);
        const old = profiles[at];
        if (old === undefined) break;
        const profile = { ...change.values, id: old.id };
        profiles[at] = profile;
        helpCrunch.remove(old.id);
        helpCrunch.insert(toHelpCrunchRow(profile), at);
        break;
      }
      case 'ACCOUNT_GOES': {
        const [gone] = accounts.splice(change.at % Math.max(1, accounts.length), 1);
        if (gone !== undefined) careCloud.remove(gone.id);
        break;
      }
      case 'PROFILE_GOES': {
        const [gone] = profiles.splice(change.at % Math.max(1, profiles.length), 1);
        if (gone !== undefined) helpCrunch.remove(gone.id);
        break;
      }
    }
  }
}

async function walkThrough(
  setup: ListSetup,
  request: WalkRequest,
  heading: Case['heading'],
  between: (page: number) => void,
): Promise<readonly ReadPage[]> {
  const pages: ReadPage[] = [];
  let cursor: string | null = null;
  for (let goesOn = true; goesOn; ) {
    if (pages.length > 200) throw new Error('The walk does not end.');
    if (pages.length > 0) between(pages.length);
    const forward = heading === 'FORWARD';
    const page: ReadPage = await readPage(setup, request, forward ? { after: cursor } : { before: cursor });
    pages.push(page);
    const { hasNextPage, hasPreviousPage, endCursor, startCursor }: ReadPage['pageInfo'] = page.pageInfo;
    goesOn = forward ? hasNextPage : hasPreviousPage;
    cursor = forward ? endCursor : startCursor;
  }
  return pages;
}
