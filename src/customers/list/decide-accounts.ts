import type { Verdict } from '../../paging/leg.ts';
import type { CustomerSource } from '../customer-source.ts';
import { accountsOf, profilesOf } from '../lookup/identity-lookup.ts';
import { type ListedCustomer, listedAccount } from '../lookup/listed-customer.ts';
import { isInRange } from '../model/instant-range.ts';
import type { SourceName, SourceRecord } from '../model/source-record.ts';
import { accountLookup, askFor, type ListContext, orReported } from './list-context.ts';
import { checksHold, type JudgedRecord, satisfiesShared, speakOfProfiles } from './plan/customer-checks.ts';
import type { PlannedList } from './plan/list-plan.ts';

type ProfilesBySource = ReadonlyMap<SourceName, ReadonlyMap<SourceRecord, readonly SourceRecord[]>>;

/**
 * Which accounts of a window belong in the list, as far as this depends on other sources: who is known where, and
 * criteria on profiles. One look-up per source that the checks name. If it fails, nothing is guessed.
 */
export async function decideAccounts(
  accounts: readonly SourceRecord[],
  list: PlannedList,
  context: ListContext,
): Promise<readonly Verdict<ListedCustomer>[]> {
  const { checks } = list;
  const asked = context.sources.filter(
    (source) => source.role === 'PROFILES' && speakOfProfiles(checks, source),
  );
  const found = await orReported(context, profilesBySource(accounts, asked, context));
  if (found === null) return accounts.map(() => 'STOP');
  const resolved = await orReported(context, resolvedProfiles(accounts, found, list, context));
  if (resolved === null) return accounts.map(() => 'STOP');

  return accounts.map((account) => {
    const customer = {
      records: [{ source: list.source, record: account }, ...(resolved.get(account) ?? [])],
      isKnownTo: (name: SourceName) => (found.get(name)?.get(account)?.length ?? 0) > 0,
    };
    return checksHold(checks, customer) ? { keep: listedAccount(account) } : 'DROP';
  });
}

async function profilesBySource(
  accounts: readonly SourceRecord[],
  sources: readonly CustomerSource[],
  context: ListContext,
): Promise<ProfilesBySource> {
  const found = await Promise.all(
    sources.map(async ({ name }) => {
      const lookup = context.lookups.get(name);
      const profiles = lookup
        ? await profilesOf(accounts, lookup, context.identityKeys, askFor(context))
        : new Map<SourceRecord, readonly SourceRecord[]>();
      return [name, profiles] as const;
    }),
  );
  return new Map(found);
}

/** The profiles that resolve to each account and may decide about it: in lists a profile counts for one account. */
async function resolvedProfiles(
  accounts: readonly SourceRecord[],
  found: ProfilesBySource,
  list: PlannedList,
  context: ListContext,
): Promise<ReadonlyMap<SourceRecord, readonly JudgedRecord[]>> {
  const lookup = accountLookup(context);
  const candidates = accounts.map((account) => ({
    account,
    profiles: context.sources.flatMap((source) =>
      (found.get(source.name)?.get(account) ?? [])
        .map((record) => ({ source, record }))
        .filter((profile) => mayDecide(profile, list)),
    ),
  }));
  const records = candidates.flatMap(({ profiles }) => profiles.map(({ record }) => record));
  if (lookup === null || records.length === 0) return new Map();
  const resolved = await accountsOf(records, lookup, context.identityKeys, askFor(context));
  return new Map(
    candidates.map(({ account, profiles }) => [
      account,
      profiles.filter(({ record }) => resolved.get(record)?.id === account.id),
    ]),
  );
}

/** Whether a profile satisfies any of the checks on profiles. */
function mayDecide(profile: JudgedRecord, { checks }: PlannedList): boolean {
  const own = checks.own.get(profile.source.name) ?? null;
  return (
    (checks.lastSeenAt !== undefined && isInRange(profile.record.person.lastSeenAt, checks.lastSeenAt)) ||
    (own !== null && profile.source.matches(profile.record, { shared: {}, own })) ||
    (checks.shared !== null && satisfiesShared(profile, checks.shared))
  );
}
