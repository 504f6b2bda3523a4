/** The letters that Czech names have marks on, and what they become. */
const MARKED: Readonly<Record<string, readonly string[]>> = {
  a: ['á'],
  c: ['č'],
  d: ['ď'],
  e: ['é', 'ě'],
  i: ['í'],
  n: ['ň'],
  o: ['ó'],
  r: ['ř'],
  s: ['š'],
  t: ['ť'],
  u: ['ú', 'ů'],
  y: ['ý'],
  z: ['ž'],
};

/** So many letters from the beginning may have a mark; what follows the last of them is not searched for. */
const MOST_PLACES = 5;
/** `Růžička` has three. */
const MOST_MARKS = 3;

/**
 * How a word typed without marks may be written with them: `novak` is `novák` to a person, and not to a vendor who
 * minds accents. Only its beginning where the word is long: whoever has the whole word has that, too. The spellings of a
 * beginning are beginnings of the word's, so that what they find holds what the word's find. In lower case. Pure.
 */
export function accentSpellings(word: string): readonly string[] {
  const letters = [...word.toLowerCase()];
  const places = letters.flatMap((letter, index) => (letter in MARKED ? [index] : []));
  const asked = letters.slice(0, places[MOST_PLACES]);
  const marked = withMarks(asked, places.slice(0, MOST_PLACES), MOST_MARKS);
  return marked.map((spelling) => spelling.join('')).filter((spelling) => spelling !== asked.join(''));
}

/** All ways to put so many marks at most on the letters at these places, without any first. */
function withMarks(
  letters: readonly string[],
  [place, ...others]: readonly number[],
  most: number,
): readonly (readonly string[])[] {
  if (place === undefined || most === 0) return [letters];
  const marked = (MARKED[letters[place] ?? ''] ?? []).map((letter) => letters.with(place, letter));
  return [
    ...withMarks(letters, others, most),
    ...marked.flatMap((spelling) => withMarks(spelling, others, most - 1)),
  ];
}
