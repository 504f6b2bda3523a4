import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_NEIGHBOURS } from '../../../src/paging/drift/neighbours.ts';
import type { RowPage } from '../../../src/paging/leg.ts';
import { Drift, events } from '../support/drift.ts';
import { nodesOf, oracle, walk } from '../support/reader.ts';
import type { Item, Shelf } from '../support/shelf.ts';
import { build, type World, worlds } from '../support/worlds.ts';

/** The number of changes before the cursor that is tolerated between two pages; here, the maximum for a whole walk. */
const MOST_EVENTS = 99;

/** If ties are common, this many neighbours may disappear at once without making the position a guess. */
const FEW_REMOVALS = MOST_NEIGHBOURS - 1;

const unique = worlds({ keys: ['instants'], mostItems: 60 });
const tied = worlds({ keys: ['tied', 'texts'], mostItems: 40 });

async function expectUndisturbedOnce(
  shelves: readonly Shelf[],
  { direction, heading, size }: World,
  drift: Drift,
  between: (last: string | undefined) => void,
) {
  const before = oracle(shelves, direction);
  let last: string | undefined;
  const pages = await walk(shelves, {
    direction,
    heading,
    size,
    between: ({ nodes }) => {
      last = (heading === 'FORWARD' ? nodes.at(-1) : nodes[0]) ?? last;
      between(last);
    },
  });
  const expected = before.filter(drift.isUndisturbed);
  const walked = nodesOf(pages, heading).filter(drift.isUndisturbed);
  expect(walked).toEqual(heading === 'FORWARD' ? expected : expected.toReversed());
}

/** Caches responses by range, and drops some at random moments: a cache contains responses of different ages. */
function cacheWith(forgets: readonly boolean[]) {
  const kept = new Map<string, RowPage<Item>>();
  let turn = 0;
  return (range: { offset: number; limit: number }, read: () => RowPage<Item>) => {
    const key = `${range.offset}:${range.limit}`;
    const forget = forgets.length === 0 || forgets[turn++ % forgets.length];
    const page = (forget ? undefined : kept.get(key)) ?? read();
    kept.set(key, page);
    return page;
  };
}

const pauses = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 8 });

describe('rows added and removed between pages', () => {
  for (const [name, arbitrary, mostRemovals] of [
    ['with keys of their own', unique, Number.POSITIVE_INFINITY],
    ['with keys they share', tied, FEW_REMOVALS],
  ] as const) {
    it(`disturb no other row, ${name}`, () =>
      fc.assert(
        fc.asyncProperty(arbitrary, events(MOST_EVENTS), pauses, async (world, queue, counts) => {
          const shelves = build(world);
          const drift = new Drift(shelves, queue, mostRemovals);
          let turn = 0;
          await expectUndisturbedOnce(shelves, world, drift, (last) =>
            drift.happen(counts[turn++ % counts.length] ?? 0, last),
          );
        }),
        { numRuns: 250 },
      ));

    it(`disturb no other row when answers of different ages are mixed, ${name}`, () =>
      fc.assert(
        fc.asyncProperty(
          arbitrary,
          events(MOST_EVENTS),
          pauses,
          fc.array(fc.boolean(), { maxLength: 12, size: 'max' }),
          async (world, queue, counts, forgets) => {
            const shelves = build(world);
            for (const shelf of shelves) shelf.cached = cacheWith(forgets);
            const drift = new Drift(shelves, queue, mostRemovals);
            let turn = 0;
            await expectUndisturbedOnce(shelves, world, drift, (last) =>
              drift.happen(counts[turn++ % counts.length] ?? 0, last),
            );
          },
        ),
        { numRuns: 250 },
      ));
  }

  /** Found by repeating an inconsistent read, which requires the list not to change for some reads. */
  const calm = worlds({
    keys: ['tied', 'texts'],
    mostItems: 40,
    shape: { largestRead: fc.integer({ min: 20, max: 40 }) },
  });

  it('affect no other row, even while a page is being read', () =>
    fc.assert(
      fc.asyncProperty(
        calm,
        events(40),
        fc.array(fc.nat({ max: 12 }), { minLength: 1 }),
        async (world, queue, gaps) => {
          const shelves = build(world);
          const drift = new Drift(shelves, queue, FEW_REMOVALS);
          let turn = 0;
          let rest = 0;
          let near: string | undefined;
          for (const shelf of shelves) {
            shelf.beforeRead = () => {
              if (rest-- > 0) return;
              drift.happen(1, near);
              rest = 6 + (gaps[turn++ % gaps.length] ?? 0);
            };
          }
          await expectUndisturbedOnce(shelves, world, drift, (last) => {
            near = last;
          });
        },
      ),
      { numRuns: 150 },
    ));
});
