import { customerOf, type Key, profilesOf } from './oracle.ts';
import type { Account, Profile, World } from './world.ts';

/**
 * The people that a text means, computed from the rules alone, without using the product. Phones in the sandbox are
 * Czech.
 */

export type Reading =
  | 'CARE_CLOUD_ID'
  | 'HELP_CRUNCH_ID'
  | 'USER_ID'
  | 'CARD_NUMBER'
  | 'EXTERNAL_ID'
  | 'EMAIL'
  | 'PHONE'
  | 'NAME'
  | 'COMPANY';
const READINGS: readonly Reading[] = [
  ...(['CARE_CLOUD_ID', 'HELP_CRUNCH_ID', 'USER_ID', 'CARD_NUMBER', 'EXTERNAL_ID'] as const),
  ...(['EMAIL', 'PHONE', 'NAME', 'COMPANY'] as const),
];

type Person = Account | Profile;
export const isProfile = (record: Person): record is Profile => typeof record.id === 'number';

const LETTERS = new Map(
  Object.entries({ ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' }),
);
const TITLES = 'ing mgr bc dr mudr judr phdr rndr paeddr mvdr prof doc phd csc mba dis mr mrs ms miss'.split(
  ' ',
);

/** Letter case, marks and similar forms of letters are equal. */
export function fold(text: string): string {
  let folded = '';
  for (const letter of text.normalize('NFKD').toLowerCase()) {
    if (!/\p{M}/u.test(letter)) folded += LETTERS.get(letter) ?? letter;
  }
  return folded;
}

function wordsOf(text: string): string[] {
  const words: string[] = [''];
  const plain = [...text].map((each) => (APOSTROPHES.includes(each) ? "'" : each)).join('');
  const letters = [...fold(plain)];
  letters.forEach((letter, at) => {
    const isLetter = (each = '') => /[\p{L}\p{N}]/u.test(each);
    if (isLetter(letter)) words[words.length - 1] += letter;
    // "Ph.D." is one word.
    else if (letter !== '.' || !isLetter(letters[at - 1]) || !isLetter(letters[at + 1])) words.push('');
  });
  return words.filter((word) => word !== '');
}

const withoutTitles = (words: string[]): string[] => {
  const others = words.filter((word) => !TITLES.includes(word));
  return others.length > 0 ? others : words;
};

/** Full-width signs of phone numbers as ASCII. */
const toAsciiSigns = (text: string) =>
  text.replace(/[＋－０-９]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0));

/** The visible part of a text. */
export const visible = (typed: string): string =>
  toAsciiSigns(typed)
    .toWellFormed()
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Cc}/gu, ' ')
    .trim();

export const isTooShort = (typed: string): boolean => wordsOf(visible(typed)).join('').length < 3;
const isOneWord = (typed: string) => !/\s/.test(visible(typed));
const digitsOf = (text: string) => [...text].filter((each) => /[0-9]/.test(each)).join('');
const plain = (email: string) => email.normalize('NFC').trim().toLowerCase().normalize('NFC');

/** The email typed, or its beginning: a word alone, or an address among others as mail programs copy it. */
export function typedEmail(typed: string): string | null {
  const bare = (word: string) => {
    let text = word;
    while (text !== '' && '<(["\'['.includes(text.charAt(0))) text = text.slice(1);
    if (text.toLowerCase().startsWith('mailto:')) text = text.slice('mailto:'.length);
    while (text !== '' && '>)"\'],;:'.includes(text.charAt(text.length - 1))) text = text.slice(0, -1);
    return text;
  };
  const words = visible(typed).normalize('NFC').split(/\s+/);
  const [only = ''] = words;
  if (words.length === 1) return only.includes('@') ? bare(only) || only : only;
  const isAddress = (word: string) => {
    const parts = word.split('@');
    return parts.length === 2 && parts.every((part) => part !== '');
  };
  return words.map(bare).find(isAddress) ?? null;
}

export const isEmailText = (typed: string): boolean => typedEmail(typed)?.includes('@') === true;

export function isPhoneText(typed: string): boolean {
  const text = visible(typed);
  return /^[0-9\s+\-./()]*$/.test(text) && digitsOf(text).length >= 6;
}

/** How well a record satisfies each reading: 0 equal, 1 … 8 by the ranking of words; absent: not at all. */
export function gradesOf(typed: string, record: Person): Map<Reading, number> {
  const text = visible(typed);
  const grades = new Map<Reading, number>();
  if (isTooShort(typed)) return grades;
  const note = (reading: Reading, grade: number | null) => grade !== null && grades.set(reading, grade);
  const isEmail = isEmailText(typed);
  const address = typedEmail(typed);

  if (!isEmail && !isProfile(record)) note('CARE_CLOUD_ID', record.id === text ? 0 : null);
  if (!isEmail && isProfile(record)) note('HELP_CRUNCH_ID', String(record.id) === text ? 0 : null);
  if (isProfile(record) && isOneWord(typed)) note('USER_ID', record.userId === text ? 0 : null);
  if (address !== null && record.email?.includes('@')) {
    const [own, wanted] = [plain(record.email), plain(address)];
    note('EMAIL', own === wanted ? 0 : own.startsWith(wanted) ? 7 : null);
  }
  const number = isProfile(record) ? (record.phone?.e164 ?? null) : record.phone;
  if (isPhoneText(typed) && number !== null) note('PHONE', phoneGrade(text, digitsOf(number)));
  if (!isEmail) {
    const names = isProfile(record) ? record.name : `${record.firstName ?? ''} ${record.lastName ?? ''}`;
    note('NAME', wordGrade(text, names ?? '', 1));
    if (isProfile(record)) note('COMPANY', wordGrade(text, record.company ?? '', 2));
  }
  return grades;
}

function phoneGrade(text: string, number: string): number | null {
  const digits = digitsOf(text);
  const isInternational = text.includes('+') || digits.startsWith('00');
  const wanted = digits.replace(/^0+/, '');
  if (wanted === number || (!isInternational && `420${wanted}` === number && wanted === digits)) return 0;
  return !isInternational && wanted !== '' && number.endsWith(wanted) ? 7 : null;
}

const APOSTROPHES = [..."'’‘‛ʼʻʹ`´′＇"];

/** Without apostrophes inside names, and with `O`, `Mc` and `Mac` written together with what follows. */
function inOneWord(text: string): string {
  const letters = [...text];
  const isLetter = (each = '') => /[\p{L}\p{M}]/u.test(each) && !APOSTROPHES.includes(each);
  let joined = '';
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? '';
    const isBlankAfter = /^\s$/.test(letters[at + 1] ?? '');
    const next = letters[isBlankAfter ? at + 2 : at + 1] ?? '';
    const isInside = APOSTROPHES.includes(letter) && /[\p{L}\p{M}]$/u.test(joined) && /\p{L}/u.test(next);
    if (isInside && isLetter(next)) at += Number(isBlankAfter);
    else joined += letter;
  }
  const pieces = joined.split(/(\s+)/);
  return pieces
    .map((piece, at) => {
      const isBlank = at % 2 === 1;
      const [before = ''] = /[\p{L}\p{M}\p{N}.]*$/u.exec(pieces[at - 1] ?? '') ?? [];
      const isJoined = ['o', 'mc', 'mac'].includes(before.toLowerCase());
      return isBlank && isJoined && /^\p{L}/u.test(pieces[at + 1] ?? '') ? '' : piece;
    })
    .join('');
}

const otherwise = (text: string) => inOneWord(text).replaceAll('þ', 't').replaceAll('Þ', 't');

/** The better grade of the words as they are, and with `O'Brien` in one word and `t` for `þ`. */
function wordGrade(text: string, name: string, base: number): number | null {
  const grades = [gradeOf(text, name, base), gradeOf(otherwise(text), otherwise(name), base)];
  return grades.reduce((best, grade) => (best === null || (grade !== null && grade < best) ? grade : best));
}

/** Each search word must begin a different word of the name; the best assignment counts. */
function gradeOf(text: string, name: string, base: number): number | null {
  const asked = withoutTitles(wordsOf(text));
  const own = wordsOf(name);
  const told = withoutTitles(own);
  if (asked.length === 0 || asked.length > own.length) return null;
  const equals = waysToPlace(asked, own);
  if (equals.length === 0) return null;
  const most = Math.max(...equals);
  if (most === asked.length) {
    const isSame = [...asked].sort().join(' ') === [...told].sort().join(' ');
    return isSame ? base : base + 2;
  }
  return most > 0 ? base + 4 : base + 6;
}

/** For each assignment of the search words to words of the name that they begin: how many of them are equal. */
function waysToPlace([first, ...rest]: string[], own: string[]): number[] {
  if (first === undefined) return [0];
  return own.flatMap((word, at) =>
    word.startsWith(first)
      ? waysToPlace(rest, own.toSpliced(at, 1)).map((count) => count + Number(word === first))
      : [],
  );
}

export interface Found {
  /** The canonical key. */
  readonly customer: string;
  readonly matchedOn: readonly Reading[];
}

/** The people of these records, best first. */
export function rankPeople(
  typed: string,
  records: readonly Person[],
  world: World,
  { keys, globalIdOf }: { readonly keys: readonly Key[]; readonly globalIdOf: (key: string) => string },
): readonly Found[] {
  const people = new Map<string, { grade: number; matched: Set<Reading> }>();
  for (const record of records) {
    const grades = gradesOf(typed, record);
    if (grades.size === 0) continue;
    const customer = isProfile(record) ? customerOf(record, world, keys) : `CARECLOUD:${record.id}`;
    const known = people.get(customer) ?? { grade: 9, matched: new Set() };
    known.grade = Math.min(known.grade, ...grades.values());
    for (const reading of grades.keys()) known.matched.add(reading);
    people.set(customer, known);
  }
  const ranked = [...people].map(([customer, { grade, matched }]) => {
    const account = world.accounts.find(({ id }) => customer === `CARECLOUD:${id}`);
    const profile = world.profiles.find(({ id }) => customer === `HELPCRUNCH:${id}`);
    return {
      customer,
      grade,
      isInBoth: account !== undefined && profilesOf(account, world, keys).length > 0,
      updatedAt: account === undefined ? (profile?.lastSeen ?? null) : account.lastChange,
      matchedOn: READINGS.filter((reading) => matched.has(reading)),
    };
  });
  return ranked
    .toSorted(
      (a, b) =>
        a.grade - b.grade ||
        Number(b.isInBoth) - Number(a.isInBoth) ||
        (b.updatedAt ?? -1) - (a.updatedAt ?? -1) ||
        (globalIdOf(a.customer) < globalIdOf(b.customer) ? -1 : 1),
    )
    .map(({ customer, matchedOn }) => ({ customer, matchedOn }));
}
