import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldName } from '../../../src/customers/search/fold-words.ts';
import { writtenOtherwise } from '../../../src/customers/search/joined-name.ts';
import { matchWords } from '../../../src/customers/search/match-words.ts';

test.each([
  [['novak', 'jan'], 'Jan Novák', 'SAME_WORDS'],
  [['novak'], 'Jan Novák', 'ALL_EQUAL'],
  [['novak', 'j'], 'Jan Novák', 'SOME_EQUAL'],
  [['nov', 'j'], 'Jan Novák', 'BEGINNINGS'],
  [['nov'], 'Jan Novák', 'BEGINNINGS'],
  [['novak', 'jan'], 'Ing. Jan Novák, Ph.D.', 'SAME_WORDS'],
  [['ing'], 'Ing. Jan Novák', 'ALL_EQUAL'],
  [['pro'], 'prof. Jan Novák', 'BEGINNINGS'],
  [['novak', 'novak'], 'Jan Novák', null],
  [['novak', 'novak'], 'Novák Novák', 'SAME_WORDS'],
  [['nov', 'novak'], 'Novák Nováček', 'SOME_EQUAL'],
  [['novak', 'nov'], 'Nováček Novák', 'SOME_EQUAL'],
  [['vak'], 'Jan Novák', null],
  [['jan', 'novak', 'x'], 'Jan Novák', null],
  [[], 'Jan Novák', null],
  [['a'], '', null],
])('%j against %s: %s', (asked, name, match) => expect(matchWords(asked, name)).toBe(match));

test.each([
  ['obrien', "Jan O'Brien", 'ALL_EQUAL'],
  ['obrien', 'O’Brien', 'SAME_WORDS'],
  ['obri', 'O´Brien', 'BEGINNINGS'],
  ["o'brien", 'OBrien', 'SAME_WORDS'],
  ['oʼbrien', "O'Brien", 'SAME_WORDS'],
  ['o brien', 'Obrien', 'SAME_WORDS'],
  ['brien', "O'Brien", 'ALL_EQUAL'],
  ['dangelo maria', "Maria D' Angelo", 'SAME_WORDS'],
  ['mc donald', 'McDonald', 'SAME_WORDS'],
  ['mcdonald', 'Mc Donald', 'SAME_WORDS'],
  ['thordur', 'Þórður Jónsson', 'ALL_EQUAL'],
  ['tordur', 'Þórður Jónsson', 'ALL_EQUAL'],
  ['þór', 'Thor', 'SAME_WORDS'],
  ['dan', 'D. Anders', null],
  ['obrien', 'Brien', null],
  ['obrien', 'Jan O. Brien', null],
])('%s against %s: %s', (asked, name, match) => {
  expect(matchWords(foldName(asked), name, foldName(writtenOtherwise(asked)))).toBe(match);
});

test('matching finds what trying every assignment finds', () => {
  const word = fc.stringMatching(/^[ab]{1,3}$/);
  const RANK = ['SAME_WORDS', 'ALL_EQUAL', 'SOME_EQUAL', 'BEGINNINGS'] as const;
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 3 }),
      fc.array(word, { minLength: 1, maxLength: 4 }),
      (asked, name) => {
        const found = arrangements(name, asked.length).flatMap((words) => {
          if (!asked.every((each, at) => words[at]?.startsWith(each))) return [];
          const equals = asked.filter((each, at) => words[at] === each).length;
          if (equals === asked.length) return asked.length === name.length ? 0 : 1;
          return equals > 0 ? 2 : 3;
        });
        const best = found.length === 0 ? null : RANK[Math.min(...found)];
        expect(matchWords(asked, name.join(' '))).toBe(best);
      },
    ),
  );
});

function arrangements(words: readonly string[], size: number): readonly (readonly string[])[] {
  if (size === 0) return [[]];
  return words.flatMap((word, at) =>
    arrangements(words.toSpliced(at, 1), size - 1).map((rest) => [word, ...rest]),
  );
}
