import type { Verdict } from '../../paging/leg.ts';
import { accountsOf, failLookUps } from '../lookup/identity-lookup.ts';
import { type ListedCustomer, listedProfile } from '../lookup/listed-customer.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import type { SourceName, SourceRecord } from '../model/source-record.ts';
import { type Claimed, decideClaimed } from './decide-claimed.ts';
import { accountLookup, askFor, type ListContext, type ListedTogether, orReported } from './list-context.ts';
import { checksHold } from './plan/customer-checks.ts';
import { dependsOnIdentity, type ListOrder, type PlannedList } from './plan/list-plan.ts';

/**
 * Which profiles of a window are listed: those that no account claims, and the first matching one of a claimed customer
 * whose account does not match.
 */
export async function decideProfiles(
  profiles: readonly SourceRecord[],
  list: PlannedList,
  together: ListedTogether,
  order: ListOrder['field'],
): Promise<readonly Verdict<ListedCustomer>[]> {
  const accounts = accountLookup(together.context);
  if (accounts === null) return profiles.map((profile) => decideUnclaimed(profile, list));
  const resolved = await resolveProfiles(profiles, accounts, together.context);
  if (resolved === null) {
    return profiles.map((profile) => decideUnresolved(profile, list, accounts.source.name));
  }
  const claimed = profiles.flatMap((profile): Claimed[] => {
    const account = resolved.get(profile) ?? null;
    return account === null ? [] : [{ profile, account }];
  });
  const verdicts = await decideClaimed(claimed, list, { ...together, accounts, order });
  return profiles.map((profile) =>
    (resolved.get(profile) ?? null) === null
      ? decideUnclaimed(profile, list)
      : (verdicts.get(profile) ?? 'DROP'),
  );
}

/** The account each profile resolves to; null if the accounts' source does not respond. */
async function resolveProfiles(
  profiles: readonly SourceRecord[],
  accounts: RecordLookup,
  context: ListContext,
): Promise<ReadonlyMap<SourceRecord, SourceRecord | null> | null> {
  const outage = context.usage.outage(accounts.source.name);
  if (outage !== null) {
    failLookUps(profiles, accounts, context.identityKeys, outage);
    return null;
  }
  return orReported(context, accountsOf(profiles, accounts, context.identityKeys, askFor(context)));
}

/**
 * The accounts' source does not respond: the profile stands for itself, unless the filter depends on the person's
 * identity.
 */
function decideUnresolved(
  profile: SourceRecord,
  { checks, source }: PlannedList,
  accounts: SourceName,
): Verdict<ListedCustomer> {
  if (dependsOnIdentity(checks, accounts)) return 'STOP';
  // Criteria that the profile does not satisfy may be satisfied by another record of the person.
  const customer = {
    records: [{ source, record: profile }],
    isKnownTo: (name: SourceName) => name === source.name,
  };
  if (!checksHold(checks, customer)) return 'STOP';
  return { keep: listedProfile(profile, null, 'UNRESOLVED') };
}

/** No account claims the profile, so it is the customer's only record. */
function decideUnclaimed(profile: SourceRecord, { checks, source }: PlannedList): Verdict<ListedCustomer> {
  const customer = {
    records: [{ source, record: profile }],
    isKnownTo: (name: SourceName) => name === source.name,
  };
  return checksHold(checks, customer) ? { keep: listedProfile(profile, null) } : 'DROP';
}
