import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareMatches, type Ranking, undecided } from '../../../src/customers/search/rank-matches.ts';

const person = (id: string, grade: number, isKnownToBoth: boolean | null, updatedAt: number | null = 0) => ({
  id,
  grade,
  isKnownToBoth,
  updatedAt,
});
const idsOf = (people: readonly Ranking[]) => people.map(({ id }) => id).toSorted();

test.each<[string, readonly Ranking[], number, readonly string[]]>([
  ['somebody alone', [person('a', 0, null)], 10, []],
  ['the only one of the grade', [person('a', 0, null), person('b', 1, null)], 10, []],
  ['two of one grade', [person('a', 0, null), person('b', 0, null)], 10, ['a', 'b']],
  [
    'two of one grade who are not shown',
    [person('a', 0, false), person('b', 1, null), person('c', 1, null)],
    1,
    [],
  ],
  [
    'the newest beside one whom only one source knows',
    [person('a', 0, null, 2), person('b', 0, false, 1)],
    10,
    [],
  ],
  [
    'the oldest beside one whom both sources know',
    [person('a', 0, null, 1), person('b', 0, true, 2)],
    10,
    [],
  ],
  [
    'the newest beside one whom both sources know',
    [person('a', 0, null, 2), person('b', 0, true, 1)],
    10,
    ['a'],
  ],
])('%s', (_, people, first, ids) => expect(idsOf(undecided(people, first))).toEqual(ids));

const people = fc
  .array(
    fc.record({
      grade: fc.integer({ min: 0, max: 2 }),
      isKnownToBoth: fc.constantFrom(true, false, null, null),
      updatedAt: fc.constantFrom(null, 1, 2),
      isKnownIndeed: fc.boolean(),
      otherwise: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map((each, at) => ({ ...each, id: `p${at}` })));

test('whatever is true of the others, the first people are in the same order', () => {
  fc.assert(
    fc.property(people, fc.integer({ min: 1, max: 8 }), (all, first) => {
      const asked = new Set(idsOf(undecided(all, first)));
      const ranked = (known: (each: (typeof all)[number]) => boolean) =>
        all
          .map((each) => ({ ...each, isKnownToBoth: each.isKnownToBoth ?? known(each) }))
          .toSorted(compareMatches)
          .slice(0, first)
          .map(({ id }) => id);
      const right = ranked(({ isKnownIndeed }) => isKnownIndeed);
      const guessed = ranked(({ id, isKnownIndeed, otherwise }) =>
        asked.has(id) ? isKnownIndeed : otherwise,
      );
      expect(guessed).toEqual(right);
    }),
  );
});
