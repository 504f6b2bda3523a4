import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerListPage } from '../../../src/customers/customer-directory.ts';
import { listCase, PROPERTY_TIMEOUT, runs, severalKeys } from '../support/cases.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';
import { listCustomers, type OracleOptions, type Row } from '../support/oracle.ts';
import {
  type ListSetup,
  type Order,
  type ReadPage,
  readPage,
  toRow,
  type WalkRequest,
  walkBackward,
  walkForward,
} from '../support/walks.ts';
import { tangledWorlds, toRows, worlds } from '../support/world.ts';

const cases = fc.record({ ...listCase, world: worlds(40), place: fc.nat() });
type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

describe('customers(...) is exact', () => {
  it(
    'walks any data under any filter and order as the oracle does, in both directions',
    async () => {
      await fc.assert(fc.asyncProperty(cases, checkCase), runs(300));
    },
    PROPERTY_TIMEOUT,
  );

  it(
    'also if HelpCrunch accepts fewer conditions than first sent',
    async () => {
      const narrow = fc.record({
        ...listCase,
        settings: fc.record({
          cachesResponses: fc.boolean(),
          helpCrunchBatch: fc.constantFrom(20, 100),
          maxConditions: fc.constantFrom(7, 9, 12),
        }),
        world: worlds(40),
        place: fc.nat(),
      });
      await fc.assert(fc.asyncProperty(narrow, checkCase), runs(80));
    },
    PROPERTY_TIMEOUT,
  );

  it(
    'also if identity keys contradict each other: a profile has the email of one account and the phone of another',
    async () => {
      const tangled = fc.record({ ...listCase, keys: severalKeys, world: tangledWorlds(8), place: fc.nat() });
      await fc.assert(fc.asyncProperty(tangled, checkCase), runs(120));
    },
    PROPERTY_TIMEOUT,
  );

  it(
    'also over lists of several hundred rows, with the actual sizes of blocks and batches',
    async () => {
      const large = fc.record({
        ...listCase,
        size: fc.constantFrom(7, 20, 100),
        settings: fc.constantFrom({ cachesResponses: true }, { cachesResponses: false }),
        world: worlds(330),
        place: fc.nat(),
      });
      await fc.assert(fc.asyncProperty(large, checkCase), runs(12));
    },
    PROPERTY_TIMEOUT,
  );
});

async function checkCase({ world, filter, order: { field, direction }, keys, size, settings, place }: Case) {
  const setup: ListSetup = { vendors: createMemoryVendors(toRows(world), settings), identityKeys: keys };
  const request: WalkRequest = { filter, order: { field, direction }, size };
  const forward = await walkForward(setup, request);
  const driver = forward.pages[0]?.explanation?.drivenBy ?? 'CARECLOUD';
  const expected = listCustomers(world, filter, { keys, order: request.order, driver } as OracleOptions);
  const queries =
    settings.maxConditions !== undefined ||
    (forward.pages[0]?.explanation?.legs.some((leg) => leg.queries > 1) ?? false);
  const canonical = queries ? inTies : plainRows;

  expect(canonical(forward.edges, expected)).toEqual(canonical(null, expected));
  forward.pages.forEach((page, index) => {
    const end = forward.pages.slice(0, index + 1).flatMap(({ edges }) => edges).length;
    expect(page.pageInfo.hasNextPage, `hasNextPage of page ${index}`).toBe(end < expected.length);
    expect(page.pageInfo.hasPreviousPage, `hasPreviousPage of page ${index}`).toBe(
      end - page.edges.length > 0,
    );
    checkCount(page, expected.length);
    checkReports(page);
  });

  const backward = await walkBackward(setup, request);
  expect(names(backward.edges)).toEqual(names(forward.edges));
  for (const page of backward.pages) checkCount(page, expected.length);

  const other = { ...request, order: { field, direction: direction === 'ASC' ? 'DESC' : 'ASC' } as Order };
  const reversed = await walkForward(setup, { ...other, size: 100 });
  expect(names(reversed.edges)).toEqual(names(forward.edges).toReversed());

  const at = forward.edges.length === 0 ? -1 : place % forward.edges.length;
  const edge = forward.edges[at];
  if (edge === undefined) return;
  const all = names(forward.edges);
  const next = await readPage(setup, request, { after: edge.cursor });
  expect(names(next.edges)).toEqual(all.slice(at + 1, at + 1 + size));
  expect(next.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: at + 1 + size < all.length });
  const previous = await readPage(setup, request, { before: edge.cursor });
  expect(names(previous.edges)).toEqual(all.slice(Math.max(0, at - size), at));
  expect(previous.pageInfo).toMatchObject({ hasPreviousPage: at > size, hasNextPage: true });
}

function names(edges: CustomerListPage['edges']): readonly string[] {
  return edges.map((edge) => nameOf(toRow(edge)));
}

const nameOf = ({ customer, source, record }: Omit<Row, 'sortedBy'>) => `${customer} at ${source}:${record}`;

function plainRows(edges: CustomerListPage['edges'] | null, expected: readonly Row[]): readonly string[] {
  return edges === null ? expected.map(nameOf) : names(edges);
}

/**
 * If several queries form one source's list, rows with equal keys are in the order of the queries, so any order of them
 * is accepted.
 */
function inTies(edges: CustomerListPage['edges'] | null, expected: readonly Row[]): readonly string[] {
  const keyOf = new Map(expected.map((row) => [nameOf(row), `${row.source} ${row.sortedBy}`]));
  const rows = plainRows(edges, expected);
  const sorted: string[] = [];
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    while (to < rows.length && keyOf.get(rows[to] ?? '') === keyOf.get(rows[from] ?? '')) to++;
    sorted.push(...rows.slice(from, to).toSorted());
    from = to;
  }
  return sorted;
}

function checkCount({ totalCount, pageInfo }: ReadPage, truth: number): void {
  if (totalCount === null) return;
  const { value, precision } = totalCount;
  if (precision === 'EXACT') expect(value, 'EXACT count').toBe(truth);
  if (precision === 'AT_MOST') expect(value, 'AT_MOST count').toBeGreaterThanOrEqual(truth);
  if (precision === 'AT_LEAST') expect(value, 'AT_LEAST count').toBeLessThanOrEqual(truth);
  expect(pageInfo).toBeDefined();
}

function checkReports({ sources, requests }: ReadPage): void {
  for (const { source, status, requests: reported, error } of sources) {
    expect(reported, `requests reported of ${source}`).toBe(requests[source] ?? 0);
    expect(error).toBeNull();
    expect(status).toBe(reported === 0 ? 'SKIPPED' : 'OK');
  }
}
