import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceWarning } from '../../../src/customers/source-report.ts';
import { GatewayError, UpstreamError } from '../../../src/errors/gateway-error.ts';
import { nullsReordered, tiesRandom } from '../../../src/sandbox/personality/order.ts';
import { createPersonalities, personalitiesNamed } from '../../../src/sandbox/personality/personalities.ts';
import type { Personality } from '../../../src/sandbox/personality/personality.ts';
import { totalsCapped, totalsMissing, totalsTooHigh } from '../../../src/sandbox/personality/totals.ts';
import { probeSource } from '../../../src/vendors/shared/traits/probe-source.ts';
import { PROPERTY_TIMEOUT, runs } from '../support/cases.ts';
import { type Answered, createMemoryVendors } from '../support/memory-vendors.ts';
import { listCustomers, type OracleOptions } from '../support/oracle.ts';
import {
  hiddenFromLists,
  personalityCases,
  shownWorld,
  WITHOUT_LISTS,
} from '../support/personality-cases.ts';
import {
  type ListSetup,
  type ReadPage,
  toRow,
  type Walked,
  walkBackward,
  walkForward,
} from '../support/walks.ts';
import { toRows } from '../support/world.ts';

/**
 * Each undocumented behaviour of the vendors: a page is exact, or has a warning that it is not. A few cases of each;
 * `WALKS=20` runs twenty times as many.
 */
const PERSONALITIES: Readonly<Record<string, () => Personality>> = {
  ...Object.fromEntries(
    createPersonalities()
      // Whom only a look-up by chance shows, the oracle cannot know: see list-hides.test.ts.
      .filter(({ name }) => !WITHOUT_LISTS.has(name) && !name.endsWith('-list-lags'))
      .map(({ name }) => [name, () => personalitiesNamed(name)[0] as Personality]),
  ),
  'totals-far-too-high': () => totalsTooHigh(30),
  'totals-capped-at-three': () => totalsCapped(3),
  'totals-capped-at-ten': () => totalsCapped(10),
  'totals-missing-pages-of-five': () => totalsMissing(5),
  'ties-random': () => tiesRandom(),
  'nulls-reordered': () => nullsReordered(),
};

type Case = typeof personalityCases extends fc.Arbitrary<infer C> ? C : never;

describe('customers(...) is exact, or has a warning, with', () => {
  for (const [name, personality] of Object.entries(PERSONALITIES)) {
    it(
      name,
      () =>
        fc.assert(
          fc.asyncProperty(personalityCases, fc.boolean(), (each, isProbed) =>
            checkCase(each, personality(), isProbed),
          ),
          { ...runs(8), endOnFailure: true },
        ),
      PROPERTY_TIMEOUT,
    );
  }
});

async function checkCase(
  { world, filter, order, keys, size, settings }: Case,
  personality: Personality,
  isProbed: boolean,
): Promise<void> {
  const answered: Answered[] = [];
  const vendors = createMemoryVendors(toRows(world), {
    ...settings,
    personalities: [personality],
    onAnswer: (each) => answered.push(each),
  });
  // As after the start of a gateway, or with PROBE=0.
  if (isProbed) for (const source of vendors.sources) await probeSource(source);
  // With PROBE=0, what only a comparison reveals is assumed until a response contradicts it.
  const isBelieved = (what: RegExp) => !isProbed && what.test(personality.name);
  const setup: ListSetup = { vendors, identityKeys: keys };
  for (const walk of [walkForward, walkBackward]) {
    const walked = await walk(setup, { filter, order, size }).catch((error: unknown) => {
      // A list fails with the reason if none of its sources responds.
      if (error instanceof UpstreamError) return null;
      // What was learned on the way changed how the list is read: the walk must start again, and says so.
      if (error instanceof GatewayError && error.message.includes('under other settings')) return null;
      throw error;
    });
    if (walked !== null) checkWalk(walked);
  }

  function checkWalk({ pages, edges }: Walked) {
    const explanation = pages[0]?.explanation;
    const driver = explanation?.drivenBy ?? 'CARECLOUD';
    const options = { keys, order, driver, isHidden: hiddenFromLists(personality, explanation) };
    const walked = edges.map((edge) => nameOf(toRow(edge)));
    const truth = listCustomers(world, filter, options as OracleOptions);
    const isTrue = isDeepStrictEqual(walked.toSorted(), truth.map(nameOf).toSorted());
    // Only a comparison tells: what nothing showed is not missed.
    const known = isProbed || isTrue ? world : shownWorld(world, answered);
    const expected = listCustomers(known, filter, options as OracleOptions);
    if (!mayLose(pages)) {
      expect(walked.toSorted()).toEqual(expected.map(nameOf).toSorted());
      // Equal keys come in the vendor's order.
      const keys = new Map(expected.map((row) => [nameOf(row), `${row.source} ${row.sortedBy}`]));
      const isOrdered = !hasWarned(pages, 'UNEXPECTED_ORDER');
      if (isOrdered) expect(walked.map((name) => keys.get(name))).toEqual([...keys.values()]);
    }
    // A page's warning counts from there on, and does not excuse earlier pages.
    pages.forEach((page, index) => {
      const read = pages.slice(0, index + 1);
      const isUnknown = isBelieved(/^totals-/) && !hasWarned(read, 'INCOMPLETE_TOTAL');
      if (!isUnknown && !mayLose(read)) checkCount(page, expected.length);
    });
  }
}

function hasWarned(pages: readonly ReadPage[], wanted: SourceWarning): boolean {
  return pages.some(({ sources }) => sources.some(({ warning }) => warning === wanted));
}

/** If rows move, are hidden from searches or cannot be decoded, people may be lost or listed twice. */
function mayLose(pages: readonly ReadPage[]): boolean {
  return pages.some(({ sources }) =>
    sources.some(
      ({ warning, error }) =>
        error !== null ||
        warning === 'UNSTABLE_ORDER' ||
        warning === 'INCOMPLETE_SEARCH' ||
        warning === 'INCOMPLETE_LIST' ||
        warning === 'ROWS_SKIPPED',
    ),
  );
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
