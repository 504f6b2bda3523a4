import { iso31661 } from 'iso-3166';

const COUNTRIES: ReadonlySet<string> = new Set(
  iso31661.filter((entry) => entry.state === 'assigned').map((entry) => entry.alpha2),
);

const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/**
 * A text in the form used for comparison: trimmed, white space collapsed, letter case and Unicode composition folded.
 */
export function foldText(text: string): string {
  return text.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase();
}

/** A trimmed text; null for null, `""` and white space. */
export function textOrNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim();
  return trimmed ? trimmed : null;
}

/** The years 0000 to 9999 in UTC, in milliseconds since the epoch: the instants that RFC 3339 can express. */
const WRITABLE = { from: -62_167_219_200_000, to: 253_402_300_799_999 };

/** The instant if it can be returned; null if RFC 3339 cannot express it, and for NaN. */
export function writableInstant(instantMs: number): number | null {
  return instantMs >= WRITABLE.from && instantMs <= WRITABLE.to ? instantMs : null;
}

/** ISO 639-1 in lower case from `cs`, `en-GB` or `pt_BR`; null if it is not such a code. */
export function isoLanguage(text: string | null | undefined): string | null {
  const code = /^\s*([A-Za-z]{2})(?:[-_]|\s*$)/.exec(text ?? '')?.[1]?.toLowerCase();
  return code !== undefined && isLanguage(code) ? code : null;
}

/** At most 676 codes; the runtime's own table is slow. */
const knownLanguages = new Map<string, boolean>();

function isLanguage(code: string): boolean {
  const known = knownLanguages.get(code) ?? languageNames.of(code) !== undefined;
  knownLanguages.set(code, known);
  return known;
}

/** ISO 3166-1 alpha-2 in upper case; null if the code is not assigned (HelpCrunch's own page has `EN`). */
export function isoCountry(text: string | null | undefined): string | null {
  const code = text?.trim().toUpperCase();
  return code !== undefined && COUNTRIES.has(code) ? code : null;
}

/** The first word and the rest of a full name. */
export function splitName(name: string | null): {
  readonly firstName: string | null;
  readonly lastName: string | null;
} {
  const [firstName, ...rest] = name?.trim().split(/\s+/) ?? [];
  return { firstName: firstName || null, lastName: rest.join(' ') || null };
}
