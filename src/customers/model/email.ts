/** What makes two emails one, and in which spellings one is looked up. */

// Nearly all emails are ASCII, and a page compares hundreds of them.
const ASCII = /^[\0-\x7f]*$/;

/** The form in which equal emails are equal texts: trimmed, lower case, Unicode composed (NFC). `""` for blanks. */
export function foldEmail(email: string): string {
  if (ASCII.test(email)) return email.trim().toLowerCase();
  // Composed twice: an accent may have a composed form in lower case only.
  return email.trim().normalize('NFC').toLowerCase().normalize('NFC');
}

/**
 * Every spelling in which an email is looked up, the given one first: vendors do not say whether their comparison
 * ignores letter case and Unicode composition. One or two for ASCII, at most five for accented letters. The spellings
 * of any of them are among them, so an answer to one email answers each of its spellings.
 */
export function emailSpellings(email: string): readonly string[] {
  const given = email.trim();
  const folded = foldEmail(given);
  if (ASCII.test(given)) return given === folded ? [given] : [given, folded];
  const forms = [given, given.normalize('NFC'), given.normalize('NFD'), folded, folded.normalize('NFD')];
  return [...new Set(forms)];
}

/** An email as people are shown it, trimmed; null where the text holds no address: `none`, `-`, `see notes`. */
export function toAddress(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return /^[^@\s]+@[^@\s]+$/.test(trimmed) ? trimmed : null;
}
