/** Numbers with fewer digits are no phone number, nor the end of one. */
export const FEWEST_PHONE_DIGITS = 6;
/** Phone and card numbers have at most this many digits. */
export const LONGEST_CARD = 19;
/** Among other words, shorter numbers are house numbers, dates and ids of companies. */
const FEWEST_AMONG_WORDS = 9;

/** The whole text, but for what people copy around it: `Tel.: 603 350 413,`. */
const LABELLED =
  /^(?:(?:tel|telefon|phone|mob|mobil|mobile|gsm|handy|fax)\b[.:\s]*)?([+(]*\d[\d\s+\p{Pd}./()]*(?<=[\d)]))[\s.,;:]*$/iu;

const AMONG_WORDS = /(?<![\p{L}\p{N}@_\p{Pd}])[+(]*\d[\d\s+\p{Pd}./()]*(?<=[\d)])(?![\p{L}\p{N}@_])/gu;

/** With an hour or a number after it, it has as many digits as a phone number. */
const DATE =
  /(?<![\d.-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}\. ?\d{1,2}\. ?\d{4})(?:[ T]\d{1,2}(?::\d{2}){1,2})?(?![\d.-])/g;

/**
 * The number that a text is copied with: with a label before it and punctuation after it, or the first whole number of
 * a phone in a row of a table, a signature, or before an extension (`603 350 413 ext. 12`), else of a card. Null if
 * there is none, or the text has an address, which is a better key. Pure.
 * @param cells The text, divided where a table divides it: a number does not cross the border.
 * @param isPhone Whether there are such phone numbers.
 */
export function numberInText(
  text: string,
  cells: readonly string[],
  isPhone: (number: string) => boolean,
): string | null {
  const labelled = LABELLED.exec(text)?.[1];
  const isOneCell = cells.filter((cell) => cell !== '').length < 2;
  if (labelled !== undefined && isOneCell) return digitsOf(labelled) >= FEWEST_PHONE_DIGITS ? labelled : null;
  if (text.includes('@')) return null;
  const numbers = cells
    .flatMap((cell) => cell.replace(DATE, ';').match(AMONG_WORDS) ?? [])
    .filter((each) => isWhole(digitsOf(each)));
  return numbers.find(isPhone) ?? numbers[0] ?? labelled ?? null;
}

function isWhole(digits: number): boolean {
  return digits >= FEWEST_AMONG_WORDS && digits <= LONGEST_CARD;
}

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').length;
}
