/** Letters by what they are typed as without a key for them. */
export type MarkedLetters = Readonly<Record<string, readonly string[]>>;

/** What one language writes that Czech does not. */
export interface Alphabet {
  readonly foreign: MarkedLetters;
  /** Letters that it has in common with Czech: one of them may stand before a foreign one, as in `Kővári`, `Sójkać`. */
  readonly shared: MarkedLetters;
  /** Whether Czech marks may follow, as in `Müllerová`. */
  readonly isMixed: boolean;
  /** Whether one may stand right before a foreign letter late in a word, as in `Sigríður`. */
  readonly isAfterShared?: boolean;
  /** What a word of it begins with, for every beginning of a word; absent: any. */
  readonly beginsLike?: RegExp;
}

/** The letters that Czech names have marks on, and what they become. */
export const CZECH: MarkedLetters = letters('a:á c:č d:ď e:éě i:í n:ň o:ó r:ř s:š t:ť u:úů y:ý z:ž');

/** What Icelandic has in common with Czech. */
const ACUTE = 'a:á e:é i:í o:ó u:ú y:ý';

/** The Turkish `İ` as most vendors write it in lower case: with a dot that combines. */
const DOTTED = 'i\u0307';

/** Of the languages around, and others in Europe; the most probable first. */
export const ALPHABETS: readonly Alphabet[] = [
  mixed('a:ä l:ľĺ o:ô r:ŕ', 'a:á c:č e:é i:í s:š z:ž'),
  mixed('a:ą c:ć e:ę l:ł n:ń s:ś z:żź', 'o:ó'),
  mixed('a:ä o:ö u:ü ss:ß'),
  mixed('o:öő u:üű', 'a:á e:é i:í o:ó u:ú'),
  mixed('c:ć d:đ'),
  mixed('a:àâ c:ç e:èêë i:îï o:ô u:ùû oe:œ', 'e:é'),
  mixed('a:åä o:öø ae:æ'),
  { ...mixed('ae:æ o:ö d:ð th:þ', ACUTE), isAfterShared: true },
  mixed('a:ãâà c:ç e:ê n:ñ o:õô u:ü'),
  withLetter('i', DOTTED, mixed('a:ăâ c:ç g:ğ i:îı o:ö s:şș t:ţț u:ü')),
  // Greek and Cyrillic.
  mixed('α:ά ε:έ η:ή ι:ίϊΐ ο:ό υ:ύϋΰ ω:ώ'),
  mixed('е:ё и:йї і:ї у:ў г:ґ'),
];

/**
 * What follows the Icelandic `þ` at the beginning of a name that was typed with `t`; as `th`, it is a foreign letter.
 */
export const AFTER_THORN: MarkedLetters = letters(`${ACUTE} o:óö`);

/** Its words have one syllable. */
export const VIETNAMESE: Alphabet = {
  foreign: {
    ...letters('a:ạầàấặăâảãắằẳẵẩẫậ d:đ e:ễếềêệèẻẽẹể i:ịìỉĩ o:ỗồộơọôờợòỏõốổớởỡ u:ũùưữựủụừứử y:ỳỷỹỵ'),
    uo: ['ươ', 'ườ', 'ướ', 'ượ', 'ưở', 'ưỡ'],
  },
  shared: {},
  isMixed: false,
  beginsLike: /^(?:[bdghklmnprstvx]|ch|gh|gi|kh|ngh?|nh|ph|qu|th|tr)?[aeiouy]{0,3}(?:ch?|m|n[gh]?|p|t)?$/,
};

function mixed(foreign: string, shared = ''): Alphabet {
  return { foreign: letters(foreign), shared: letters(shared), isMixed: true };
}

function withLetter(plain: string, marked: string, alphabet: Alphabet): Alphabet {
  const { foreign } = alphabet;
  return { ...alphabet, foreign: { ...foreign, [plain]: [...(foreign[plain] ?? []), marked] } };
}

/** `c:č e:éě` as a record. */
function letters(text: string): MarkedLetters {
  const entries = text.split(' ').map((entry) => entry.split(':'));
  return Object.fromEntries(entries.map(([plain = '', marked = '']) => [plain, [...marked]]));
}
