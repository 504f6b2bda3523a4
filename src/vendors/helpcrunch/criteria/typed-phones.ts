// The smaller tables take many beginnings of numbers for whole ones.
import { isValidPhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { SearchText } from '../../../customers/search/read-search-text.ts';
import { PHONE_SEPARATORS } from '../assumptions.ts';

type TypedPhone = Pick<SearchText, 'phone'>;

/** Searched for by so many of its last digits. */
const ASKED_DIGITS = 4;
const LONGEST_COUNTRY_CODE = 3;

/**
 * Whether a complete search for the beginning of a phone number has found everybody whom the number typed on finds: it
 * was searched for by its last four digits, which the longer number has within it. A number that exists is searched for
 * by its own end all the same, since that is written in fewer ways. Pure.
 */
export function servesTypedOn(beginning: TypedPhone, whole: TypedPhone): boolean {
  const [first, all] = [beginning.phone, whole.phone];
  if (first === null || all === null || (first.ending === null) !== (all.ending === null)) return false;
  const digits = digitsOf(first);
  return (
    // The country code is often left out.
    digits.length >= countryCodeLength(first) + ASKED_DIGITS &&
    digitsOf(all).startsWith(digits) &&
    (all.e164 === null || !isValidPhoneNumber(all.e164))
  );
}

/** What the digits of an ending are separated into if they are within a number that is written in pairs: `5 04 1`. */
export function amongPairs(ending: string): readonly string[] {
  return PHONE_SEPARATORS.map((separator) =>
    ending.replace(/^(.)(..)(.)$/, `$1${separator}$2${separator}$3`),
  );
}

/** Of bare digits it is not known. */
function countryCodeLength({ ending, e164 }: NonNullable<SearchText['phone']>): number {
  const parsed = ending === null && e164 !== null ? parsePhoneNumberFromString(e164) : undefined;
  return parsed?.countryCallingCode.length ?? LONGEST_COUNTRY_CODE;
}

function digitsOf({ ending, e164 }: NonNullable<SearchText['phone']>): string {
  return ending ?? (e164 ?? '').slice(1);
}
