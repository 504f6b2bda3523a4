import type { CareCloudCustomer } from '../../../customers/model/care-cloud-customer.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { TraitBook } from '../../shared/traits/trait-book.ts';
import type { TraitName } from '../traits.ts';
import type { CustomersFilter } from '../wire/wire.ts';

/** A trait, and the value that a missing account shows. */
export type Missed = readonly [name: TraitName, value: string];
type Traits = Pick<TraitBook<TraitName>, 'currently'>;

/** The list lacks accounts. */
export const INCOMPLETE: Missed = ['criteria.complete', 'NO'];
const MINDS_CASE: Missed = ['names.case', 'SENSITIVE'];

/**
 * What it shows if a list by these parameters lacks this account: that names in another letter case are not found, else
 * that the list lacks accounts. Null if the account does not certainly satisfy them, or if that is known. Pure.
 */
export function whyMissed(
  filter: CustomersFilter,
  account: SourceRecord<CareCloudCustomer>,
  traits: Traits,
): Missed | null {
  const { own, id } = account;
  const matches = Object.entries(filter).map(([name, value]): 'EXACT' | 'CASE' | 'NO' => {
    switch (name) {
      case 'email':
        return own.email === value ? 'EXACT' : 'NO';
      case 'email_list':
        return own.email !== null && (value as readonly string[]).includes(own.email) ? 'EXACT' : 'NO';
      case 'customer_ids':
        return (value as readonly string[]).includes(id) ? 'EXACT' : 'NO';
      case 'first_name':
        return compareNames(own.firstName, value as string);
      case 'last_name':
        return compareNames(own.lastName, value as string);
      case 'birthdate':
        return own.birthdate === value ? 'EXACT' : 'NO';
      default:
        // Records do not show it, or not as the vendor has it.
        return 'NO';
    }
  });
  if (matches.length === 0 || matches.includes('NO')) return null;
  const reason = matches.includes('CASE') ? MINDS_CASE : INCOMPLETE;
  return traits.currently(reason[0]) === reason[1] ? null : reason;
}

function compareNames(name: string | null, wanted: string): 'EXACT' | 'CASE' | 'NO' {
  if (name === wanted) return 'EXACT';
  // Blanks and the composition of accents may count, too.
  if (name === null || name !== name.trim().normalize('NFC') || wanted !== wanted.normalize('NFC'))
    return 'NO';
  return name.toLowerCase() === wanted.toLowerCase() ? 'CASE' : 'NO';
}
