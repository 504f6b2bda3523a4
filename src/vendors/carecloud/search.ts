import { emailSpellings } from '../../customers/model/email.ts';
import type { SearchReading, SearchText } from '../../customers/search/read-search-text.ts';
import type { SpellEmail } from './criteria/criteria.ts';
import type { CustomersFilter } from './wire/wire.ts';

/** What a text can be searched as at CareCloud. */
export const SEARCH_READINGS = [
  'CARE_CLOUD_ID',
  'EMAIL',
  'PHONE',
  'NAME',
] as const satisfies readonly SearchReading[];

/** Rows read per list: if there are more, the latest changed. */
export const SEARCH_ROWS = 100;

/** The most requests for one text. */
export const MOST_SEARCHES = 3;

/**
 * The lists, one request each, that find accounts the text may mean: at most three, the most likely first. CareCloud's
 * page does not promise partial matches, so each list is by equal values. An id is looked up together with those that
 * other values lead to. Pure.
 */
export function planSearch(
  text: SearchText,
  {
    namesMindCase,
    spellEmail = emailSpellings,
  }: { readonly namesMindCase: boolean; readonly spellEmail?: SpellEmail },
): readonly CustomersFilter[] {
  const fits = new Set(text.readings);
  const filters: CustomersFilter[] = [];
  const email = text.typedEmail ?? '';
  if (fits.has('EMAIL') && /^[^@]+@[^@]+$/.test(email)) filters.push({ email_list: spellEmail(email) });
  const phone = text.phone?.e164;
  if (phone != null) filters.push({ phone: phone.replace(/\D/g, '') });
  if (fits.has('NAME') && !mayBeId(text)) filters.push(...nameFilters(text.typedWords, namesMindCase));
  return filters.slice(0, MOST_SEARCHES);
}

/** One word with digits, or digits alone, is rather a number or an id than a name: `Studio 54` is a name. */
function mayBeId({ typedWords }: SearchText): boolean {
  const hasDigit = typedWords.some((word) => /\d/.test(word));
  return hasDigit && (typedWords.length < 2 || !typedWords.some((word) => /\p{L}/u.test(word)));
}

/**
 * Whether the list by phone waits for what the finders find: digits that may be a phone number, a card's, first or
 * second, and an id in another system may take more than three requests. Pure.
 */
export function isPhoneLast({ readings }: SearchText): boolean {
  return (['PHONE', 'CARD_NUMBER', 'EXTERNAL_ID'] as const).every((reading) => readings.includes(reading));
}

/**
 * The most likely splits of the words into first and last name: as typed, preceded by capitalised ones (as names are
 * stored) if letter case may matter.
 */
function nameFilters(words: readonly string[], mindsCase: boolean): readonly CustomersFilter[] {
  if (words.length === 0) return [];
  const filters = (mindsCase ? [words.map(capitalised), words] : [words]).flatMap(splits);
  return [...new Map(filters.map((filter) => [JSON.stringify(filter), filter])).values()];
}

/**
 * One word is a last or a first name, two are both in either order. Of more, the last or the first word is one name and
 * the rest the other. With a particle first they may all be the last name: `van der Berg`, or all but the last.
 */
function splits(words: readonly string[]): readonly CustomersFilter[] {
  const [first = '', ...rest] = words;
  const last = words.at(-1) ?? '';
  if (rest.length === 0) return [{ last_name: first }, { first_name: first }];
  const init = words.slice(0, -1).join(' ');
  const isFirstLast = { first_name: init, last_name: last };
  const isLastFirst = { first_name: last, last_name: init };
  if (PARTICLES.has(first.toLowerCase())) return [{ last_name: words.join(' ') }, isFirstLast, isLastFirst];
  return [isFirstLast, words.length === 2 ? isLastFirst : { first_name: first, last_name: rest.join(' ') }];
}

/** Words that begin a last name and are no first name. */
const PARTICLES = new Set(
  'van von vom zu zum zur de del della da dal du des den der ter ten dos das'.split(' '),
);

/** Each part of a double name is capitalised. */
function capitalised(word: string): string {
  return word
    .toLowerCase()
    .replace(/(^|[^\p{L}\p{N}])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase());
}
