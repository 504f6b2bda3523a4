/** When two emails are equal, and the spellings to look one up by. */

// Nearly all emails are ASCII, and a page compares hundreds of them.
const ASCII = /^[\0-\x7f]*$/;

/**
 * The normal form of an email: trimmed, lower case, Unicode composed (NFC). Equal emails have equal normal forms. `""`
 * for blanks.
 */
export function foldEmail(email: string): string {
  if (ASCII.test(email)) return email.trim().toLowerCase();
  // Composed twice: an accent may have a composed form only in lower case.
  return email.trim().normalize('NFC').toLowerCase().normalize('NFC');
}

/**
 * Every spelling to look up an email by, the given one first, because vendors do not document whether they ignore
 * letter case and Unicode composition. One or two for ASCII, at most five for accented letters. Each spelling has the
 * same set of spellings, so a response to one email covers all of them.
 */
export function emailSpellings(email: string): readonly string[] {
  const given = email.trim();
  const folded = foldEmail(given);
  if (ASCII.test(given)) return given === folded ? [given] : [given, folded];
  const forms = [given, given.normalize('NFC'), given.normalize('NFD'), folded, folded.normalize('NFD')];
  return [...new Set(forms)];
}

/** An email for display, trimmed; null if the text is not an address: `none`, `-`, `see notes`. */
export function toAddress(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return /^[^@\s]+@[^@\s]+$/.test(trimmed) ? trimmed : null;
}
