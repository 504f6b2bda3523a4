import type { SearchText } from './read-search-text.ts';

/**
 * Whether everybody whom `longer` matches was among those whom `shorter` matches, so that a complete answer to the one
 * holds the answer to the other. True where `longer` goes on from `shorter` word by word: whoever has a word beginning with
 * `nova` has one beginning with `nov`. Digits alone are read as ids and as the end of a phone number, and neither grows
 * that way. Pure.
 */
export function servesLonger(shorter: SearchText, longer: SearchText): boolean {
  if (shorter.text === longer.text) return true;
  if (shorter.readings.length === 0 || longer.readings.length === 0) return false;
  if (longer.phone !== null || shorter.phone !== null || /^\d+$/.test(longer.text)) return false;
  if (!longer.text.startsWith(shorter.text)) return false;
  const wordsServe =
    shorter.readings.includes('NAME') &&
    shorter.words.length <= longer.words.length &&
    shorter.words.every((word, at) => longer.words[at]?.startsWith(word));
  const emailServes = shorter.email !== null && longer.email?.startsWith(shorter.email) === true;
  return (
    longer.readings.every((reading) => shorter.readings.includes(reading) || EQUAL_ONLY.has(reading)) &&
    (wordsServe || !longer.readings.includes('NAME')) &&
    (emailServes || !longer.readings.includes('EMAIL'))
  );
}

/** Readings that only an equal value satisfies, and that a source which finds parts of texts was asked for as parts. */
const EQUAL_ONLY: ReadonlySet<string> = new Set(['USER_ID', 'CARE_CLOUD_ID', 'EXTERNAL_ID', 'CARD_NUMBER']);
