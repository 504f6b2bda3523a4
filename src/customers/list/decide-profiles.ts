import { compareKeys } from '../../paging/compare.ts';
import type { Verdict } from '../../paging/leg.ts';
import { accountsOf, profilesOf } from '../lookup/identity-lookup.ts';
import { type ListedCustomer, listedProfile } from '../lookup/listed-customer.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import type { OwnFilter } from '../model/customer-filter.ts';
import { compareIds } from '../model/identity.ts';
import type { SourceName, SourceRecord } from '../model/source-record.ts';
import { accountLookup, askFor, keepToScanLimit, type ListedTogether, orReported } from './list-context.ts';
import { hangsOnIdentity, type PlannedList } from './list-plan.ts';

type Verdicts = Map<SourceRecord, Verdict<ListedCustomer>>;

/**
 * Which profiles of a window are listed: those that no account claims, and of a claimed customer's, the first that
 * matches where their account does not. `orderField` is what the profiles are listed by.
 */
export async function decideProfiles(
  profiles: readonly SourceRecord[],
  list: PlannedList,
  together: ListedTogether,
  orderField: string,
): Promise<readonly Verdict<ListedCustomer>[]> {
  const { context } = together;
  const accounts = accountLookup(context);
  const resolved: ReadonlyMap<SourceRecord, SourceRecord | null> | null =
    accounts === null
      ? new Map()
      : context.usage.hasTimedOut(accounts.source.name)
        ? null
        : await orReported(context, accountsOf(profiles, accounts, context.identityKeys, askFor(context)));
  if (resolved === null) return profiles.map((profile) => decideUnresolved(profile, list, together));

  const verdicts: Verdicts = new Map();
  const claimed: Claimed[] = [];
  for (const profile of profiles) {
    const account = resolved.get(profile) ?? null;
    if (account === null) verdicts.set(profile, decideUnclaimed(profile, list));
    else claimed.push({ profile, account });
  }
  if (accounts !== null) await decideClaimed(claimed, list, { ...together, accounts, orderField }, verdicts);
  return profiles.map((profile) => verdicts.get(profile) ?? 'DROP');
}

interface Claimed {
  readonly profile: SourceRecord;
  readonly account: SourceRecord;
}

/** The accounts' source is silent: the profile stands for itself, unless the filter hangs on who it is. */
function decideUnresolved(
  profile: SourceRecord,
  { checks, source }: PlannedList,
  { context }: ListedTogether,
): Verdict<ListedCustomer> {
  const accounts = accountLookup(context)?.source.name;
  if (accounts !== undefined && hangsOnIdentity(checks, accounts)) return 'STOP';
  if (checks.shared !== null && !source.matches(profile, { shared: checks.shared, own: null })) return 'STOP';
  return { keep: listedProfile(profile, null, 'UNRESOLVED') };
}

/** Nobody claims the profile: it is all there is of this customer. */
function decideUnclaimed(profile: SourceRecord, { checks, source }: PlannedList): Verdict<ListedCustomer> {
  const holds =
    checks.own.size === 0 &&
    checks.inSources.length === 0 &&
    (checks.shared === null || source.matches(profile, { shared: checks.shared, own: null }));
  return holds ? { keep: listedProfile(profile, null) } : 'DROP';
}

interface ClaimedContext extends ListedTogether {
  readonly accounts: RecordLookup;
  readonly orderField: string;
}

async function decideClaimed(
  claimed: readonly Claimed[],
  list: PlannedList,
  together: ClaimedContext,
  verdicts: Verdicts,
): Promise<void> {
  const { accounts, context, lists } = together;
  const { checks, source } = list;
  const accountSource = accounts.source;
  const accountList = lists.find((other) => other.source === accountSource);
  const ownOfAccounts = checks.own.get(accountSource.name) ?? null;

  const outside = claimed.filter(
    ({ account }) =>
      !checks.notInSources.includes(accountSource.name) &&
      (ownOfAccounts === null || accountSource.matches(account, { shared: {}, own: ownOfAccounts })),
  );
  // What no account shows (CareCloud's customer source) only its vendor can say.
  const visible = await orReported(
    context,
    withoutInvisible(outside, [ownOfAccounts, accountList?.demand.own ?? null], together),
  );
  if (visible === null) return stop(outside, verdicts);
  const remaining = outside.filter(
    ({ account }) =>
      (ownOfAccounts === null || visible.satisfies(account, ownOfAccounts)) &&
      !(
        accountList !== undefined &&
        accountSource.matches(account, accountList.demand) &&
        visible.satisfies(account, accountList.demand.own)
      ),
  );
  if (remaining.length === 0) return;

  const siblings = await orReported(context, siblingsOf(remaining, list, together));
  if (siblings === null) return stop(remaining, verdicts);
  for (const each of remaining) {
    const mine = siblings.get(each.account) ?? new Map<SourceName, readonly SourceRecord[]>();
    const isKnownTo = (name: SourceName) => name === accountSource.name || (mine.get(name)?.length ?? 0) > 0;
    const { shared } = checks;
    const sharedHolds =
      shared === null ||
      source.matches(each.profile, { shared, own: null }) ||
      accountSource.matches(each.account, { shared, own: null }) ||
      context.sources.some((other) =>
        mine.get(other.name)?.some((record) => other.matches(record, { shared, own: null })),
      );
    const ownHolds = context.sources.every((other) => {
      const own = other.role === 'PROFILES' ? checks.own.get(other.name) : undefined;
      return (
        own === undefined ||
        mine.get(other.name)?.some((record) => other.matches(record, { shared: {}, own }))
      );
    });
    const holds =
      sharedHolds &&
      ownHolds &&
      checks.inSources.every(isKnownTo) &&
      !checks.notInSources.some(isKnownTo) &&
      isFirst(each.profile, list, mine, together);
    verdicts.set(each.profile, holds ? { keep: listedProfile(each.profile, each.account) } : 'DROP');
  }
}

function stop(claimed: readonly Claimed[], verdicts: Verdicts): void {
  for (const { profile } of claimed) verdicts.set(profile, 'STOP');
}

/** Asks the accounts' vendor about criteria that its records do not show; no request when there are none. */
async function withoutInvisible(
  claimed: readonly Claimed[],
  filters: readonly (OwnFilter | null)[],
  { accounts, context }: ClaimedContext,
): Promise<{ satisfies(account: SourceRecord, own: OwnFilter | null): boolean }> {
  const satisfying = new Map<OwnFilter, ReadonlySet<string>>();
  const ids = [...new Set(claimed.map(({ account }) => account.id))];
  for (const own of new Set(filters)) {
    const invisible = own === null ? null : accounts.source.invisible(own);
    if (own === null || invisible === null || ids.length === 0) continue;
    const keys = ids.map((value) => ({ kind: 'id', value }) as const);
    keepToScanLimit(context, accounts.source, keys);
    const found = await accounts.source.lookUp(keys, context.call, invisible);
    satisfying.set(own, new Set(found.flat().map(({ id }) => id)));
  }
  return {
    satisfies: (account, own) => own === null || (satisfying.get(own)?.has(account.id) ?? true),
  };
}

/** The profiles, by source, that resolve to each claimed profile's account and may be listed in its stead or speak for it. */
async function siblingsOf(
  claimed: readonly Claimed[],
  list: PlannedList,
  { accounts, context }: ClaimedContext,
): Promise<ReadonlyMap<SourceRecord, ReadonlyMap<SourceName, readonly SourceRecord[]>>> {
  const ask = askFor(context);
  const owners = [...new Map(claimed.map(({ account }) => [account.id, account])).values()];
  const byOwner = new Map(owners.map((owner) => [owner.id, new Map<SourceName, readonly SourceRecord[]>()]));
  for (const source of context.sources) {
    const lookup = context.lookups.get(source.name);
    const needed =
      source === list.source || list.checks.shared !== null || namesSource(list.checks, source.name);
    if (source.role !== 'PROFILES' || lookup === undefined || !needed) continue;
    const found = await profilesOf(owners, lookup, context.identityKeys, ask);
    const listed = new Set(claimed.map(({ profile }) => profile.id));
    const others = [...found.values()]
      .flat()
      .filter((record) => source !== list.source || !listed.has(record.id));
    const resolved = await accountsOf(others, accounts, context.identityKeys, ask);
    for (const [owner, records] of found) {
      const mine = records.filter(
        (record) =>
          resolved.get(record)?.id === owner.id ||
          claimed.some(({ profile, account }) => profile.id === record.id && account.id === owner.id),
      );
      byOwner.get(owner.id)?.set(source.name, mine);
    }
  }
  return new Map(claimed.map(({ account }) => [account, byOwner.get(account.id) ?? new Map()]));
}

function namesSource(checks: PlannedList['checks'], name: SourceName): boolean {
  return checks.own.has(name) || checks.inSources.includes(name) || checks.notInSources.includes(name);
}

/** Whether the profile is the first, in ascending order of its list, of the matching ones of its customer. */
function isFirst(
  profile: SourceRecord,
  list: PlannedList,
  siblings: ReadonlyMap<SourceName, readonly SourceRecord[]>,
  { orderField, lists }: ClaimedContext,
): boolean {
  const { source, demand } = list;
  const earlierSources = lists
    .slice(0, lists.indexOf(list))
    .filter((other) => other.source.role === 'PROFILES');
  const listedEarlier = earlierSources.some((other) =>
    siblings.get(other.source.name)?.some((record) => other.source.matches(record, other.demand)),
  );
  if (listedEarlier) return false;
  const precedes = (record: SourceRecord) =>
    (compareKeys(source.sortKey(record, orderField), source.sortKey(profile, orderField)) ||
      compareIds(record.id, profile.id)) < 0;
  return !siblings.get(source.name)?.some((record) => precedes(record) && source.matches(record, demand));
}
