import { foldLetters } from '../../customers/search/fold-words.ts';
import { accentSpellings, foreignSpellings, type MostMarks, thornSpellings } from './accent-spellings.ts';
import { ALPHABETS, type Alphabet, VIETNAMESE } from './foreign-letters.ts';

/** A field to search by `~`, and a spelling of the typed word. */
export interface SpelledWord {
  readonly field: 'customers.name' | 'customers.company';
  readonly value: string;
  /**
   * Whether the search is incomplete without it. Foreign names of companies, letters half typed, and words with a digit
   * are only searched for if there is room.
   */
  readonly isNeeded: boolean;
}

/** There is less room for companies. */
const MOST_IN_COMPANIES: MostMarks = { places: 4, marks: 2 };

/**
 * The spellings of a word with letters that were not typed, the most probable first: Czech, of other languages, of
 * companies. The order does not depend on the word's length: as many spellings of its beginning hold what those of the
 * word find. Pure.
 */
export function spelledWords(word: string, ignoresAccents: boolean): readonly SpelledWord[] {
  const folded = foldLetters(word);
  const typed = word.toLowerCase();
  // Where marks were typed, others are added to the word without them only, so that a beginning holds what the word
  // finds. Of the language of a typed letter others may stand beside it, too: `zołc` is `żółć`.
  const spellingsIn = (each: Alphabet, isHalf: boolean) => {
    const all = (alphabet: Alphabet) => foreignSpellings(folded, alphabet, ignoresAccents, isHalf);
    if (folded === typed) return all(each);
    const beside = isWrittenIn(typed, each)
      ? all(each).filter((spelling) => keepsMarks(typed, spelling))
      : [];
    return [...all({ ...each, shared: {} }), ...beside];
  };
  const foreign = ALPHABETS.flatMap((each) => spellingsIn(each, false));
  const halfTyped = ALPHABETS.flatMap((each) => spellingsIn(each, true));
  const vietnamese = foreignSpellings(folded, VIETNAMESE, ignoresAccents);
  const czech = (most?: MostMarks) => (ignoresAccents ? [] : accentSpellings(word, most));
  const apart = [...new Set([folded, word.toLowerCase()].flatMap(apartSpellings))];
  const all = [
    ...spelled('customers.name', apart),
    ...spelled('customers.company', apart),
    ...spelled('customers.name', czech()),
    ...spelled('customers.name', thornSpellings(folded, ignoresAccents)),
    ...spelled('customers.name', foreign),
    ...spelled('customers.company', czech(MOST_IN_COMPANIES)),
    ...spelled('customers.name', vietnamese),
    ...spelled('customers.company', foreign, false),
    // A longer text no longer has them.
    ...spelled('customers.name', halfTyped, false),
    ...spelled('customers.company', halfTyped, false),
  ];
  // With a digit in it, it is an id or the name of a machine rather than of a person.
  return /\d/.test(folded) ? all.map((each) => ({ ...each, isNeeded: false })) : all;
}

/** Whether a word has a letter of the language that Czech does not have. */
function isWrittenIn(word: string, { foreign }: Alphabet): boolean {
  return Object.values(foreign).some((marked) => marked.some((letter) => word.includes(letter)));
}

/** Whether each letter with a mark in the typed word is in the spelling, which may be of its beginning. */
function keepsMarks(typed: string, spelling: string): boolean {
  const letters = [...spelling];
  return [...typed].every(
    (letter, at) => at >= letters.length || foldLetters(letter) === letter || letters[at] === letter,
  );
}

/** Prefixes of names, and what some write after them: `d’angelo`, `mc donald`. */
const PREFIXES: ReadonlyArray<readonly [prefix: string, signs: readonly string[]]> = [
  ...[...'dlmnot'].map((letter) => [letter, ["'", '’']] as const),
  // Without a blank before it, `o` ends many first names.
  [' o', [' ']],
  ['mc', [' ']],
  ['mac', [' ']],
];
/** Few names have a sign before the same letters; what follows may have marks. */
const LETTERS_AFTER_PREFIX = 2;
const SIGN = /^['’]/;

/**
 * A word that was typed in one, or with a sign after its prefix, as it is written otherwise, up to the second letter
 * after the prefix: `o'br` for `obrien`, `obr` for `o'brien`.
 */
function apartSpellings(word: string): readonly string[] {
  return PREFIXES.flatMap(([prefix, signs]) => {
    const letters = prefix.trim();
    const rest = word.startsWith(letters) ? word.slice(letters.length) : '';
    const begun = rest.replace(SIGN, '').slice(0, LETTERS_AFTER_PREFIX);
    if (!/^\p{L}+$/u.test(begun)) return [];
    const joined = SIGN.test(rest) ? [`${letters}${begun}`] : [];
    return [...signs.map((sign) => `${prefix}${sign}${begun}`), ...joined];
  });
}

function spelled(
  field: SpelledWord['field'],
  values: readonly string[],
  isNeeded = true,
): readonly SpelledWord[] {
  return values.map((value) => ({ field, value, isNeeded }));
}
