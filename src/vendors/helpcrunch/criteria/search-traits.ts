import { emailSpellings } from '../../../customers/model/email.ts';
import { emailVariants } from '../../shared/look-up/email-variants.ts';
import type { TraitBook } from '../../shared/traits/trait-book.ts';
import type { TraitName } from '../traits.ts';
import type { SearchCondition } from '../wire/wire.ts';

/** What is known about how HelpCrunch's search compares texts. */
export interface SearchTraits {
  readonly equalsMindsCase: boolean;
  readonly equalsMindsBlanks: boolean;
  readonly containsMindsCase: boolean;
  /** Where `~` finds a text within another. */
  readonly inside: 'ANYWHERE' | 'BEGINNING' | 'WORD';
  readonly ignoresAccents: boolean;
}

/** Assumed until learned otherwise. */
export const USUAL_SEARCH: SearchTraits = {
  equalsMindsCase: false,
  equalsMindsBlanks: false,
  containsMindsCase: false,
  inside: 'ANYWHERE',
  ignoresAccents: false,
};

export function readSearchTraits(traits: Pick<TraitBook<TraitName>, 'currently'>): SearchTraits {
  const inside = traits.currently('search.contains.inside');
  return {
    equalsMindsCase: traits.currently('search.equals.case') === 'SENSITIVE',
    equalsMindsBlanks: traits.currently('search.equals.blanks') === 'SIGNIFICANT',
    containsMindsCase: traits.currently('search.contains.case') === 'SENSITIVE',
    inside: inside === 'BEGINNING' || inside === 'WORD' ? inside : 'ANYWHERE',
    ignoresAccents: traits.currently('search.accents') === 'IGNORED',
  };
}

/** How an email is searched for. */
export interface EmailSearch {
  readonly operator: '=' | '~';
  readonly values: readonly string[];
  /** False if this may miss some of those with the email. */
  readonly isSure: boolean;
}

/**
 * How to search for an email so that every profile with it is found: `=` in its spellings, or `~` if `=` respects
 * differences that the gateway ignores.
 */
export function emailSearch(email: string, traits: SearchTraits): EmailSearch {
  const { equalsMindsCase, equalsMindsBlanks, containsMindsCase, inside } = traits;
  if (!equalsMindsCase && !equalsMindsBlanks) {
    return { operator: '=', values: emailSpellings(email), isSure: true };
  }
  if (!containsMindsCase && !(equalsMindsBlanks && inside === 'BEGINNING')) {
    return { operator: '~', values: emailSpellings(email), isSure: true };
  }
  const matching = { mindsCase: equalsMindsCase, mindsBlanks: equalsMindsBlanks };
  return { operator: '=', values: emailVariants(email, matching), isSure: false };
}

/** If `=` misses texts with blanks around them, `~` finds them, and others: each row is checked. */
export function findable(condition: SearchCondition, traits: SearchTraits): SearchCondition {
  const { operator, value } = condition;
  if (operator !== '=' || typeof value !== 'string' || !traits.equalsMindsBlanks) return condition;
  const contains: SearchCondition = { ...condition, operator: '~' };
  return surelyFinds(contains, traits) ? contains : condition;
}

/**
 * Whether the search certainly finds everything that satisfies a condition by the gateway's rules: letter case ignored,
 * blanks around an equal text as well, anywhere in the text.
 */
export function surelyFinds({ operator, value }: SearchCondition, traits: SearchTraits): boolean {
  if (typeof value === 'number') return true;
  const texts = typeof value === 'string' ? [value] : value.map(({ name }) => name);
  const hasCase = texts.some((text) => text.toLowerCase() !== text.toUpperCase());
  switch (operator) {
    case '=':
      return !(traits.equalsMindsCase && hasCase) && !(traits.equalsMindsBlanks && typeof value === 'string');
    case '~':
      return traits.inside === 'ANYWHERE' && !(traits.containsMindsCase && hasCase);
    case '!=':
    case '!~':
      // Texts that the vendor treats as equal are excluded although they differ here.
      return !traits.ignoresAccents;
    default:
      return true;
  }
}
