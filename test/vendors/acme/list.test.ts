import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerSource } from '../../../src/customers/customer-source.ts';
import type { CustomerFilter } from '../../../src/customers/model/customer-filter.ts';
import { listCase, PROPERTY_TIMEOUT, runs } from '../../customers/support/cases.ts';
import { createMemoryVendors } from '../../customers/support/memory-vendors.ts';
import { listCustomers, type OracleOptions } from '../../customers/support/oracle.ts';
import {
  type ListSetup,
  openDirectory,
  toRow,
  walkBackward,
  walkForward,
} from '../../customers/support/walks.ts';
import { type Profile, profileId, someProfile, toRows, worlds } from '../../customers/support/world.ts';
import { type AcmePerson, createAcmeSource } from './support/acme-source.ts';

const PLANS = ['GOLD', 'FREE'];

/** Some of the profiles are Acme's, under the same ids as HelpCrunch's, so an id alone does not identify a person. */
const world = fc
  .tuple(
    worlds(14),
    worlds(14),
    fc.array(fc.option(fc.constantFrom(...PLANS)), { minLength: 14, maxLength: 14 }),
  )
  .map(([{ accounts, profiles }, { profiles: others }, plans]) => ({
    accounts,
    profiles: [
      ...profiles,
      ...others.map(
        ({ name, email, firstSeen, lastSeen }, index): Profile =>
          someProfile({
            id: profileId(index),
            name,
            email,
            firstSeen,
            lastSeen,
            source: 'ACME',
            plan: plans[index] ?? null,
          }),
      ),
    ],
  }));

const acmeCriteria = fc.record({
  plans: fc.option(fc.subarray(PLANS), { freq: 2 }),
  isIn: fc.boolean(),
  isOut: fc.boolean(),
  asks: fc.integer({ min: 0, max: 5 }),
});

const cases = fc.record({ ...listCase, world, acme: acmeCriteria });
type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

function filterOf({ filter, acme }: Case): CustomerFilter {
  return {
    ...filter,
    inSources: acme.isIn && acme.asks === 0 ? [...filter.inSources, 'ACME'] : filter.inSources,
    notInSources: acme.isOut && acme.asks === 1 ? [...filter.notInSources, 'ACME'] : filter.notInSources,
    own: new Map([
      ...filter.own,
      ...(acme.plans !== null && acme.asks < 3 ? [['ACME', { plans: acme.plans }] as const] : []),
    ]),
  };
}

function setUp({ world: { accounts, profiles }, settings, keys }: Case): ListSetup {
  const vendors = createMemoryVendors(toRows({ accounts, profiles }), settings);
  const people = profiles.filter(({ source }) => source === 'ACME').map(toPerson);
  const acme = createAcmeSource({ people, largestPage: settings.pageRows ?? 50 });
  return {
    vendors: { ...vendors, sources: [...vendors.sources, acme as CustomerSource] },
    identityKeys: keys,
  };
}

function toPerson({ id, name, email, plan = null, firstSeen, lastSeen }: Profile): AcmePerson {
  return { id: String(id), name, email, plan, joinedAt: firstSeen, seenAt: lastSeen };
}

describe('customers(...) over three sources', () => {
  it(
    'is walked as the oracle lists it, in both directions, each person once',
    async () => {
      await fc.assert(
        fc.asyncProperty(cases, async (one) => {
          const setup = setUp(one);
          const request = { filter: filterOf(one), order: one.order, size: one.size };
          const forward = await walkForward(setup, request);
          const driver = forward.pages[0]?.explanation?.drivenBy ?? 'CARECLOUD';
          const options = { keys: one.keys, order: one.order, driver } as OracleOptions;
          const expected = listCustomers(one.world, request.filter, options);
          const isSplit = forward.pages[0]?.explanation?.legs.some((leg) => leg.queries > 1) ?? false;
          const names = (rows: readonly Named[]) =>
            isSplit ? rows.map(nameOf).toSorted() : rows.map(nameOf);
          expect(names(forward.edges.map(toRow))).toEqual(names(expected));
          const backward = await walkBackward(setup, request);
          expect(backward.edges.map(toRow).map(nameOf)).toEqual(forward.edges.map(toRow).map(nameOf));
          for (const { totalCount } of forward.pages) {
            if (totalCount?.precision === 'EXACT') expect(totalCount.value).toBe(expected.length);
            if (totalCount?.precision === 'AT_MOST')
              expect(totalCount.value).toBeGreaterThanOrEqual(expected.length);
          }
        }),
        runs(200),
      );
    },
    PROPERTY_TIMEOUT,
  );

  it('shows the rows of two while the third is down, and reports it', async () => {
    const people = [toPerson(someProfile({ id: 1, name: 'Ann Acme', email: 'ann@acme.cz', lastSeen: 3000 }))];
    const vendors = createMemoryVendors(
      toRows({
        accounts: [],
        profiles: [someProfile({ id: 1, name: 'Bob', email: 'bob@x.cz', lastSeen: 2000 })],
      }),
    );
    let isDown = true;
    const acme = createAcmeSource({ people, isDown: () => isDown }) as CustomerSource;
    const setup: ListSetup = {
      vendors: { ...vendors, sources: [...vendors.sources, acme] },
      identityKeys: ['email'],
    };
    const read = (after: string | null) =>
      openDirectory(setup).directory.list({
        page: { first: 10, after },
        filter: { shared: {}, inSources: [], notInSources: [], own: new Map() },
        order: { field: 'UPDATED_AT', direction: 'ASC' },
        want: { hasNextPage: true, hasPreviousPage: false, totalCount: false },
      });
    const page = await read(null);
    expect(page.edges.map(({ node }) => node.key)).toEqual(['HELPCRUNCH:1']);
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect(page.sources.map(({ source, status }) => [source, status])).toEqual([
      ['CARECLOUD', 'OK'],
      ['HELPCRUNCH', 'OK'],
      ['ACME', 'UNAVAILABLE'],
    ]);
    isDown = false;
    const rest = await read(page.pageInfo.endCursor);
    expect(rest.edges.map(({ node }) => node.key)).toEqual(['ACME:1']);
  });
});

type Named = Pick<ReturnType<typeof toRow>, 'customer' | 'source' | 'record'>;

function nameOf({ customer, source, record }: Named): string {
  return `${customer} at ${source}:${record}`;
}
