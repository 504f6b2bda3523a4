import type { Person } from '../../../customers/model/source-record.ts';
import { foldLetters } from '../../../customers/search/fold-words.ts';
import { joinName, PREFIXES_APART, writtenOtherwise } from '../../../customers/search/joined-name.ts';
import type { SearchText } from '../../../customers/search/read-search-text.ts';
import type { CustomersFilter } from '../wire/wire.ts';

type Named = Pick<Person, 'firstName' | 'lastName'>;

/** How a word is written in names that are known, and where. */
interface Spelling {
  readonly word: string;
  readonly asFirst: number;
  readonly asLast: number;
}

/**
 * The lists that find a name typed without diacritics as other people are known to write it, the most precise first:
 * CareCloud finds equal values only, and there is no room to ask for all diacritics. One word is the kind of name that
 * it mostly is. Of several, those that nobody has may be written with diacritics, too: the second list is without them.
 * None if nobody has the words with other diacritics. Pure.
 * @param found The names of accounts that the lists as typed found: if one has other diacritics, they do not count.
 * @param known The names of people whom another source found.
 */
export function asSpelled(
  { typedWords, readings }: Pick<SearchText, 'typedWords' | 'readings'>,
  found: readonly Named[],
  known: readonly Named[],
): readonly CustomersFilter[] {
  const isName =
    readings.includes('NAME') && typedWords.length > 0 && !typedWords.some((word) => /\d/.test(word));
  if (!isName || typedWords.some((word) => spellingOf(word, found) !== null)) return [];
  const spellings = typedWords.map((word) => spellingOf(word, known));
  const [spelled, ...others] = spellings.filter((spelling) => spelling !== null);
  if (spelled === undefined) return [];
  const alone = isLastName(spelled) ? { last_name: spelled.word } : { first_name: spelled.word };
  if (typedWords.length === 1) return [alone];
  const words = typedWords.map((word, at) => spellings[at]?.word ?? word);
  const isOpen =
    others.length === 0 && typedWords.some((word, at) => spellings[at] === null && isPlain(word));
  return [inBothNames(words, spellings), ...(isOpen ? [alone] : [])];
}

function inBothNames(words: readonly string[], spellings: readonly (Spelling | null)[]): CustomersFilter {
  const [first = '', ...others] = words;
  const startsWithLast = isLastName(spellings[0]) && !isLastName(spellings.at(-1));
  return startsWithLast
    ? { first_name: others.join(' '), last_name: first }
    : { first_name: words.slice(0, -1).join(' '), last_name: words.at(-1) ?? '' };
}

function isLastName(spelling: Spelling | null | undefined): boolean {
  return spelling != null && spelling.asLast >= spelling.asFirst;
}

function isPlain(word: string): boolean {
  return word.toLowerCase() === foldLetters(word);
}

/** `Mc Donald` is one. */
const NAME_WORDS = new RegExp(`(?:(?<![^\\s,])${PREFIXES_APART}\\s+)?[^\\s,]+`, 'giu');

/** `O’Brien` is typed as `obrien`, and `Þór` as `thor` or `tor`. */
function isAlike(word: string, plain: string): boolean {
  return [joinName(word), writtenOtherwise(word)].some((each) => foldLetters(each) === plain);
}

/** The most frequent other spelling of a word that was typed without diacritics; null if there is none. */
function spellingOf(typed: string, people: readonly Named[]): Spelling | null {
  const plain = foldLetters(joinName(typed));
  if (!isPlain(typed)) return null;
  const counts = new Map<string, Spelling>();
  for (const { firstName, lastName } of people) {
    for (const [name, isLast] of [
      [firstName, false],
      [lastName, true],
    ] as const) {
      for (const word of (name ?? '').normalize('NFC').match(NAME_WORDS) ?? []) {
        if (!isAlike(word, plain) || word.toLowerCase() === typed.toLowerCase()) continue;
        const before = counts.get(word) ?? { word, asFirst: 0, asLast: 0 };
        counts.set(word, {
          word,
          asFirst: before.asFirst + Number(!isLast),
          asLast: before.asLast + Number(isLast),
        });
      }
    }
  }
  const times = ({ asFirst, asLast }: Spelling) => asFirst + asLast;
  const [best] = [...counts.values()].sort((a, b) => times(b) - times(a) || (a.word < b.word ? -1 : 1));
  return best ?? null;
}
