import { withDigitsOf } from '../../customers/model/ascii-digits.ts';
import { emailSpellings } from '../../customers/model/email.ts';
import { phoneNotations } from '../../customers/model/identity-keys.ts';
import { foldLetters } from '../../customers/search/fold-words.ts';
import type { SearchReading, SearchText } from '../../customers/search/read-search-text.ts';
import { isAscii } from '../shared/traits/probe-steps.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import { PHONE_ZEROS } from './assumptions.ts';
import { emailSearch, type SearchTraits } from './criteria/search-traits.ts';
import { phoneEndings } from './criteria/shared-criteria.ts';
import { amongPairs, servesTypedOn } from './criteria/typed-phones.ts';
import { type SpelledWord, spelledWords } from './spelled-words.ts';
import type { TraitName } from './traits.ts';
import type { SearchCondition } from './wire/wire.ts';

/** Where `~` finds a text within another, as far as is known. */
type Inside = SearchTraits['inside'];

/** What is searched for. */
export interface TextSearch {
  /** Combined under OR. */
  readonly conditions: readonly SearchCondition[];
  /** Whether a name may be written with accents that are not searched for: a vendor who minds them misses it. */
  readonly isCut: boolean;
}

/**
 * The conditions that find the people a text may mean: texts by `~` (contains). Of several words the longest is
 * searched for, which every matching name contains; if `~` only finds the beginning of a whole text, each word is. The
 * caller checks the rest. Pure.
 * @param most If a name is also searched for with accents that were not typed: the most conditions in all. 0: it is
 * not.
 * @param ignoresNameCase Whether letter case surely does not count in names.
 */
export function toTextSearch(
  text: SearchText,
  inside: Inside,
  most = 0,
  traits?: SearchTraits,
  ignoresNameCase = false,
): TextSearch {
  const asked = SEARCH_READINGS.filter((reading) => text.readings.includes(reading)).flatMap((reading) =>
    CONDITIONS[reading](text, inside),
  );
  const plain = distinct([...asked, ...equalEmails(text, traits)]);
  if (!text.readings.includes('NAME')) return { conditions: plain, isCut: false };
  const word = longest(text.typedWords.map(longestRun));
  const spelled = spelledWords(word, traits?.ignoresAccents === true);
  const isAgain = inside === 'ANYWHERE' && isRepeated(word, text);
  const once = isAgain ? plain.flatMap((each) => withinName(each, SEPARATORS)) : plain;
  if (most === 0 || inside !== 'ANYWHERE') return { conditions: once, isCut: spelled.length > 0 };
  const asSpelled = (words: readonly SpelledWord[]) =>
    words.map(toCondition).flatMap((each) => (isAgain ? withinName(each, USUAL_SEPARATORS) : [each]));
  const formOf = ({ value }: SearchCondition) => (isAsciiText(value) ? value.toLowerCase() : value);
  const first = ignoresNameCase ? distinct(once, formOf) : once;
  const all = distinct([...first, ...asSpelled(spelled)]);
  // The fewer letters were typed, the more fits, so that a beginning holds what the whole finds.
  const conditions = all.slice(0, Math.max(most, first.length));
  const needed = asSpelled(spelled.filter(({ isNeeded }) => isNeeded));
  return { conditions, isCut: needed.some((each) => !isAmong(each, conditions)) };
}

/** What stands before a later word of a name, the usual first. */
const SEPARATORS = [' ', '-', '(', '/'] as const;
const USUAL_SEPARATORS = SEPARATORS.slice(0, 2);

/** Whether a name must have the word twice: then it is not only at the beginning, where most names have it. */
function isRepeated(word: string, { words }: SearchText): boolean {
  const folded = foldLetters(word);
  return words.filter((each) => each === folded).length > 1;
}

/** A condition for the name or company as one for a word that does not begin it. */
function withinName(condition: SearchCondition, separators: readonly string[]): readonly SearchCondition[] {
  const { field, value } = condition;
  if (field !== 'customers.name' && field !== 'customers.company') return [condition];
  return separators.map((separator) => ({ ...condition, value: `${separator}${value}` }));
}

function isAmong({ field, value }: SearchCondition, conditions: readonly SearchCondition[]): boolean {
  return conditions.some((each) => each.field === field && each.value === value);
}

function toCondition({ field, value }: SpelledWord): SearchCondition {
  return { field, operator: '~', value };
}

/** No top-level domain is shorter: somebody is still typing. */
const WHOLE_EMAIL = /^[^@]+@[^@]+\.[^@.]{2,}$/;

/** A whole email is also searched for as a look-up does where `~` may miss it for its letter case or blanks. */
function equalEmails({ email }: SearchText, traits: SearchTraits | undefined): readonly SearchCondition[] {
  if (traits === undefined || email === null || !WHOLE_EMAIL.test(email)) return [];
  if (!traits.containsMindsCase && traits.inside === 'ANYWHERE') return [];
  const { operator, values } = emailSearch(email, traits);
  return values.map((value) => ({ field: 'customers.email', operator, value }));
}

/** @param formOf Values with the same form are the same. */
function distinct(
  conditions: readonly SearchCondition[],
  formOf: (condition: SearchCondition) => unknown = ({ value }) => value,
): readonly SearchCondition[] {
  const byForm = new Map<string, SearchCondition>();
  for (const condition of conditions) {
    const form = JSON.stringify([condition.field, condition.operator, formOf(condition)]);
    if (!byForm.has(form)) byForm.set(form, condition);
  }
  return [...byForm.values()];
}

function isAsciiText(value: unknown): value is string {
  return typeof value === 'string' && isAscii(value);
}

/**
 * Whether names are also searched for with other letters than were typed: these may count, and case does not, as far as
 * is shown.
 */
export function mindsLettersOnly(traits: Pick<TraitBook<TraitName>, 'currently' | 'isLearned'>): boolean {
  return (
    traits.isLearned('search.contains.case') && traits.currently('search.contains.case') === 'INSENSITIVE'
  );
}

/** How a search compared, for what its result covers. */
interface ComparedBy {
  readonly inside: Inside;
  /** Whether its rows show that beginnings are found, not only whole words. */
  readonly showsParts: boolean;
  /** Whether letter case surely does not count; default false. */
  readonly ignoresCase?: boolean;
}

/**
 * Whether every record that satisfies one of `longer` satisfies one of `shorter`, however HelpCrunch treats accents
 * and, if it is not known, letter case: each contains the text of a shorter one, or begins with it if `~` only finds
 * beginnings and rows show that. A longer second word is searched for instead of the first, and may find somebody whose
 * first name is written with other accents; so are numbers by their ends. Pure.
 */
export function coversConditions(
  shorter: readonly SearchCondition[],
  longer: readonly SearchCondition[],
  { inside, showsParts, ignoresCase = false }: ComparedBy,
): boolean {
  if (inside !== 'ANYWHERE' && !showsParts) return false;
  // Letters with accents may be compared by case although others are not.
  const formOf = (text: string) =>
    ignoresCase ? text.replace(/[A-Z]/g, (each) => each.toLowerCase()) : text;
  const holds = (value: unknown, part: unknown): boolean =>
    typeof value === 'string' &&
    typeof part === 'string' &&
    (inside === 'ANYWHERE' ? formOf(value).includes(formOf(part)) : formOf(value).startsWith(formOf(part)));
  return longer.every((wanted) =>
    shorter.some(
      ({ field, operator, value }) =>
        field === wanted.field &&
        operator === wanted.operator &&
        (operator === '~' ? holds(wanted.value, value) : wanted.value === value),
    ),
  );
}

/**
 * The conditions of a text typed on that those of its beginning have to hold. Of a phone number, not those for its
 * digits: whoever has all of them, in a phone or a name, has the first ones, too. Pure.
 */
export function conditionsToCover(
  beginning: SearchText,
  whole: SearchText,
  { conditions, inside }: { readonly conditions: readonly SearchCondition[]; readonly inside: Inside },
): readonly SearchCondition[] {
  if (inside !== 'ANYWHERE' || !servesTypedOn(beginning, whole)) return conditions;
  return conditions.filter(({ field }) => !FIELDS_OF_DIGITS.has(field));
}

const FIELDS_OF_DIGITS: ReadonlySet<SearchCondition['field']> = new Set([
  'customers.phone',
  'customers.name',
  'customers.company',
]);

/** What a text can be searched as at HelpCrunch. */
export const SEARCH_READINGS = [
  'HELP_CRUNCH_ID',
  'USER_ID',
  'EMAIL',
  'PHONE',
  'NAME',
  'COMPANY',
] as const satisfies readonly SearchReading[];

type Conditions = (text: SearchText, inside: Inside) => readonly SearchCondition[];

const CONDITIONS: Readonly<Record<(typeof SEARCH_READINGS)[number], Conditions>> = {
  HELP_CRUNCH_ID: ({ text }) => [{ field: 'customers.id', operator: '=', value: Number(text) }],
  USER_ID: ({ text }) => contains('customers.userId', [text]),
  // No email begins with `@`, and every row of a host would come.
  EMAIL: ({ typedEmail }) =>
    typedEmail === null || typedEmail.startsWith('@')
      ? []
      : contains('customers.email', emailSpellings(typedEmail)),
  PHONE: (text, inside) => contains('customers.phone', phoneSpellings(text, inside)),
  NAME: ({ typedWords }, inside) => contains('customers.name', askedSpellings(typedWords, inside)),
  COMPANY: ({ typedWords }, inside) => contains('customers.company', askedSpellings(typedWords, inside)),
};

/**
 * Its last digits, which every usual notation contains, also in digits of other scripts; if `~` does not find endings,
 * the whole number in its possible notations.
 */
function phoneSpellings({ text, phone }: SearchText, inside: Inside): readonly string[] {
  const endings = phoneEndings(phone?.ending ?? phone?.e164 ?? '');
  const [last = ''] = endings;
  if (inside === 'ANYWHERE') return [...endings, ...amongPairs(last), ...otherDigits(last)];
  const notations = phone?.e164 == null ? [] : phoneNotations(phone.e164);
  return [text, ...notations, phone?.ending ?? '', ...endings];
}

/** An ending in other digits, together or before the last three as they are usually grouped. */
function otherDigits(ending: string): readonly string[] {
  const usual = ['', ' ', '-'].map((separator) => ending.replace(/(?=\d{3}$)/, separator));
  return PHONE_ZEROS.flatMap((zero) => usual.map((text) => withDigitsOf(zero, text)));
}

function askedSpellings(words: readonly string[], inside: Inside): readonly string[] {
  const runs = words.map(longestRun);
  const asked = inside === 'BEGINNING' ? runs.slice(0, MOST_ASKED_WORDS) : [longest(runs)];
  return [...new Set(asked.flatMap(wordSpellings))];
}

function contains(field: SearchCondition['field'], values: readonly string[]): readonly SearchCondition[] {
  return values.filter((value) => value !== '').map((value) => ({ field, operator: '~', value }));
}

/** The most words searched for by their beginning. */
const MOST_ASKED_WORDS = 4;
/** A shorter run occurs in too many names. */
const SHORTEST_RUN = 3;

/** The longest part of a word with punctuation, since the name may have other punctuation: `O'Brien`, `O’Brien`. */
function longestRun(word: string): string {
  // A dot inside a word does not end it.
  const run = longest(word.match(/[\p{L}\p{M}\p{N}.]+/gu) ?? []);
  return run.length < SHORTEST_RUN ? word : run;
}

/** By its letters: names may have other signs, or none. */
function longest(words: readonly string[]): string {
  return words.reduce((best, word) => (lettersIn(word) > lettersIn(best) ? word : best), '');
}

function lettersIn(word: string): number {
  return word.replace(/[^\p{L}\p{M}\p{N}.]/gu, '').length;
}

/** A word as typed and without diacritics, each in the usual letter cases of names. */
function wordSpellings(word: string): readonly string[] {
  return [word, ...[word.toLowerCase(), foldLetters(word)].flatMap(letterCases)];
}

function letterCases(lower: string): readonly string[] {
  const [first = '', ...rest] = lower;
  return [lower, first.toUpperCase() + rest.join(''), lower.toUpperCase()];
}
