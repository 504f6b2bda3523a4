import { isAcceptLanguage } from '../../customers/model/accept-language.ts';
import { normalPhone, phoneFault } from '../../customers/model/identity-keys.ts';
import { badUserInput } from '../../errors/gateway-error.ts';
import { MOST_VALUES } from '../../paging/limits.ts';

/** The settings that validating an input needs. */
export interface InputSettings {
  /** ISO 3166-1 alpha-2, the setting PHONE_COUNTRY: the country of national phone numbers. */
  readonly phoneCountry?: string;
}

/** Longer than any name, address or id of a record, and short enough for a vendor's URL. In UTF-16 code units. */
const LONGEST_TEXT = 500;

/**
 * A non-empty text of at most 500 characters, unchanged. `path` names the input in the message; the value is never
 * included.
 */
export function toText(text: string, path: string): string {
  if (text.trim() === '') throw refused(path, 'a non-empty string', text);
  if (text.length > LONGEST_TEXT) throw refused(path, `at most ${LONGEST_TEXT} characters`, text);
  // A lone surrogate has no UTF-8 form, so no request could contain it.
  if (!text.isWellFormed()) throw refused(path, 'well-formed Unicode', text);
  return text;
}

/** The same, trimmed. */
export function toTrimmedText(text: string, path: string): string {
  return toText(text, path).trim();
}

/** Validates each value; at most MOST_VALUES. An empty list stays: it matches nothing. */
export function toList(
  values: readonly string[],
  path: string,
  toValue: (value: string, path: string) => string,
): readonly string[] {
  if (values.length > MOST_VALUES) {
    throw badUserInput(`${path}: expected at most ${MOST_VALUES} values, got ${values.length}.`);
  }
  return values.map((value, index) => toValue(value, `${path}[${index}]`));
}

/** Refuses a filter whose lists have more than MOST_VALUES values together, since each value is sent. */
export function requireFewValues(input: object | null | undefined, path: string): void {
  const count = countValues(input);
  if (count <= MOST_VALUES) return;
  throw badUserInput(
    `${path}: expected at most ${MOST_VALUES} values in all its lists together, got ${count}.`,
  );
}

function countValues(input: unknown): number {
  if (Array.isArray(input)) return input.length;
  if (typeof input !== 'object' || input === null) return 0;
  return Object.values(input).reduce<number>((sum, member) => sum + countValues(member), 0);
}

/** E.164 with `+`. */
export function toPhone(text: string, path: string, settings: InputSettings): string {
  const phone = normalPhone(toText(text, path), settings.phoneCountry);
  if (phone !== undefined) return phone;
  const { phoneCountry } = settings;
  const national = phoneCountry === undefined ? '' : `, or in the notation of ${phoneCountry}`;
  const fault = phoneFault(text, phoneCountry);
  throw refused(
    path,
    `a phone number with its country code such as +420 523 828 931${national}`,
    text,
    fault,
  );
}

/** A valid Accept-Language header. */
export function toLanguage(text: string, path: string): string {
  const language = toTrimmedText(text, path);
  if (isAcceptLanguage(language)) return language;
  throw refused(path, 'languages as in Accept-Language, such as cs or "cs, en-gb;q=0.8"', text);
}

/** The members that are neither null nor absent: a null input is the same as omitting it. */
export function present<T extends object>(
  input: T | null | undefined,
): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  const entries = Object.entries(input ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as Partial<{ [K in keyof T]: NonNullable<T[K]> }>;
}

/** The error for an unexpected value; it describes the value without including it. */
export function refused(path: string, expected: string, text: string, fault?: string): Error {
  const why = fault === undefined ? '' : `: ${fault}`;
  return badUserInput(`${path}: expected ${expected}, got ${textKind(text)}${why}.`);
}

/** Describes the value without repeating it: it may be personal data. */
export function textKind(text: string): string {
  if (text.trim() === '') return 'an empty string';
  return text.length === 1 ? 'a string of 1 character' : `a string of ${text.length} characters`;
}
