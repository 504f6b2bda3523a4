import { emailSpellings } from '../../customers/model/email.ts';
import { foldLetters } from '../../customers/search/fold-words.ts';
import type { SearchReading, SearchText } from '../../customers/search/read-search-text.ts';
import { phoneEndings } from './criteria/shared-criteria.ts';
import type { SearchCondition } from './wire/wire.ts';

/**
 * The conditions, to be asked for under OR, that find whoever the text may mean: texts by `~` (contains), so that the
 * profiles found for the beginning of a text hold those of the whole. Of several words the longest is asked for; the others
 * are compared by whoever asked. Pure.
 */
export function toSearchConditions(text: SearchText): readonly SearchCondition[] {
  const conditions = SEARCH_READINGS.filter((reading) => text.readings.includes(reading)).flatMap((reading) =>
    CONDITIONS[reading](text),
  );
  return [...new Map(conditions.map((condition) => [JSON.stringify(condition), condition])).values()];
}

/** What a text can be searched for as at HelpCrunch. */
export const SEARCH_READINGS = [
  'HELP_CRUNCH_ID',
  'USER_ID',
  'EMAIL',
  'PHONE',
  'NAME',
  'COMPANY',
] as const satisfies readonly SearchReading[];

type Conditions = (text: SearchText) => readonly SearchCondition[];

const CONDITIONS: Readonly<Record<(typeof SEARCH_READINGS)[number], Conditions>> = {
  HELP_CRUNCH_ID: ({ text }) => [{ field: 'customers.id', operator: '=', value: Number(text) }],
  USER_ID: ({ text }) => contains('customers.userId', [text]),
  EMAIL: ({ text }) => contains('customers.email', emailSpellings(text)),
  PHONE: ({ phone }) => contains('customers.phone', phoneEndings(phone?.ending ?? phone?.e164 ?? '')),
  NAME: ({ typedWords }) => contains('customers.name', wordSpellings(typedWords)),
  COMPANY: ({ typedWords }) => contains('customers.company', wordSpellings(typedWords)),
};

function contains(field: SearchCondition['field'], values: readonly string[]): readonly SearchCondition[] {
  return values.filter((value) => value !== '').map((value) => ({ field, operator: '~', value }));
}

/** The longest word as typed and without diacritics, each in the letter cases that names are written in. */
function wordSpellings(words: readonly string[]): readonly string[] {
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '');
  return [...new Set([longest, ...[longest.toLowerCase(), foldLetters(longest)].flatMap(letterCases)])];
}

function letterCases(lower: string): readonly string[] {
  const [first = '', ...rest] = lower;
  return [lower, first.toUpperCase() + rest.join(''), lower.toUpperCase()];
}
