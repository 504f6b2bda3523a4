import { emailSpellings } from '../../../customers/model/email.ts';
import { emailVariants } from '../../shared/look-up/email-variants.ts';
import type { TraitBook } from '../../shared/traits/trait-book.ts';
import type { TraitName } from '../traits.ts';
import type { SearchCondition } from '../wire/wire.ts';

/** How HelpCrunch's search compares texts, as far as is known. */
export interface SearchTraits {
  readonly equalsMindsCase: boolean;
  readonly equalsMindsBlanks: boolean;
  readonly containsMindsCase: boolean;
  /** Where in a text `~` finds another. */
  readonly inside: 'ANYWHERE' | 'BEGINNING' | 'WORD';
  readonly ignoresAccents: boolean;
}

/** What is assumed until something else shows. */
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

/**
 * How an email is asked for so that whoever has it is found: `=` in its spellings, `~` where `=` minds what the gateway does
 * not. `isSure`: false where neither finds all of them.
 */
export function emailSearch(
  email: string,
  traits: SearchTraits,
): { readonly operator: '=' | '~'; readonly values: readonly string[]; readonly isSure: boolean } {
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

/** Whether the search surely finds whatever satisfies a condition by the gateway's rules: letter case ignored, anywhere. */
export function surelyFinds({ operator, value }: SearchCondition, traits: SearchTraits): boolean {
  if (typeof value === 'number') return true;
  const texts = typeof value === 'string' ? [value] : value.map(({ name }) => name);
  const hasCase = texts.some((text) => text.toLowerCase() !== text.toUpperCase());
  switch (operator) {
    case '=':
      return !(traits.equalsMindsCase && hasCase);
    case '~':
      return traits.inside === 'ANYWHERE' && !(traits.containsMindsCase && hasCase);
    case '!=':
    case '!~':
      // What is taken for equal is left out, though it is not equal here.
      return !traits.ignoresAccents;
    default:
      return true;
  }
}
