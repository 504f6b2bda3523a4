import { type Customer, customerKey } from '../model/customer.ts';
import type { SourceName, SourceRecord } from '../model/source-record.ts';

/** A customer as listed, at the record of one source. */
export interface ListedCustomer {
  readonly customer: Customer;
  readonly source: SourceName;
}

/** The customer of an account. */
export function accountCustomer(account: SourceRecord): Customer {
  return { key: customerKey(account), account, profile: null, identity: 'RESOLVED' };
}

/** The customer of a profile: its account's, or its own if no account claims it. */
export function profileCustomer(
  profile: SourceRecord,
  account: SourceRecord | null,
  identity: Customer['identity'] = 'RESOLVED',
): Customer {
  return { key: customerKey(account ?? profile), account, profile, identity };
}

export function listedAccount(account: SourceRecord): ListedCustomer {
  return { customer: accountCustomer(account), source: account.source };
}

export function listedProfile(
  profile: SourceRecord,
  account: SourceRecord | null,
  identity?: Customer['identity'],
): ListedCustomer {
  return { customer: profileCustomer(profile, account, identity), source: profile.source };
}
