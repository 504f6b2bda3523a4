import { foldLetters } from '../../../customers/search/fold-words.ts';

/** The words of a text as a search for words separates them, folded: runs of letters and digits. */
export function wordsOf(text: string): readonly string[] {
  return foldLetters(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
