import { foldName, foldWords } from './fold-words.ts';
import { writtenOtherwise } from './joined-name.ts';

/**
 * How well the words of a name match the search words, best first.
 * - `SAME_WORDS`: the same words, in any order
 * - `ALL_EQUAL`: every search word equals a word of the name
 * - `SOME_EQUAL`: at least one does, the others are the beginning of one
 * - `BEGINNINGS`: each is the beginning of a word of the name
 */
export type WordMatch = (typeof WORD_MATCHES)[number];

const WORD_MATCHES = ['SAME_WORDS', 'ALL_EQUAL', 'SOME_EQUAL', 'BEGINNINGS'] as const;

/**
 * How the search words match a name; null if they do not. Two search words need two different words of the name. Titles
 * in the name can be found, but do not count as words missing from the search. Of `O'Brien` and other names that are
 * written in two ways, the way counts that suits the match.
 * @param otherwise The search words with such names written the other way.
 */
export function matchWords(
  asked: readonly string[],
  name: string,
  otherwise: readonly string[] = asked,
): WordMatch | null {
  const usual = matchAsWritten(asked, name);
  const otherName = writtenOtherwise(name);
  if (otherName === name && areEqual(otherwise, asked)) return usual;
  const other = matchAsWritten(otherwise, otherName);
  return WORD_MATCHES.find((match) => match === usual || match === other) ?? null;
}

function areEqual(words: readonly string[], others: readonly string[]): boolean {
  return words.length === others.length && words.every((word, at) => word === others[at]);
}

function matchAsWritten(asked: readonly string[], name: string): WordMatch | null {
  const words = foldWords(name);
  if (asked.length === 0 || asked.length > words.length) return null;
  if (canAssign(asked, words, (word, other) => word === other)) {
    return sameWords(asked, foldName(name)) ? 'SAME_WORDS' : 'ALL_EQUAL';
  }
  if (!canAssign(asked, words, begins)) return null;
  return hasEqualWord(asked, words) ? 'SOME_EQUAL' : 'BEGINNINGS';
}

function sameWords(asked: readonly string[], name: readonly string[]): boolean {
  return asked.length === name.length && asked.toSorted().join(' ') === name.toSorted().join(' ');
}

function begins(word: string, other: string): boolean {
  return other.startsWith(word);
}

/** Whether the search words can be assigned to different words of the name so that at least one is equal. */
function hasEqualWord(asked: readonly string[], name: readonly string[]): boolean {
  return asked.some((word, at) =>
    name.some(
      (other, otherAt) =>
        word === other && canAssign(asked.toSpliced(at, 1), name.toSpliced(otherAt, 1), begins),
    ),
  );
}

/** Whether each search word can be assigned a different word of the name: bipartite matching by augmenting paths. */
function canAssign(
  asked: readonly string[],
  name: readonly string[],
  fits: (word: string, other: string) => boolean,
): boolean {
  const takenBy = new Map<number, number>();
  const place = (at: number, tried: Set<number>): boolean =>
    name.some((other, otherAt) => {
      if (tried.has(otherAt) || !fits(asked[at] ?? '', other)) return false;
      tried.add(otherAt);
      const before = takenBy.get(otherAt);
      if (before !== undefined && !place(before, tried)) return false;
      takenBy.set(otherAt, at);
      return true;
    });
  return asked.every((_, at) => place(at, new Set()));
}
