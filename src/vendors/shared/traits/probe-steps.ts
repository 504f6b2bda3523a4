import { crc32 } from 'node:zlib';
import { UpstreamError } from '../../../errors/gateway-error.ts';
import type { TraitBook } from './trait-book.ts';

/** How many records of a page are looked up again, to compare list and search. */
export const SAMPLE = 40;

/** Runs one step of learning. A refused request teaches nothing, and the next step continues. */
export async function tryStep(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.code !== 'UPSTREAM_REJECTED') throw error;
  }
}

/** The same texts in an order that has nothing to do with age: what a search does not find yet is spread over all. */
export function mixed(texts: readonly string[]): readonly string[] {
  return texts
    .map((text) => ({ text, place: crc32(text) }))
    .sort((left, right) => left.place - right.place)
    .map(({ text }) => text);
}

/** A sample that was found whole takes back that a search misses records, as it may do for a while, or seemed to. */
export function learnComplete<Name extends string>(found: number, traits: TraitBook<Name>, name: Name): void {
  if (found >= SAMPLE / 2 && traits.currently(name) === 'NO') traits.learn(name, 'YES');
}

/** Texts with unique folded forms, each with its record, so that a search for one finds no other. */
export function distinctTexts<R>(
  records: readonly R[],
  textOf: (record: R) => string | null,
): readonly { readonly record: R; readonly text: string }[] {
  const byForm = new Map<string, { readonly record: R; readonly text: string }[]>();
  for (const record of records) {
    const text = textOf(record);
    if (text === null) continue;
    const form = text.trim().toLowerCase();
    byForm.set(form, [...(byForm.get(form) ?? []), { record, text }]);
  }
  return [...byForm.values()].flatMap((same) => (same.length === 1 ? same : []));
}

/** Every letter in the other case; null if that is the same text. */
export function swapCase(text: string): string | null {
  const swapped = [...text]
    .map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
    .join('');
  return swapped === text ? null : swapped;
}

/** Plain letters and signs, whose case is unambiguous. */
export function isAscii(text: string): boolean {
  return /^[ -~]+$/.test(text);
}
