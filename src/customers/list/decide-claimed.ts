import { compareKeys } from '../../paging/compare.ts';
import type { Verdict } from '../../paging/leg.ts';
import type { CustomerSource } from '../customer-source.ts';
import { accountsOf, profilesOf } from '../lookup/identity-lookup.ts';
import { type ListedCustomer, listedProfile } from '../lookup/listed-customer.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import type { OwnFilter } from '../model/customer-filter.ts';
import { compareIds } from '../model/identity.ts';
import { isInRange } from '../model/instant-range.ts';
import type { SourceName, SourceRecord } from '../model/source-record.ts';
import { askFor, keepToScanLimit, type ListedTogether, orReported } from './list-context.ts';
import { checksHold, speakOfProfiles } from './plan/customer-checks.ts';
import type { ListOrder, PlannedList } from './plan/list-plan.ts';

/** A profile and the account it resolves to. */
export interface Claimed {
  readonly profile: SourceRecord;
  readonly account: SourceRecord;
}

export interface ClaimedContext extends ListedTogether {
  readonly accounts: RecordLookup;
  readonly order: ListOrder['field'];
}

type Verdicts = ReadonlyMap<SourceRecord, Verdict<ListedCustomer>>;

/** One source's profiles of an account. */
interface AccountProfiles {
  /** Whether the account claims any, including those shared with another account that they resolve to. */
  readonly isKnown: boolean;
  /** Those that resolve to it. */
  readonly resolved: readonly SourceRecord[];
}

type ProfilesBySource = ReadonlyMap<SourceName, AccountProfiles>;

/**
 * Which claimed profiles are listed. If the account satisfies the criteria on accounts but is not listed itself, the
 * customer's first matching profile is. Cheap rules come first; a profile without a verdict is dropped.
 */
export async function decideClaimed(
  claimed: readonly Claimed[],
  list: PlannedList,
  together: ClaimedContext,
): Promise<Verdicts> {
  const { context } = together;
  const candidates = claimed.filter(({ account }) => mayBeListed(account, list, together));
  const unlisted = await orReported(context, withoutListedAccounts(candidates, list, together));
  if (unlisted === null) return stopped(candidates);
  if (unlisted.length === 0) return new Map();
  const profiles = await orReported(context, profilesByAccount(unlisted, list, together));
  if (profiles === null) return stopped(unlisted);
  return new Map(
    unlisted.map((each) => {
      const isListed = isListedHere(each, profiles.get(each.account) ?? new Map(), list, together);
      return [each.profile, isListed ? { keep: listedProfile(each.profile, each.account) } : 'DROP'];
    }),
  );
}

/** It is unknown whether these belong: the page ends before the first of them. */
function stopped(claimed: readonly Claimed[]): Verdicts {
  return new Map(claimed.map(({ profile }) => [profile, 'STOP']));
}

/** What the account in hand shows without a request: people with an account are wanted, and its own criteria hold. */
function mayBeListed(account: SourceRecord, { checks }: PlannedList, { accounts }: ClaimedContext): boolean {
  const own = checks.own.get(accounts.source.name);
  return (
    (checks.updatedAt === undefined || isInRange(account.person.updatedAt, checks.updatedAt)) &&
    !checks.notInSources.includes(accounts.source.name) &&
    (own === undefined || accounts.source.matches(account, { shared: {}, own }))
  );
}

/** Those whose account satisfies the own criteria that records do not show, and is not in the accounts' list itself. */
async function withoutListedAccounts(
  candidates: readonly Claimed[],
  { checks }: PlannedList,
  together: ClaimedContext,
): Promise<readonly Claimed[]> {
  const { accounts, lists } = together;
  const own = checks.own.get(accounts.source.name) ?? null;
  const accountList = lists.find(({ source }) => source === accounts.source);
  const listedOwn = accountList?.demand.own ?? null;
  const satisfies = await judgeInvisible(candidates, [own, listedOwn], together);
  const isListed = async (account: SourceRecord) =>
    accountList !== undefined &&
    accounts.source.matches(account, accountList.demand) &&
    satisfies(account, listedOwn) &&
    (await isShown(account, accountList, together));
  const listed = await Promise.all(candidates.map(({ account }) => isListed(account)));
  return candidates.filter(({ account }, index) => satisfies(account, own) && !listed[index]);
}

/** Whether the accounts' list shows an account that satisfies it. If not, the person is listed at a profile. */
async function isShown(
  account: SourceRecord,
  { source, pushDown }: PlannedList,
  { context }: ClaimedContext,
): Promise<boolean> {
  if (source.lists === undefined) return true;
  for (const filter of pushDown.filters) if (await source.lists(account, filter, context.call)) return true;
  return false;
}

/** Checks with the accounts' vendor the criteria that records do not show; no request without such criteria. */
async function judgeInvisible(
  claimed: readonly Claimed[],
  filters: readonly (OwnFilter | null)[],
  { accounts: { source }, context }: ClaimedContext,
): Promise<(account: SourceRecord, own: OwnFilter | null) => boolean> {
  const satisfying = new Map<OwnFilter, ReadonlySet<string>>();
  const ids = [...new Set(claimed.map(({ account }) => account.id))];
  for (const own of new Set(filters)) {
    const invisible = own === null ? null : source.invisible(own);
    if (own === null || invisible === null || ids.length === 0) continue;
    const keys = ids.map((value) => ({ kind: 'id', value }) as const);
    keepToScanLimit(context, source, keys);
    const found = await source.lookUp(keys, context.call, invisible);
    satisfying.set(own, new Set(found.flat().map(({ id }) => id)));
  }
  return (account, own) => own === null || (satisfying.get(own)?.has(account.id) ?? true);
}

/** The profiles, by source, of each account, for sources that may list or describe its customer. */
async function profilesByAccount(
  claimed: readonly Claimed[],
  list: PlannedList,
  { accounts, context, lists }: ClaimedContext,
): Promise<ReadonlyMap<SourceRecord, ProfilesBySource>> {
  const ask = askFor(context);
  const owners = [...new Map(claimed.map(({ account }) => [account.id, account])).values()];
  const byOwner = new Map(owners.map((owner) => [owner.id, new Map<SourceName, AccountProfiles>()]));
  const isSettled = (record: SourceRecord, owner: SourceRecord) =>
    claimed.some(({ profile, account }) => isSame(profile, record) && account.id === owner.id);
  for (const source of context.sources) {
    const lookup = context.lookups.get(source.name);
    if (source.role !== 'PROFILES' || lookup === undefined || !isNeeded(source, list, lists)) continue;
    const found = await profilesOf(owners, lookup, context.identityKeys, ask);
    const listed = new Set(claimed.map(({ profile }) => profile.id));
    const others = [...found.values()]
      .flat()
      .filter((record) => source !== list.source || !listed.has(record.id));
    const resolved = await accountsOf(others, accounts, context.identityKeys, ask);
    for (const [owner, records] of found) {
      const own = records.filter(
        (record) => resolved.get(record)?.id === owner.id || isSettled(record, owner),
      );
      byOwner.get(owner.id)?.set(source.name, { isKnown: records.length > 0, resolved: own });
    }
  }
  return new Map(claimed.map(({ account }) => [account, byOwner.get(account.id) ?? new Map()]));
}

/** Two sources may have given the same id to different people. */
function isSame(a: SourceRecord, b: SourceRecord): boolean {
  return a.source === b.source && a.id === b.id;
}

function isNeeded(source: CustomerSource, { checks }: PlannedList, lists: readonly PlannedList[]): boolean {
  const isListed = lists.some((each) => each.source === source);
  return isListed || speakOfProfiles(checks, source);
}

/** Whether the checks hold for the customer, and this is the profile at which they are listed. */
function isListedHere(
  { profile, account }: Claimed,
  profiles: ProfilesBySource,
  list: PlannedList,
  together: ClaimedContext,
): boolean {
  const { accounts, context } = together;
  const known = context.sources.flatMap((source) =>
    (profiles.get(source.name)?.resolved ?? []).map((record) => ({ source, record })),
  );
  const customer = {
    records: [
      { source: accounts.source, record: account },
      { source: list.source, record: profile },
      ...known,
    ],
    isKnownTo: (name: SourceName) => name === accounts.source.name || profiles.get(name)?.isKnown === true,
  };
  return checksHold(list.checks, customer) && isFirst(profile, profiles, list, together);
}

/** Whether the profile is the first, in the list's ascending order, of its customer's matching ones. */
function isFirst(
  profile: SourceRecord,
  profiles: ProfilesBySource,
  list: PlannedList,
  { order, lists }: ClaimedContext,
): boolean {
  const place = { record: profile, list, index: lists.indexOf(list) };
  return !lists.some((other, index) =>
    profiles
      .get(other.source.name)
      ?.resolved.some(
        (record) =>
          other.source.matches(record, other.demand) &&
          comparePlaces({ record, list: other, index }, place, order) < 0,
      ),
  );
}

interface Place {
  readonly record: SourceRecord;
  readonly list: PlannedList;
  /** The list's index among those that are walked together. */
  readonly index: number;
}

/** In walking order: list after list, or by key if lists interleave. */
function comparePlaces(a: Place, b: Place, order: ListOrder['field']): number {
  const byList = a.index - b.index;
  const byKey = compareKeys(keyOf(a, order), keyOf(b, order));
  return (order === 'SOURCE' ? byList || byKey : byKey || byList) || compareIds(a.record.id, b.record.id);
}

function keyOf({ record, list: { source } }: Place, order: ListOrder['field']) {
  return source.sortKey(record, source.abilities.unifiedOrders[order]);
}
