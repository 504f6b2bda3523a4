import type { SourceName, SourceRecord } from './source-record.ts';

/**
 * A person as the gateway knows them: an account, or a profile that no account claims.
 * At least one of `account` and `profile` is there.
 */
export interface Customer {
  /** The canonical id within type Customer, e.g. `CARECLOUD:8ea…`: the account's when there is one, else the profile's. */
  readonly key: string;
  readonly account: SourceRecord | null;
  /** The profile this customer was reached by; the only one known so far when there is no account. */
  readonly profile: SourceRecord | null;
  /** UNRESOLVED: the accounts' source did not answer whether this profile has one. */
  readonly identity: 'RESOLVED' | 'UNRESOLVED';
}

/** The canonical key of a customer known by this record. */
export function customerKey(record: { readonly source: SourceName; readonly id: string }): string {
  return `${record.source}:${record.id}`;
}
