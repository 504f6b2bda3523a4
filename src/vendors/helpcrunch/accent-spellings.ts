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

/** The letters of neighbouring languages, and what they are typed as: one of them in a word is looked for. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  a: ['ä', 'à', 'â', 'ã', 'å', 'ą'],
  c: ['ç', 'ć'],
  d: ['đ'],
  e: ['è', 'ê', 'ë', 'ę'],
  g: ['ğ'],
  i: ['î', 'ï', 'ı'],
  l: ['ľ', 'ł', 'ĺ'],
  n: ['ñ', 'ń'],
  o: ['ô', 'ö', 'ø', 'ő', 'õ'],
  r: ['ŕ'],
  s: ['ś', 'ş'],
  u: ['ü', 'ű'],
  z: ['ź', 'ż'],
  ae: ['æ'],
  oe: ['œ'],
  ss: ['ß'],
  th: ['þ'],
};
/** Of these letters: they stay if marks are removed. */
const UNDECOMPOSED = /[łøđþßæœı]/;
/** Shorter texts are in too many names. */
const SHORTEST = 3;

/** How many letters from the beginning may have a mark, and how many of them have one: `Růžička` has three. */
export interface MostMarks {
  readonly places: number;
  readonly marks: number;
}

/**
 * How a word typed without marks may be written with them: `novak` is `novák` to a person, and not to a vendor who
 * minds accents. Only its beginning where the word is long: what follows the last letter that may have a mark is not
 * searched for, and whoever has the whole word has that, too. The spellings of a beginning are beginnings of the word's,
 * so that what they find holds what the word's find. In lower case. Pure.
 */
export function accentSpellings(
  word: string,
  { places: most, marks }: MostMarks = { places: 5, marks: 3 },
): readonly string[] {
  const letters = [...word.toLowerCase()];
  const places = letters.flatMap((letter, index) => (letter in MARKED ? [index] : []));
  const asked = letters.slice(0, places[most]);
  const marked = withMarks(asked, places.slice(0, most), marks);
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

/**
 * How a word may be written with one letter of another language: `müller` for `muller`, up to where a Czech mark may
 * follow. A letter at the end may be half of one: `strass` is `straß`, so `stras` begins it. Where a vendor ignores
 * marks, only letters that are more than a marked one. In lower case. Pure.
 */
export function foreignSpellings(word: string, ignoresMarks: boolean): readonly string[] {
  const letters = [...word.toLowerCase()];
  const unitsAt = (at: number) => {
    const [letter = '', next = ''] = letters.slice(at);
    const pairs = Object.keys(FOREIGN).filter((unit) => unit.length === 2 && unit.startsWith(letter + next));
    return [letter, ...pairs];
  };
  return letters.flatMap((_, at) =>
    unitsAt(at).flatMap((unit) =>
      (FOREIGN[unit] ?? [])
        .filter((foreign) => !ignoresMarks || UNDECOMPOSED.test(foreign))
        .map((foreign) => {
          const after = at + unit.length;
          const marked = letters.findIndex((each, place) => place >= after && each in MARKED);
          const end = marked === -1 ? letters.length : Math.max(marked, after + SHORTEST - at - 1);
          return [...letters.slice(0, at), foreign, ...letters.slice(after, end)].join('');
        }),
    ),
  );
}
