import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { listCase, PROPERTY_TIMEOUT, runs } from '../support/cases.ts';
import { createMemoryVendors, type FaultRule, type MemoryVendors } from '../support/memory-vendors.ts';
import { listCustomers, nameOf, type OracleOptions, standsAlone } from '../support/oracle.ts';
import { type ListSetup, type ReadPage, readPage, toRow, type WalkRequest } from '../support/walks.ts';
import { toRows, type World, worlds } from '../support/world.ts';

/** What is down while a page is read. FLAKY: some requests of either source fail. */
const outage = fc.oneof(
  fc.constantFrom('NONE' as const, 'CARECLOUD' as const, 'HELPCRUNCH' as const, 'BOTH' as const),
  fc.record({ flaky: fc.nat(), percent: fc.constantFrom(20, 50) }),
);
type Outage = typeof outage extends fc.Arbitrary<infer O> ? O : never;

const cases = fc.record({
  ...listCase,
  world: worlds(25),
  outages: fc.array(outage, { minLength: 1, maxLength: 12 }),
  heading: fc.constantFrom('FORWARD' as const, 'BACKWARD' as const),
});
type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

describe('customers(...) with sources failing and recovering', () => {
  it(
    'loses no one, and lists only people with unresolved identity twice',
    async () => {
      await fc.assert(fc.asyncProperty(cases, checkCase), runs(300));
    },
    PROPERTY_TIMEOUT,
  );
});

async function checkCase(given: Case) {
  const { world, filter, order, keys, size, settings, outages, heading } = given;
  const vendors = createMemoryVendors(toRows(world), settings);
  const setup: ListSetup = { vendors, identityKeys: keys };
  const pages = await walkThrough(setup, { filter, order, size }, { vendors, outages, heading });
  const edges = pages.flatMap((page) => page.edges);
  const driver = pages.map(({ explanation }) => explanation?.drivenBy).findLast((name) => name != null);
  const expected = listCustomers(world, filter, {
    keys,
    order,
    driver: driver ?? 'CARECLOUD',
  } as OracleOptions);

  const resolved = edges.filter(({ identity }) => identity === 'RESOLVED').map(toRow);
  const unresolved = edges.filter(({ identity }) => identity === 'UNRESOLVED').map(toRow);
  const expectedNames = new Set(expected.map(nameOf));
  for (const row of resolved) expect(expectedNames).toContain(nameOf(row));
  for (const row of unresolved) {
    expect(row.source).toBe('HELPCRUNCH');
    expect(standsAlone(profileOf(world, row.record), filter), `${nameOf(row)} may be listed`).toBe(true);
  }
  expectNoneTwice(resolved.map(nameOf));
  expectNoneTwice(unresolved.map(nameOf));
  expectNoneTwice([...resolved, ...unresolved].map(nameOf));
  expect(
    [...expectedNames].filter((name) => ![...resolved, ...unresolved].map(nameOf).includes(name)),
  ).toEqual([]);
  for (const page of pages) checkFacts(page, expected.length);
}

function checkFacts({ totalCount, sources, edges, pageInfo }: ReadPage, truth: number): void {
  if (totalCount?.precision === 'EXACT') expect(totalCount.value).toBe(truth);
  if (totalCount?.precision === 'AT_MOST') expect(totalCount.value).toBeGreaterThanOrEqual(truth);
  for (const { status, error } of sources)
    expect(error === null).toBe(status === 'OK' || status === 'SKIPPED');
  if (edges.some(({ identity }) => identity === 'UNRESOLVED')) {
    expect(sources.find(({ source }) => source === 'CARECLOUD')?.status).toBe('UNAVAILABLE');
  }
  expect(pageInfo).toBeDefined();
}

/** Walks on after every failure, and requests a failed page again. Nothing fails after the last outage. */
async function walkThrough(
  setup: ListSetup,
  request: WalkRequest,
  { vendors, outages, heading }: Pick<Case, 'outages' | 'heading'> & { readonly vendors: MemoryVendors },
): Promise<readonly ReadPage[]> {
  const pages: ReadPage[] = [];
  let cursor: string | null = null;
  for (let attempt = 0; ; attempt++) {
    if (attempt > 500) throw new Error('The walk does not end.');
    vendors.fail(toRule(outages[attempt] ?? 'NONE'));
    const from: { after: string | null } | { before: string | null } =
      heading === 'FORWARD' ? { after: cursor } : { before: cursor };
    const page: ReadPage | null = await readPage(setup, request, from).catch((error: unknown) => {
      if (error instanceof UpstreamError && attempt < outages.length) return null;
      throw error;
    });
    if (page === null) continue;
    pages.push(page);
    const { hasNextPage, hasPreviousPage, endCursor, startCursor }: ReadPage['pageInfo'] = page.pageInfo;
    if (!(heading === 'FORWARD' ? hasNextPage : hasPreviousPage)) return pages;
    cursor = heading === 'FORWARD' ? endCursor : startCursor;
    expect(cursor, 'a cursor to go on from').not.toBeNull();
  }
}

function toRule(outage: Outage): FaultRule | null {
  if (outage === 'NONE') return null;
  if (outage === 'BOTH') return () => true;
  if (typeof outage === 'string') return (source) => source === outage;
  let state = outage.flaky;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % 100 < outage.percent;
  };
}

function profileOf(world: World, id: string) {
  const profile = world.profiles.find((each) => String(each.id) === id);
  if (profile === undefined) throw new Error(`There is no profile ${id}.`);
  return profile;
}

function expectNoneTwice(names: readonly string[]): void {
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
}
