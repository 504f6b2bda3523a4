import { AFTER_THORN, type Alphabet, CZECH, type MarkedLetters } from './foreign-letters.ts';

/** Of these letters: they stay if marks are removed. */
const UNDECOMPOSED = /[łøđðþßæœı]/;
/** Shorter texts are in too many names. */
const SHORTEST = 3;
const VOWEL = /[aeiouyáéěíóúůý]/;

/** How many letters from the beginning may have a mark, and how many of them have one: `Růžička` has three. */
export interface MostMarks {
  readonly places: number;
  readonly marks: number;
}

/**
 * How a word typed without marks may be written with them: `novak` is `novák` to a person, and not to a vendor who
 * minds accents. Only its beginning where the word is long or ends in `ova`: what follows the last of these letters is
 * not searched for, and whoever has the whole word has that, too. There it is also searched for without marks, as its
 * end may have one: `svobodov` for `Svobodová`. The spellings of a beginning are beginnings of the word's, so that what
 * they find holds what the word's find. Those with the fewest marks come first. In lower case. Pure.
 */
export function accentSpellings(
  word: string,
  { places: most, marks }: MostMarks = { places: 5, marks: 3 },
): readonly string[] {
  const letters = [...word.toLowerCase()];
  const end = word.toLowerCase().endsWith('ova') ? letters.length - 1 : letters.length;
  const possible = letters.flatMap((letter, index) => (letter in CZECH && index < end ? [index] : []));
  const asked = letters.slice(0, possible[most] ?? end);
  let spellings: readonly Spelling[] = [{ letters: asked, last: -1 }];
  const all: Spelling[] = asked.length < letters.length ? [...spellings] : [];
  for (let count = 0; count < marks; count++) {
    spellings = spellings.flatMap((spelling) => withOneMore(spelling, letters, possible.slice(0, most)));
    all.push(...spellings);
  }
  return all.map((spelling) => spelling.letters.join(''));
}

interface Spelling {
  readonly letters: readonly string[];
  /** The place of its last mark; -1: none. */
  readonly last: number;
}

function withOneMore(
  { letters, last }: Spelling,
  plain: readonly string[],
  places: readonly number[],
): readonly Spelling[] {
  return places
    .filter((place) => place > last)
    .flatMap((place) =>
      czechMarks(plain, place)
        .filter((letter) => !areTwoLong(letters[place - 1], letter))
        .map((letter) => ({ letters: letters.with(place, letter), last: place })),
    );
}

/**
 * What a letter may be in Czech, by its neighbours: `ě` and `ů` follow consonants; `ň` is `n` before `e`, `i` and `d`.
 */
function czechMarks(letters: readonly string[], place: number): readonly string[] {
  const [before = '', letter = '', next = ''] = [letters[place - 1], letters[place], letters[place + 1]];
  return (CZECH[letter] ?? []).filter((marked) => {
    if ('ďťň'.includes(marked)) return next === '' || !'eiydgt'.includes(next);
    if (marked === 'ů') return before !== '' && !VOWEL.test(before);
    return marked !== 'ě' || (before !== '' && 'bdfmnptv'.includes(before));
  });
}

/** Two vowels with marks do not follow each other. */
function areTwoLong(before: string | undefined, letter: string): boolean {
  return before !== undefined && isMarkedVowel(before) && isMarkedVowel(letter);
}

function isMarkedVowel(letter: string): boolean {
  const base = letter.normalize('NFD').slice(0, 1);
  return base !== letter.normalize('NFC') && VOWEL.test(base);
}

/**
 * How a word may be written in another language: with a letter that Czech does not have, up to where another mark may
 * follow, but at least three letters, in all their spellings (`muller` is `müll…`, `zolc` is `żół…`). Where a vendor
 * ignores marks, only letters that are more than a marked one. In lower case. Pure.
 * @param isHalf Only those whose last letter was half typed: `strass` is `straß`, so `stras` begins it.
 */
export function foreignSpellings(
  word: string,
  { foreign, shared, isMixed, isAfterShared = false, beginsLike }: Alphabet,
  ignoresMarks: boolean,
  isHalf = false,
): readonly string[] {
  const letters = [...word.toLowerCase()];
  if (beginsLike?.test(letters.join('')) === false) return [];
  const counts = (letter: string) => !ignoresMarks || UNDECOMPOSED.test(letter);
  const ownMarks = (letter: string) => [...(shared[letter] ?? []), ...(foreign[letter] ?? [])].filter(counts);
  const endings = (spelling: string, at: number): readonly string[] => {
    const letter = letters[at];
    if (letter === undefined) return [spelling];
    const mayBeCzech = isMixed && !ignoresMarks && czechMarks(letters, at).length > 0;
    const marks = ownMarks(letter);
    if (spelling.length >= SHORTEST && (mayBeCzech || marks.length > 0)) return [spelling];
    const all = [letter, ...marks.filter((mark) => !areTwoLong(spelling.at(-1), mark))];
    return all.flatMap((each) => endings(spelling + each, at + 1));
  };
  return letters.flatMap((_, at) =>
    unitsAt(letters, at, foreign, isHalf).flatMap(([unit, marked]) =>
      marked.filter(counts).flatMap((letter) =>
        beginnings(letters.slice(0, at), ignoresMarks ? {} : shared, isAfterShared)
          .filter((before) => !areTwoLong(before.at(-1), letter))
          .flatMap((before) => endings(before + letter, at + unit.length)),
      ),
    ),
  );
}

/** The letters that may stand at a place, or those that the word ends within. */
function unitsAt(letters: readonly string[], at: number, foreign: MarkedLetters, isHalf: boolean) {
  const rest = letters.slice(at).join('');
  return Object.entries(foreign).filter(([unit]) =>
    isHalf ? unit.length > rest.length && unit.startsWith(rest) : rest.startsWith(unit),
  );
}

/**
 * The letters before a foreign one: plain, or if they are few, one of them with a mark of the same language.
 * @param isAfterShared Of many letters, the last may have one.
 */
function beginnings(
  letters: readonly string[],
  shared: MarkedLetters,
  isAfterShared: boolean,
): readonly string[] {
  const isFew = letters.length <= SHORTEST;
  const marked = letters.flatMap((letter, at) =>
    isFew || (isAfterShared && at === letters.length - 1)
      ? (shared[letter] ?? []).map((each) => letters.with(at, each).join(''))
      : [],
  );
  return [letters.join(''), ...marked];
}

/** How many letters after it are searched for: few names have `þ` before them. */
const AFTER_INITIAL = 2;

/** How a word may be written that was typed with `t` for its first letter `þ`: `tordur` is `Þórður`. Pure. */
export function thornSpellings(word: string, ignoresMarks: boolean): readonly string[] {
  if (!/^t(?!h)/.test(word)) return [];
  const optionsOf = (letter: string) => [letter, ...(ignoresMarks ? [] : (AFTER_THORN[letter] ?? []))];
  return [...word.slice(1, 1 + AFTER_INITIAL)].reduce<readonly string[]>(
    (spellings, letter) => spellings.flatMap((begun) => optionsOf(letter).map((each) => begun + each)),
    ['þ'],
  );
}
