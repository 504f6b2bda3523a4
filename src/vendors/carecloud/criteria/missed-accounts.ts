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
const NAMES_MIND_CASE: Missed = ['names.case', 'SENSITIVE'];
const EMAILS_MIND_CASE: Missed = ['email.case', 'SENSITIVE'];

/**
 * What it shows if a list by these parameters lacks this account: that names or emails in another letter case are not
 * found, else that the list lacks accounts. Null if the account does not certainly satisfy them, if both may be why, or
 * if that is known. Pure.
 */
export function whyMissed(
  filter: CustomersFilter,
  account: SourceRecord<CareCloudCustomer>,
  traits: Traits,
): Missed | null {
  const { own, id } = account;
  const matches = Object.entries(filter).map(([name, value]): Missed | null => {
    switch (name) {
      case 'email':
        return compareEmails(own.email, [value as string]);
      case 'email_list':
        return compareEmails(own.email, value as readonly string[]);
      case 'phone':
        // In another notation it may not be found.
        return own.phone === value ? INCOMPLETE : null;
      case 'customer_ids':
        return (value as readonly string[]).includes(id) ? INCOMPLETE : null;
      case 'first_name':
        return compareNames(own.firstName, value as string);
      case 'last_name':
        return compareNames(own.lastName, value as string);
      case 'birthdate':
        return own.birthdate === value ? INCOMPLETE : null;
      default:
        // Records do not show it, or not as the vendor has it.
        return null;
    }
  });
  const reasons = [...new Set(matches.filter((reason) => reason !== INCOMPLETE))];
  const [reason = INCOMPLETE] = reasons;
  if (matches.length === 0 || reason === null || reasons.length > 1) return null;
  return traits.currently(reason[0]) === reason[1] ? null : reason;
}

function compareNames(name: string | null, wanted: string): Missed | null {
  if (name === wanted) return INCOMPLETE;
  return name !== null && isPlain(name) && isInOtherCase(name, wanted) ? NAMES_MIND_CASE : null;
}

function compareEmails(email: string | null, wanted: readonly string[]): Missed | null {
  if (email === null) return null;
  if (wanted.includes(email)) return INCOMPLETE;
  return isPlain(email) && wanted.some((each) => isInOtherCase(email, each)) ? EMAILS_MIND_CASE : null;
}

/** Blanks and the composition of accents may count, too. */
function isPlain(text: string): boolean {
  return text === text.trim().normalize('NFC');
}

function isInOtherCase(text: string, wanted: string): boolean {
  return wanted === wanted.normalize('NFC') && text.toLowerCase() === wanted.toLowerCase();
}
