import {
  type CountryCode,
  getCountryCallingCode,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js';
import { withAsciiDigits } from './ascii-digits.ts';
import { phoneDialledWithZero } from './dialled-phone.ts';
import { foldEmail } from './email.ts';
import type { IdentityValues, Person, RecordKey } from './source-record.ts';

/**
 * Placeholders that systems write for a missing value. If two of them are equal, this says nothing about the people.
 */
const WORTHLESS = new Set(['', '-', 'null', 'none', 'anonymous', '-1']);

/** Whether a text identifies no person: a placeholder, or only zeros. */
export function isWorthless(text: string): boolean {
  const folded = text.trim().toLowerCase();
  return WORTHLESS.has(folded) || /^0+$/.test(folded);
}

/** Normalised by `foldEmail`; undefined for a placeholder. */
export function normalEmail(text: string | null | undefined): string | undefined {
  if (text == null || isWorthless(text)) return undefined;
  return foldEmail(text);
}

/** Trimmed, letter case kept (ids are opaque); undefined for a placeholder. */
export function normalUserId(text: string | null | undefined): string | undefined {
  if (text == null || isWorthless(text)) return undefined;
  return text.trim();
}

/**
 * A phone number in E.164 (`+420523828931`); undefined if the text is not a possible number. International format: `+`,
 * `00` or bare digits with the country code. National format only with `country` (ISO 3166-1 alpha-2, the setting
 * PHONE_COUNTRY). A label before it and an extension after it do not count, nor does the `(0)` that is not dialled from
 * abroad. Checks the length, not whether the number exists; only digits that may be read both ways are read as the
 * number that exists.
 */
export function normalPhone(text: string | null | undefined, country?: string): string | undefined {
  if (text == null || isWorthless(text)) return undefined;
  const number = toAsciiSigns(text)
    .trim()
    .replace(EXTENSION, '')
    .replace(/^[^\d+(]+/, '');
  if (isInternational(number)) return possible(`+${digitsOf(number.replace('(0)', '')).replace(/^00/, '')}`);
  const digits = digitsOf(number);
  if (digits.length < 5 || /^0+$/.test(digits)) return undefined;
  if (country === undefined) return possible(`+${digits}`);
  const national = possible(number, country);
  if (isSurelyInternational(digits, national, country)) return possible(`+${digits}`);
  return withoutNeedlessZero(digits, national, country) ?? national ?? possible(`+${digits}`);
}

// Nearly all numbers are ASCII.
const ASCII = /^[\0-\x7f]*$/;

/** Digits and signs of other scripts as ASCII: `＋４２０` is `+420`. */
function toAsciiSigns(text: string): string {
  return ASCII.test(text) ? text : withAsciiDigits(text.normalize('NFKC'));
}

/** After the last digit of a number: `ext. 12`, `x12`, `l. 12`. */
const EXTENSION = /(?<=[\d)])\s{0,3}(?:ext(?:ension)?|x|#|linka|l|klapka|kl)\.?\s{0,3}\d{1,6}$/i;

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

function isInternational(number: string): boolean {
  return /^\(?\+/.test(number) || digitsOf(number).startsWith('00');
}

/** `0603 350 413` within a country whose numbers do not begin with 0, as it was dialled long ago. */
function withoutNeedlessZero(
  digits: string,
  national: string | undefined,
  country: string,
): string | undefined {
  if (!/^0[1-9]/.test(digits) || phoneDialledWithZero(digits) !== undefined) return undefined;
  if (national !== undefined && isValidPhone(national)) return undefined;
  const own = possible(digits.slice(1), country);
  return own !== undefined && isValidPhone(own) ? own : undefined;
}

/** Fewer may be an own number that does not exist and, with another country's code, one that does. */
const FEWEST_WITH_FOREIGN_CODE = 11;

/**
 * Whether bare digits begin with a country code, although they may be a long national number: `421905123456` within
 * Czechia, where some have twelve digits.
 */
function isSurelyInternational(digits: string, national: string | undefined, country: string): boolean {
  if (digits.startsWith('0') || (national !== undefined && isValidPhone(national))) return false;
  const international = parsePhoneNumberFromString(`+${digits}`);
  if (international?.isPossible() !== true) return false;
  if (international.countryCallingCode === getCountryCallingCode(country as CountryCode)) return true;
  return digits.length >= FEWEST_WITH_FOREIGN_CODE && international.isValid();
}

/** Whether its country has such a number, as far as is known, not only numbers of that length. */
export function isValidPhone(e164: string): boolean {
  return parsePhoneNumberFromString(e164)?.isValid() === true;
}

/**
 * The usual notations of a number in E.164, from its first character on: with and without `+`, `00` and country code,
 * in groups or not.
 */
export function phoneNotations(e164: string): readonly string[] {
  const parsed = parsePhoneNumberFromString(e164);
  if (parsed === undefined) return [e164, e164.slice(1)];
  const code = parsed.countryCallingCode;
  const groups = parsed.formatInternational().slice(code.length + 2);
  const [plain, spaced, dashed] = ['', ' ', '-'].map((separator) => groups.replace(/\D+/g, separator));
  const national = [plain, spaced, dashed].map((digits) => digits ?? '');
  return [
    ...national,
    ...national.map((digits) => `+${code} ${digits}`),
    ...['+', '', '00'].flatMap((prefix) => [`${prefix}${code}${plain}`, `${prefix}${code} ${spaced}`]),
  ].filter((notation, at, all) => all.indexOf(notation) === at);
}

/** Why `normalPhone` does not accept a text, without repeating it. */
export function phoneFault(text: string, country?: string): string {
  const trimmed = toAsciiSigns(text).trim();
  const digits = trimmed.replace(/\D/g, '');
  if (/\p{L}/u.test(trimmed)) return 'it contains letters';
  if (digits.length < 5) return 'it has fewer than 5 digits';
  if (/^0+$/.test(digits)) return 'it has only zeros';
  const international = /^[^\d+]*\+/.test(trimmed) ? `+${digits}` : digits.replace(/^00/, '+');
  const fault = international.startsWith('+')
    ? validatePhoneNumberLength(international)
    : country === undefined
      ? validatePhoneNumberLength(`+${digits}`)
      : validatePhoneNumberLength(trimmed, country as CountryCode);
  return (fault === undefined ? undefined : LENGTH_FAULTS[fault]) ?? 'no country has numbers like it';
}

const LENGTH_FAULTS: Readonly<Record<string, string>> = {
  TOO_SHORT: 'it has too few digits for its country',
  TOO_LONG: 'it has too many digits for its country',
  INVALID_LENGTH: 'its country has no numbers of that length',
  INVALID_COUNTRY: 'it does not begin with an existing country code',
};

/** A key's value in the form used by records' keys; undefined for a placeholder. An id is compared as it is. */
export function normalKeyValue({ kind, value }: RecordKey, country?: string): string | undefined {
  switch (kind) {
    case 'id':
      return value;
    case 'email':
      return normalEmail(value);
    case 'userId':
      return normalUserId(value);
    case 'phone':
      return normalPhone(value, country);
  }
}

function possible(text: string, country?: string): string | undefined {
  const parsed = parsePhoneNumberFromString(text, {
    ...(country !== undefined && { defaultCountry: country as CountryCode }),
    extract: false,
  });
  return parsed?.isPossible() ? parsed.number : undefined;
}

/** The identity values of a record, without placeholders. */
export class RecordIdentity implements IdentityValues {
  readonly email: string | undefined;
  readonly userId: string | undefined;
  readonly #person: Pick<Person, 'phone'>;

  constructor(raw: {
    readonly email: string | null;
    readonly userId: string | null;
    readonly person: Pick<Person, 'phone'>;
  }) {
    this.email = normalEmail(raw.email);
    this.userId = normalUserId(raw.userId);
    this.#person = raw.person;
  }

  /** Computed on access: parsing phones is expensive, and they seldom join records. */
  get phone(): string | undefined {
    return this.#person.phone ?? undefined;
  }
}
