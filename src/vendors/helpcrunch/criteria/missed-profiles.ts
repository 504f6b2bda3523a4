import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { TraitBook } from '../../shared/traits/trait-book.ts';
import type { TraitName } from '../traits.ts';
import type { HelpCrunchSearch, SearchCondition } from '../wire/wire.ts';
import { type TextField, textOf } from './text-atom.ts';

/** A trait, and the value that a missing profile shows. */
export type Missed = readonly [name: TraitName, value: string];
type Traits = Pick<TraitBook<TraitName>, 'currently'>;

/** A long list of alternatives is a look-up, which is checked separately. */
const MOST_CONDITIONS = 20;

const INCOMPLETE: Missed = ['search.complete', 'NO'];
const EQUALS_CASE: Missed = ['search.equals.case', 'SENSITIVE'];
const CONTAINS_CASE: Missed = ['search.contains.case', 'SENSITIVE'];
const WORDS_ONLY: Missed = ['search.contains.inside', 'WORD'];
const BEGINNINGS_ONLY: Missed = ['search.contains.inside', 'BEGINNING'];

/**
 * What it shows if a search lacks this profile: how texts are compared, if only that explains it, else that the search
 * lacks profiles. Null if the profile does not certainly satisfy it, if several things would explain it, or if that is
 * known. Pure.
 */
export function whyMissed(
  { comparison, conditions }: Pick<HelpCrunchSearch, 'comparison' | 'conditions'>,
  profile: SourceRecord<HelpCrunchCustomer>,
  traits: Traits,
): Missed | null {
  if (conditions.length > MOST_CONDITIONS) return null;
  const reasons = conditions.map((condition) => reasonOf(condition, profile));
  const isKnown = (reason: Missed | null) => reason !== null && traits.currently(reason[0]) === reason[1];
  if (comparison === 'OR') return reasons.find((reason) => reason !== null && !isKnown(reason)) ?? null;
  const [first = null] = reasons;
  const others = [...new Set(reasons.filter((reason) => reason !== INCOMPLETE))];
  if (first === null || others.includes(null) || others.length > 1) return null;
  const [only = INCOMPLETE] = others;
  return isKnown(only) ? null : only;
}

/** What it shows if the profile is not found by this condition alone; null if it does not certainly satisfy it. */
function reasonOf(
  { field, operator, value }: SearchCondition,
  { id, own }: SourceRecord<HelpCrunchCustomer>,
): Missed | null {
  if (field === 'customers.id') return compares(operator, Number(id), Number(value)) ? INCOMPLETE : null;
  if (field === 'customers.lastSeen') {
    // Whole seconds.
    const seen = own.lastSeenAt === null ? null : Math.floor(own.lastSeenAt / 1000);
    return seen !== null && compares(operator, seen, Number(value)) ? INCOMPLETE : null;
  }
  if (field === 'customers.tagsData' && operator === '=' && Array.isArray(value)) {
    const names = new Set(own.tags.map(({ name }) => name));
    return value.length > 0 && value.every(({ name }) => names.has(name)) ? INCOMPLETE : null;
  }
  if (typeof value !== 'string' || (operator !== '=' && operator !== '~')) return null;
  const text = textOf(own, field.slice('customers.'.length) as TextField);
  return text === null ? null : operator === '=' ? ofEqual(text, value) : ofContained(text, value);
}

function ofEqual(text: string, value: string): Missed | null {
  if (text === value) return INCOMPLETE;
  return isSameInCase(text, value) ? EQUALS_CASE : null;
}

function ofContained(text: string, value: string): Missed | null {
  const at = text.indexOf(value);
  if (at === 0) return INCOMPLETE;
  // It may occur again, at the beginning of a word.
  if (at > 0) return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? WORDS_ONLY : BEGINNINGS_ONLY;
  return isSameInCase(text.slice(0, value.length), value) ? CONTAINS_CASE : null;
}

/** Plain letters: whether accents and their composition count is another matter. */
function isSameInCase(text: string, value: string): boolean {
  return /^[ -~]*$/.test(text) && text.toLowerCase() === value.toLowerCase();
}

function compares(operator: SearchCondition['operator'], id: number, value: number): boolean {
  switch (operator) {
    case '=':
      return id === value;
    case '!=':
      return id !== value;
    case '>':
      return id > value;
    case '>=':
      return id >= value;
    case '<':
      return id < value;
    case '<=':
      return id <= value;
    default:
      return false;
  }
}
