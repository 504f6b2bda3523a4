import { withAsciiDigits } from '../model/ascii-digits.ts';
import { withPlainApostrophes } from './joined-name.ts';

/**
 * How a search compares texts: letter case, diacritics and compatibility forms are folded, and letters that Unicode
 * does not decompose are written out (`ł` is `l`, `ß` is `ss`).
 */

/** Letters without a decomposition in Unicode, as people without that key type them. */
const WRITTEN_OUT: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/** Titles before and after a name, folded. They do not identify a person. */
const TITLES = new Set(
  'ing mgr bc dr mudr judr phdr rndr paeddr mvdr prof doc phd csc mba dis mr mrs ms miss'.split(' '),
);

const MARKS = /\p{M}/gu;
const UNDECOMPOSED = /[łøđðþßæœı]/g;
const DOT_INSIDE = /(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}])/gu;
const WORD = /[\p{L}\p{N}]+/gu;

/** Compatibility forms unified, marks removed, lower case, letters written out. White space and punctuation stay. */
export function foldLetters(text: string): string {
  return (
    withAsciiDigits(text)
      .normalize('NFKD')
      .replace(MARKS, '')
      .toLowerCase()
      // Lower-casing `İ` adds a mark.
      .replace(MARKS, '')
      .replace(UNDECOMPOSED, (letter) => WRITTEN_OUT[letter] ?? letter)
  );
}

/** The words of a text, folded: runs of letters and digits. Dots inside a word are removed first: `Ph.D.` is `phd`. */
export function foldWords(text: string): readonly string[] {
  return foldLetters(withPlainApostrophes(text)).replace(DOT_INSIDE, '').match(WORD) ?? [];
}

/** The same without titles, as long as another word remains. */
export function foldName(text: string): readonly string[] {
  const words = foldWords(text);
  const named = words.filter((word) => !TITLES.has(word));
  return named.length === 0 ? words : named;
}
