import { titleOf } from '../../../errors/source-title.ts';
import type { Direction } from '../../../paging/leg.ts';
import type { CustomerSource, PushDown } from '../../customer-source.ts';
import type { CustomerFilter, Demand, MomentCriteria, SharedCriteria } from '../../model/customer-filter.ts';
import { isEmptyRange } from '../../model/instant-range.ts';
import type { IdentityKey, SourceName } from '../../model/source-record.ts';

/**
 * The plan: from a filter and the sources' abilities to the lists that are read, each vendor's queries, and what is
 * checked here. Pure.
 */
export interface ListPlan {
  /** One per possible driving list; more than one only for criteria across sources, when the shorter list drives. */
  readonly variants: readonly (readonly PlannedList[])[];
  /** Sources whose records cannot be listed, and why. */
  readonly skipped: ReadonlyMap<SourceName, string>;
}

/** One source's list, as one or several legs. */
export interface PlannedList {
  readonly source: CustomerSource;
  /** What a listed record itself must satisfy. */
  readonly demand: Demand;
  readonly pushDown: PushDown;
  /** Further criteria on the customer, checked by look-ups, window by window. */
  readonly checks: CustomerChecks;
}

export interface CustomerChecks extends MomentCriteria {
  /** Some record of the customer satisfies all of these; null: the demand covers them. */
  readonly shared: SharedCriteria | null;
  /** Own criteria of other sources: some record there satisfies them. */
  readonly own: CustomerFilter['own'];
  readonly inSources: readonly SourceName[];
  readonly notInSources: readonly SourceName[];
}

export const NO_CHECKS: CustomerChecks = { shared: null, own: new Map(), inSources: [], notInSources: [] };

export interface PlanOptions {
  readonly sources: readonly CustomerSource[];
  readonly identityKeys: readonly IdentityKey[];
  /** Plans as if nothing undocumented had been learned. */
  readonly isAsAssumed?: boolean;
}

/** Plans a filter over the configured sources. Without variants, no customer can match, and no request is sent. */
export function planList(given: CustomerFilter, options: PlanOptions): ListPlan {
  const skipped = new Map<SourceName, string>();
  const filter = withoutAbsent(given, options.sources);
  const contradiction = contradictionIn(filter, options.sources);
  if (contradiction !== null) {
    for (const { name } of options.sources) skipped.set(name, contradiction);
    return { variants: [[]], skipped };
  }
  const lists = options.sources.flatMap((source) => {
    const planned = planSource(source, filter, options);
    if (typeof planned !== 'string') return [planned];
    skipped.set(source.name, planned);
    return [];
  });
  const impossible = options.sources.find((source) => isImpossible(source, filter, options));
  if (impossible !== undefined) {
    const reason = `no record of ${titleOf(impossible.name)} can satisfy the filter`;
    for (const { name } of options.sources) skipped.set(name, reason);
    return { variants: [[]], skipped };
  }
  const drivers = lists.filter((list) => filter.own.has(list.source.name)).map((list) => [list]);
  const seen = lists.filter(({ demand }) => demand.lastSeenAt !== undefined);
  if (seen.length > 0) drivers.push(seen);
  if (drivers.length > 1) return { variants: drivers, skipped };
  return { variants: [lists], skipped };
}

/** Nobody is known to a source that is not configured: to exclude its people restricts nothing. */
function withoutAbsent(filter: CustomerFilter, sources: readonly CustomerSource[]): CustomerFilter {
  const { notInSources } = filter;
  const present = notInSources.filter((name) => sources.some((source) => source.name === name));
  return present.length === notInSources.length ? filter : { ...filter, notInSources: present };
}

/** Why no customer can match, whatever the sources contain; null if some may. */
function contradictionIn(filter: CustomerFilter, sources: readonly CustomerSource[]): string | null {
  const configured = new Set(sources.map((source) => source.name));
  const excluded = new Set(filter.notInSources);
  const required = [...filter.inSources, ...filter.own.keys()];
  const both = required.find((name) => excluded.has(name));
  if (both !== undefined) return `the filter asks for people in ${both} and excludes them`;
  const missing = required.find((name) => !configured.has(name));
  if (missing !== undefined) return `the filter asks for people in ${missing}, which is not configured`;
  if (sources.every((source) => excluded.has(source.name))) return 'the filter excludes every source';
  const empty = (['emails', 'phones'] as const).find((name) => filter.shared[name]?.length === 0);
  if (empty !== undefined) return `the filter has an empty list of ${empty}`;
  const range = (['updatedAt', 'lastSeenAt'] as const).find((name) => isEmptyRange(filter[name] ?? {}));
  if (range !== undefined) return `no instant is in the range of ${range}`;
  const isSeen = sources.some((source) => showsVisits(source));
  if (filter.lastSeenAt !== undefined && !isSeen) return 'no configured source has last visits';
  return null;
}

/**
 * Whether no record satisfies the source's own criteria, and so no customer satisfies the filter. Shared criteria that
 * another record of the customer may satisfy are left out: an account that contradicts them may have a profile that
 * does not.
 */
function isImpossible(
  source: CustomerSource,
  filter: CustomerFilter,
  { identityKeys, isAsAssumed }: PlanOptions,
): boolean {
  const own = filter.own.get(source.name);
  if (own === undefined) return false;
  const demand = { shared: sharedByAll(filter.shared, identityKeys), own };
  return planOf(source, demand, isAsAssumed).filters.length === 0;
}

function planOf(source: CustomerSource, demand: Demand, isAsAssumed = false): PushDown {
  return (isAsAssumed ? source.planAsAssumed?.(demand) : undefined) ?? source.plan(demand);
}

/** How one source's records are listed, or why they are not. */
function planSource(
  source: CustomerSource,
  filter: CustomerFilter,
  { sources, identityKeys, isAsAssumed }: PlanOptions,
): PlannedList | string {
  if (filter.notInSources.includes(source.name)) return 'the filter excludes its people';
  const ownHere = filter.own.get(source.name) ?? null;
  const ownElsewhere = new Map([...filter.own].filter(([name]) => name !== source.name));
  const othersRole = (name: SourceName) => sources.find((other) => other.name === name)?.role;
  const isProfileCriterion = [...filter.own.keys()].some((name) => othersRole(name) === 'PROFILES');
  // The last visit is a criterion on all profiles, unless one source's own criteria decide which are listed.
  const { lastSeenAt, updatedAt } = filter;
  const isListedWhereSeen = lastSeenAt !== undefined && !isProfileCriterion;
  const isSeenHere = isListedWhereSeen && source.role === 'PROFILES' && showsVisits(source);
  const listedByProfileElsewhere =
    [...ownElsewhere.keys()].some((name) => othersRole(name) === 'PROFILES') ||
    (isListedWhereSeen && !isSeenHere);
  const hasShared = Object.keys(filter.shared).length > 0;

  if (ownHere === null && listedByProfileElsewhere) {
    return 'people are listed where the criteria of the filter are known';
  }
  if (source.role === 'PROFILES' && ownHere === null && !isSeenHere && !hasShared) {
    if (ownElsewhere.size > 0) return 'people are listed where the criteria of the filter are known';
    const account = filter.inSources.find((name) => othersRole(name) === 'ACCOUNTS');
    if (account !== undefined)
      return `everyone who can match is listed at their account in ${titleOf(account)}`;
  }
  // If some source's own criteria decide who is listed, any record of the customer may satisfy the shared ones.
  const isDriver =
    isSeenHere || (ownHere !== null && (source.role === 'PROFILES' || listedByProfileElsewhere));
  // The person's last change is that of the account. It is a profile's last visit if only people without an account are
  // listed.
  const accounts = sources.find(({ role }) => role === 'ACCOUNTS');
  const speaksForPerson =
    source.role === 'ACCOUNTS' ||
    accounts === undefined ||
    filter.notInSources.includes(accounts.name) ||
    !(isDriver || hasShared);
  const demand: Demand = {
    shared: isDriver ? sharedByAll(filter.shared, identityKeys) : filter.shared,
    own: ownHere,
    ...(updatedAt !== undefined && speaksForPerson && { updatedAt }),
    ...(isSeenHere && { lastSeenAt }),
  };
  const pushDown = planOf(source, demand, isAsAssumed);
  if (pushDown.filters.length === 0) return 'none of its records can satisfy the filter';
  return {
    source,
    demand,
    pushDown,
    checks: {
      shared: isDriver && hasShared ? filter.shared : null,
      own: ownElsewhere,
      inSources: filter.inSources.filter((name) => name !== source.name),
      notInSources: filter.notInSources,
      ...(updatedAt !== undefined && source.role === 'PROFILES' && accounts !== undefined && { updatedAt }),
      ...(lastSeenAt !== undefined && !isSeenHere && { lastSeenAt }),
    },
  };
}

/**
 * The shared criteria that all records of a customer satisfy when one does. If only the email joins records, they all
 * have the same email; no other criterion may be required of a single record.
 */
function sharedByAll(shared: SharedCriteria, keys: readonly IdentityKey[]): SharedCriteria {
  if (keys.length !== 1 || keys[0] !== 'email') return {};
  return {
    ...(shared.email !== undefined && { email: shared.email }),
    ...(shared.emails !== undefined && { emails: shared.emails }),
  };
}

/** Whether a source's records have a last visit. */
export function showsVisits({ abilities }: Pick<CustomerSource, 'abilities'>): boolean {
  return abilities.fills.includes('lastSeenAt');
}

/**
 * Whether it is unknown who belongs in the list, not only their identity, while the accounts' source does not respond.
 */
export function dependsOnIdentity(checks: CustomerChecks, accounts: SourceName): boolean {
  if (checks.updatedAt !== undefined) return true;
  return checks.own.size > 0 || checks.inSources.includes(accounts) || checks.notInSources.includes(accounts);
}

/** The order of the unified list. */
export interface ListOrder {
  /** SOURCE: list after list. UPDATED_AT: the lists interleave by their keys. */
  readonly field: 'SOURCE' | 'UPDATED_AT';
  readonly direction: Direction;
}
