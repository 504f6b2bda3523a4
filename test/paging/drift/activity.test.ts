import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../customers/support/cases.ts';
import { walk } from '../support/reader.ts';
import { Shelf } from '../support/shelf.ts';

/** Two lists by last activity, all times different. */
const shelves = () =>
  [0, 1].map(
    (leg) => new Shelf(Array.from({ length: 30 }, (_, id) => ({ id, key: id * 2 + leg, kept: true }))),
  );

const touched = fc.array(fc.tuple(fc.nat(1), fc.nat(29)), { maxLength: 3 });

it('people who are active between two pages do not make an order unstable, although nobody comes or goes', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom('ASC' as const, 'DESC' as const),
      fc.constantFrom('FORWARD' as const, 'BACKWARD' as const),
      fc.integer({ min: 1, max: 6 }),
      fc.array(touched, { minLength: 1, maxLength: 60 }),
      async (direction, heading, size, activity) => {
        const lists = shelves();
        let now = 1000;
        let page = 0;
        const pages = await walk(lists, {
          direction,
          heading,
          size,
          between() {
            for (const [leg, id] of activity[page++] ?? []) lists[leg]?.put({ id, key: now++, kept: true });
          },
        });
        expect(
          pages.flatMap(({ page: { warnings } }) =>
            [...(warnings?.values() ?? [])].flatMap((each) => [...each]),
          ),
        ).toEqual([]);
      },
    ),
    runs(200),
  ));
