import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import { emailSpellings } from '../../customers/model/email.ts';
import { foldText } from '../../customers/model/normalize-values.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import { emailVariants } from '../shared/look-up/email-variants.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import type { ListMatching } from './criteria/filter.ts';
import type { TraitName } from './traits.ts';
import type { CustomersFilter } from './wire/wire.ts';

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

/** Learns from the accounts that a list by a name found: one in another letter case shows that it does not matter. */
export function learnNamesCase(
  filter: CustomersFilter,
  records: readonly SourceRecord<CareCloudCustomer>[],
  traits: Pick<TraitBook<TraitName>, 'learn'>,
): void {
  const isOther = (name: string | null, wanted: string | undefined) =>
    name !== null &&
    wanted !== undefined &&
    foldText(name) === foldText(wanted) &&
    name.trim().normalize('NFC') !== wanted.trim().normalize('NFC');
  const { first_name: first, last_name: last } = filter;
  if (first === undefined && last === undefined) return;
  const isShown = records.some(({ own }) => isOther(own.firstName, first) || isOther(own.lastName, last));
  if (isShown) traits.learn('names.case', 'INSENSITIVE');
}
