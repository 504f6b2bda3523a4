import type { SourceName, SourceRecord } from './source-record.ts';

/**
 * A person as the gateway knows them. At least one of `account` and `profile` is set. Who is a customer:
 *
 * 1. A record is an account (CareCloud) or a profile (HelpCrunch).
 * 2. A customer is every account, and every profile that no account claims.
 * 3. An account claims a profile that has the same identity key. IDENTITY_KEYS sets which keys count, strongest first.
 * 4. Emails are equal if they differ only in letter case, blanks around them, or how accents are composed.
 * 5. Placeholders never match: empty, `-`, `null`, `none`, `anonymous`, `-1`, only zeros.
 * 6. A profile that several accounts claim is shown under each of them, and resolves to one.
 * 7. It resolves by the strongest shared key, then to the active account, the latest changed, the lowest id.
 * 8. A customer's id is the account's if there is one, else the profile's, whichever key was used to find them.
 * 9. An account's profiles are sorted by last seen first, never seen last, then by id.
 * 10. A field has the account's value, else that of the first profile with one.
 */
export interface Customer {
  /**
   * The canonical id within type Customer, e.g. `CARECLOUD:8ea…`: the account's if there is one, else the profile's.
   */
  readonly key: string;
  readonly account: SourceRecord | null;
  /** The profile this customer was reached by; the only one known so far if there is no account. */
  readonly profile: SourceRecord | null;
  /** UNRESOLVED: it is unknown whether this profile has an account, because the accounts' source did not respond. */
  readonly identity: 'RESOLVED' | 'UNRESOLVED';
}

/** The canonical key of a customer with this record. */
export function customerKey(record: { readonly source: SourceName; readonly id: string }): string {
  return `${record.source}:${record.id}`;
}
