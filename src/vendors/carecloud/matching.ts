import { emailSpellings } from '../../customers/model/email.ts';
import { emailVariants } from '../shared/look-up/email-variants.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import type { ListMatching } from './criteria/filter.ts';
import type { TraitName } from './traits.ts';

/** What is known about how CareCloud compares texts. */
export function readMatching(
  traits: Pick<TraitBook<TraitName>, 'currently' | 'isLearned'>,
): ListMatching & { readonly namesMindCase: boolean } {
  const mindsCase = traits.currently('email.case') === 'SENSITIVE';
  const mindsBlanks = traits.currently('email.blanks') === 'SIGNIFICANT';
  return {
    spellEmail:
      mindsCase || mindsBlanks ? (email) => emailVariants(email, { mindsCase, mindsBlanks }) : emailSpellings,
    findsNames: traits.currently('names.case') !== 'SENSITIVE',
    // Assumed until learned otherwise.
    namesMindCase: !(traits.isLearned('names.case') && traits.currently('names.case') === 'INSENSITIVE'),
  };
}
