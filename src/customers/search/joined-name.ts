/**
 * Names that some write in one word and others with a sign or a blank after their first letters: `O'Brien` is `Obrien`
 * to whoever types it, and `McDonald` may be stored as `Mc Donald`.
 */

/** Signs that are typed or stored as an apostrophe. Unicode takes some of them for letters. */
const APOSTROPHES = "'’‘‛ʼʻʹ`´′＇";
const APOSTROPHE = new RegExp(`[${APOSTROPHES}]`, 'gu');
const APOSTROPHE_INSIDE = new RegExp(`(?<=[\\p{L}\\p{M}])[${APOSTROPHES}]\\s?(?=\\p{L})`, 'gu');
/** Before a blank, these are part of the name that follows; other single letters are initials. For a pattern. */
export const PREFIXES_APART = '(?:o|mc|mac)';
const PREFIX_APART = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}.])(${PREFIXES_APART})\\s+(?=\\p{L})`, 'giu');

/** The text with one kind of apostrophe. */
export function withPlainApostrophes(text: string): string {
  return text.replace(APOSTROPHE, "'");
}

/** The text with the two kinds of apostrophe that names are stored with. */
export function withUsualApostrophes(text: string): string {
  return text.replace(APOSTROPHE, (sign) => (sign === '’' ? sign : "'"));
}

/** The text with such names in one word. */
export function joinName(text: string): string {
  return text.replace(APOSTROPHE_INSIDE, '').replace(PREFIX_APART, '$1');
}

/** The text as others write it: such names in one word, and `t` for `þ`, which is also typed as `th`. */
export function writtenOtherwise(text: string): string {
  return joinName(text).replace(/þ/giu, 't');
}
