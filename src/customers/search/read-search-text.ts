import { badUserInput } from '../../errors/gateway-error.ts';
import { withAsciiDigits } from '../model/ascii-digits.ts';
import { phoneDialledWithZero } from '../model/dialled-phone.ts';
import { isValidPhone, normalEmail, normalPhone } from '../model/identity-keys.ts';
import { foldName, foldWords } from './fold-words.ts';
import { withUsualApostrophes, writtenOtherwise } from './joined-name.ts';
import { FEWEST_PHONE_DIGITS, LONGEST_CARD, numberInText } from './number-in-text.ts';

/** What a text may mean, in the order of the public enum `SearchReading`. */
export const SEARCH_READINGS = [
  'CARE_CLOUD_ID',
  'HELP_CRUNCH_ID',
  'USER_ID',
  'CARD_NUMBER',
  'EXTERNAL_ID',
  'EMAIL',
  'PHONE',
  'NAME',
  'COMPANY',
] as const;

export type SearchReading = (typeof SEARCH_READINGS)[number];

/** The longest accepted text, in characters, and the longest with an email or a phone number among other words. */
const LONGEST_TEXT = 200;
const LONGEST_ROW = 500;
/** With fewer letters and digits no search is sent. */
const FEWEST_LETTERS = 3;

/** A typed text, with all its possible meanings. */
export interface SearchText {
  /** As typed, trimmed. */
  readonly text: string;
  /** What it can mean, in the order of `SEARCH_READINGS`. Empty: it is too short for a search. */
  readonly readings: readonly SearchReading[];
  /** The words of a name or company, folded, without titles as long as another word remains. */
  readonly words: readonly string[];
  /** The same, with `O'Brien` and other names that are written in two ways as others write them. */
  readonly otherWords: readonly string[];
  /** The words as typed, without punctuation at their edges: sent to the sources. */
  readonly typedWords: readonly string[];
  /** The email or its beginning, in the normal form of emails; null if there is none in the text. */
  readonly email: string | null;
  /** The same as typed: sent to the sources. */
  readonly typedEmail: string | null;
  readonly phone: PhoneText | null;
}

/** A text that can be a phone number. */
interface PhoneText {
  /** E.164 with `+`; null if the text is not a complete number. */
  readonly e164: string | null;
  /** The digits a number may end in, without leading zeros; null if the text is an international number. */
  readonly ending: string | null;
}

const UNREAD = {
  readings: [],
  words: [],
  otherWords: [],
  typedWords: [],
  email: null,
  typedEmail: null,
  phone: null,
} as const;

/**
 * Determines what a text can mean. Pure.
 * @param phoneCountry The setting PHONE_COUNTRY, the country of national phone numbers.
 * @throws BAD_USER_INPUT for a text of more than 200 characters, or 500 with an email or a phone number among them.
 */
export function readSearchText(typed: string, phoneCountry?: string): SearchText {
  const text = toSearched(typed, phoneCountry);
  if (foldWords(text).join('').length < FEWEST_LETTERS) return { text, ...UNREAD };
  const isOneWord = !/\s/.test(text);
  const typedEmail = readEmail(text);
  const hasAt = typedEmail?.includes('@') === true;
  const phone = hasAt ? null : readPhone(text, phoneCountry);
  const email = (typedEmail && normalEmail(typedEmail)) ?? null;
  const fits: Readonly<Record<SearchReading, boolean>> = {
    CARE_CLOUD_ID: !hasAt && isCareCloudId(text),
    HELP_CRUNCH_ID: isHelpCrunchId(text),
    USER_ID: isOneWord,
    CARD_NUMBER: !hasAt && isCardNumber(text),
    EXTERNAL_ID: isOneWord && !hasAt && /\d/.test(text),
    EMAIL: email !== null,
    PHONE: phone !== null,
    NAME: !hasAt,
    COMPANY: !hasAt,
  };
  const readings = SEARCH_READINGS.filter((reading) => fits[reading]);
  const [words, otherWords] = [foldName(text), foldName(writtenOtherwise(text))];
  return { text, readings, words, otherWords, typedWords: toTypedWords(text), email, typedEmail, phone };
}

/** What is searched for: the visible text, or if that is too long, the email among its words. */
function toSearched(typed: string, phoneCountry: string | undefined): string {
  const characters = [...typed].length;
  if (characters <= LONGEST_ROW) {
    const text = toVisible(typed, phoneCountry);
    if (Math.min(characters, [...text].length) <= LONGEST_TEXT) return text;
    const email = readEmail(text);
    if (email?.includes('@') === true && email.length <= LONGEST_TEXT) return email;
  }
  throw badUserInput(
    `text: expected at most ${LONGEST_TEXT} characters, such as a name or a phone number, or at most ${LONGEST_ROW} with an email address or a phone number among them, got ${characters}. Search for one cell or word of it.`,
  );
}

/**
 * The visible part of a text: without invisible characters (as copied with a phone number from right-to-left text),
 * with control characters as blanks, with letters composed as stored names are, and with ASCII digits. Of a phone or
 * card number with other words, only the number.
 */
function toVisible(typed: string, phoneCountry: string | undefined): string {
  const clean = withAsciiDigits(
    typed
      .toWellFormed()
      .replace(/\p{Cf}/gu, '')
      .normalize('NFC'),
  );
  const withBlanks = (text: string) => text.replace(/\p{Cc}/gu, ' ').trim();
  const text = withBlanks(clean);
  const isPhone = (number: string) => isValidPhone(readPhone(number, phoneCountry)?.e164 ?? '');
  return numberInText(text, clean.split(CELL_BORDER).map(withBlanks), isPhone) ?? text;
}

/** Between the cells of a table, as copied. */
const CELL_BORDER = /[\t\n\r;|]/;

/**
 * The email in a text, or the beginning of one: `Jan Novák <jan.novak@x.cz>` is as mail programs copy it. Among other
 * words only a whole address is one.
 */
function readEmail(text: string): string | null {
  if (!text.includes('@')) return /\s/.test(text) ? null : text;
  const words = text.split(/[\s;,|]+/).filter((word) => word !== '');
  const [only = ''] = words;
  if (words.length === 1) return withoutMailMarks(only) || only;
  return words.map(withoutMailMarks).find((word) => /^[^@]+@[^@]+$/.test(word)) ?? null;
}

function withoutMailMarks(word: string): string {
  return word
    .replace(/^[<("'[]+/, '')
    .replace(/^mailto:/i, '')
    .replace(/[>)"'\],;:]+$/, '');
}

/** CareCloud's ids are 12 to 28 hexadecimal digits in the vendor's documents, and opaque: letters and digits mixed. */
function isCareCloudId(text: string): boolean {
  if (!/^[\w-]{8,255}$/.test(text) || !/\d/.test(text)) return false;
  // Digits alone are a phone or card number, unless there are too many.
  return /[A-Za-z]/.test(text) || text.length > LONGEST_CARD;
}

function isHelpCrunchId(text: string): boolean {
  return /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text));
}

/** Card numbers have six to nineteen digits, an optional prefix of letters, and are printed in groups. */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return /^[A-Za-z]{0,6}[\d -]+$/.test(text) && digits >= FEWEST_PHONE_DIGITS && digits <= LONGEST_CARD;
}

function readPhone(typed: string, phoneCountry: string | undefined): PhoneText | null {
  const text = toPlainPhone(typed);
  const digits = text.replace(/\D/g, '');
  if (!/^[\d\s+\-./()]+$/.test(text) || digits.length < FEWEST_PHONE_DIGITS) return null;
  const isInternational = text.includes('+') || digits.startsWith('00');
  const ending = digits.replace(/^0+/, '');
  const own = normalPhone(text, phoneCountry) ?? null;
  const isOwn = isInternational || phoneCountry === undefined || (own !== null && isValidPhone(own));
  const e164 = isOwn ? own : (phoneDialledWithZero(digits) ?? own);
  if (isInternational || ending === '') return e164 === null ? null : { e164, ending: null };
  return { e164, ending };
}

/** Dashes and blanks of other scripts as ASCII, without the `(0)` that is not dialled from abroad. */
function toPlainPhone(typed: string): string {
  const text = typed.normalize('NFKC').replace(/\p{Pd}/gu, '-');
  return /^(?:\+|00)/.test(text) ? text.replace(/\(0\)/, ' ') : text;
}

/**
 * The words as typed, in the usual forms of their letters and apostrophes, without punctuation at their edges, and
 * without titles as long as another word remains.
 */
function toTypedWords(text: string): readonly string[] {
  const typed = withUsualApostrophes(text)
    .normalize('NFKC')
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((word) => word !== '');
  const named = typed.filter((word) => foldName(`${word} x`).length > 1);
  return named.length === 0 ? typed : named;
}
