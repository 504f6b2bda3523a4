import { emailSpellings, foldEmail } from '../../../customers/model/email.ts';
import { emailVariants } from '../look-up/email-variants.ts';
import type { SeenKey } from './seen-records.ts';
import type { TraitBook } from './trait-book.ts';

/** The vendor's trait names for what a missing record may reveal. */
export interface SearchTraitNames<Name> {
  readonly mindsCase: Name;
  readonly mindsBlanks: Name;
  readonly isComplete: Name;
}

/**
 * Why a record was not found by an email: its spelling, if it was not searched for like that; else the search is
 * incomplete. Pure.
 */
export function reasonFor(key: SeenKey, written: string | null): 'CASE' | 'BLANKS' | 'INCOMPLETE' {
  if (key.kind !== 'email' || written === null || emailSpellings(key.value).includes(written)) {
    return 'INCOMPLETE';
  }
  return written.trim() === written ? 'CASE' : 'BLANKS';
}

/** Learns what a search distinguishes, or that it is incomplete. True: it is to be sent differently from now on. */
export function learnFromMissing<Name extends string>(
  missing: readonly { readonly key: SeenKey; readonly written: string | null }[],
  traits: TraitBook<Name>,
  names: SearchTraitNames<Name>,
): boolean {
  const reasons = new Set(missing.map(({ key, written }) => reasonFor(key, written)));
  // If it is known that spellings do not count and that records are missing, these are.
  const isKnown = (name: Name) => traits.currently(names.isComplete) === 'NO' && traits.isLearned(name);
  const isNews = (name: Name, value: string) => traits.currently(name) !== value && !isKnown(name);
  const mindsCase = reasons.has('CASE') && isNews(names.mindsCase, 'SENSITIVE');
  const mindsBlanks = reasons.has('BLANKS') && isNews(names.mindsBlanks, 'SIGNIFICANT');
  if (mindsCase) traits.learn(names.mindsCase, 'SENSITIVE');
  if (mindsBlanks) traits.learn(names.mindsBlanks, 'SIGNIFICANT');
  const isAskedAnew = mindsCase || mindsBlanks;
  // Searched for in the best way there is, and still not found.
  if (reasons.has('INCOMPLETE') || !isAskedAnew) traits.learn(names.isComplete, 'NO');
  return isAskedAnew;
}

const ALL_VARIANTS = { mindsCase: true, mindsBlanks: true };

/**
 * Learns from a look-up that was repeated because of a spelling: if that found none of the missing records, the
 * spelling was not why they were missing.
 */
export function learnFromRepeated<Name extends string>(
  found: readonly unknown[],
  missing: readonly { readonly key: SeenKey; readonly written: string | null }[],
  traits: TraitBook<Name>,
  names: SearchTraitNames<Name>,
): void {
  if (missing.length === 0) return;
  traits.learn(names.isComplete, 'NO');
  if (found.length > 0) return;
  // Unusual spellings were not sent.
  const reasons = missing
    .filter(({ key, written }) => emailVariants(key.value, ALL_VARIANTS).includes(written ?? ''))
    .map(({ key, written }) => reasonFor(key, written));
  if (reasons.includes('CASE')) traits.learn(names.mindsCase, 'INSENSITIVE');
  if (reasons.includes('BLANKS')) traits.learn(names.mindsBlanks, 'IGNORED');
}

/**
 * Takes back what a search seemed to distinguish, where it found an email that was not sent as it is written. Cut
 * batches, or records that appeared meanwhile, may have seemed so.
 *
 * @param sent The emails searched for, and nothing else. @param found The emails of the result as they are written.
 */
export function learnFromFound<Name extends string>(
  sent: readonly string[],
  found: readonly string[],
  traits: TraitBook<Name>,
  names: Pick<SearchTraitNames<Name>, 'mindsCase' | 'mindsBlanks'>,
): void {
  const mindsCase = traits.currently(names.mindsCase) === 'SENSITIVE';
  const mindsBlanks = traits.currently(names.mindsBlanks) === 'SIGNIFICANT';
  if (sent.length === 0 || (!mindsCase && !mindsBlanks)) return;
  const asSent = new Set(sent);
  const trimmed = new Set(sent.map((email) => email.trim()));
  const folded = new Set(sent.map(foldEmail));
  const others = found.filter((email) => !asSent.has(email));
  if (mindsCase && others.some((email) => !trimmed.has(email.trim()) && folded.has(foldEmail(email)))) {
    traits.learn(names.mindsCase, 'INSENSITIVE');
  }
  if (mindsBlanks && others.some((email) => email !== email.trim() && trimmed.has(email.trim()))) {
    traits.learn(names.mindsBlanks, 'IGNORED');
  }
}
