import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nullsLast,
  nullsReordered,
  sortIgnored,
  tiesByLimit,
  tiesByRange,
  tiesRandom,
} from '../../../src/sandbox/personality/order.ts';
import type { Personality } from '../../../src/sandbox/personality/personality.ts';
import {
  totalsCapped,
  totalsMissing,
  totalsTooHigh,
  totalsTooLow,
} from '../../../src/sandbox/personality/totals.ts';
import { listCase, PROPERTY_TIMEOUT, runs } from '../support/cases.ts';
import { createMemoryVendors } from '../support/memory-vendors.ts';
import { listCustomers, type OracleOptions } from '../support/oracle.ts';
import { type ListSetup, type ReadPage, toRow, walkBackward, walkForward } from '../support/walks.ts';
import { toRows, worlds } from '../support/world.ts';

/**
 * Each undocumented behaviour of lists: an answer is exact, or the page says that it is not. The usual two dozen cases
 * of each; `WALKS=20` tries twenty times as many.
 */
const PERSONALITIES: Readonly<Record<string, () => Personality>> = {
  'totals too high': () => totalsTooHigh(1),
  'totals far too high': () => totalsTooHigh(30),
  'totals too low': () => totalsTooLow(2),
  'totals capped at three': () => totalsCapped(3),
  'totals capped at ten': () => totalsCapped(10),
  'no totals': () => totalsMissing(50),
  'ties that move at random': () => tiesRandom(),
  'ties by range': () => tiesByRange(),
  'ties by limit': () => tiesByLimit(),
  'nulls that move': () => nullsReordered(),
  'nulls last': () => nullsLast(),
  'an ignored sort': () => sortIgnored(),
};

const cases = fc.record({ ...listCase, world: worlds(40) });
type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

describe('customers(...) is exact, or says that it is not, with', () => {
  for (const [name, personality] of Object.entries(PERSONALITIES)) {
    it(
      name,
      () =>
        fc.assert(
          fc.asyncProperty(cases, (each) => checkCase(each, personality())),
          runs(24),
        ),
      PROPERTY_TIMEOUT,
    );
  }
});

async function checkCase({ world, filter, order, keys, size, settings }: Case, personality: Personality) {
  const vendors = createMemoryVendors(toRows(world), { ...settings, personalities: [personality] });
  const setup: ListSetup = { vendors, identityKeys: keys };
  const forward = await walkForward(setup, { filter, order, size });
  checkWalk(forward.pages);
  const backward = await walkBackward(setup, { filter, order, size });
  checkWalk(backward.pages);

  function checkWalk(pages: readonly ReadPage[]) {
    const driver = pages[0]?.explanation?.drivenBy ?? 'CARECLOUD';
    const expected = listCustomers(world, filter, { keys, order, driver } as OracleOptions);
    const isTold = pages.some(({ sources }) => sources.some(({ warning }) => warning !== undefined));
    const walked = pages.flatMap(({ edges }) => edges.map((edge) => nameOf(toRow(edge)))).toSorted();
    if (!isTold || !mayLose(pages)) expect(walked).toEqual(expected.map(nameOf).toSorted());
    let contradicted = false;
    for (const page of pages) {
      contradicted ||= page.sources.some(({ warning }) => warning === 'INCOMPLETE_TOTAL');
      if (contradicted || isTold === false) checkCount(page, expected.length);
    }
  }
}

/** Only rows that move may be lost or doubled: whatever totals say, and in whatever order rows come, each comes once. */
function mayLose(pages: readonly ReadPage[]): boolean {
  return pages.some(({ sources }) => sources.some(({ warning }) => warning === 'UNSTABLE_ORDER'));
}

const nameOf = ({ source, record }: { readonly source: string; readonly record: string }) =>
  `${source}:${record}`;

function checkCount({ totalCount }: ReadPage, truth: number): void {
  if (totalCount === null) return;
  const { value, precision } = totalCount;
  if (precision === 'EXACT') expect(value, 'EXACT count').toBe(truth);
  if (precision === 'AT_MOST') expect(value, 'AT_MOST count').toBeGreaterThanOrEqual(truth);
  if (precision === 'AT_LEAST') expect(value, 'AT_LEAST count').toBeLessThanOrEqual(truth);
}
