import type { CareCloudCustomerFilter } from '../../../src/customers/model/care-cloud-customer.ts';
import type { CustomerFilter } from '../../../src/customers/model/customer-filter.ts';
import type { HelpCrunchCustomerFilter } from '../../../src/customers/model/help-crunch-customer.ts';
import {
  accountHas,
  accountHasShared,
  isWithin,
  plain,
  profileHas,
  profileHasShared,
} from './oracle-filters.ts';
import type { Account, Profile, World } from './world.ts';

/**
 * What `customers` must list, computed by brute force over all data, from the design's text alone. It uses only the
 * types of its input from the product.
 */

export type Key = 'email' | 'userId' | 'phone';

/** In the order of the list. ACME is the third vendor, which exists only in tests. */
const SOURCES = ['CARECLOUD', 'HELPCRUNCH', 'ACME'] as const;
type Source = (typeof SOURCES)[number];

const sourceOf = (place: Account | Profile): Source =>
  typeof place.id === 'string' ? 'CARECLOUD' : ((place as Profile).source ?? 'HELPCRUNCH');

export interface OracleOptions {
  /** IDENTITY_KEYS, strongest first. */
  readonly keys: readonly Key[];
  readonly order: { readonly field: 'SOURCE' | 'UPDATED_AT'; readonly direction: 'ASC' | 'DESC' };
  /** Whose list drives if the filter has criteria of both. */
  readonly driver: Source;
  /** Accounts that the list of accounts does not show, although look-ups find them; absent: none. */
  readonly isHidden?: (account: Account) => boolean;
}

/** One row of the list: the customer's canonical key, and the record at which they are listed. */
export interface Row {
  readonly customer: string;
  readonly source: Source;
  readonly record: string;
  /** The row's sort key within its source. */
  readonly sortedBy: string | number | null;
}

/**
 * A customer: an account with the profiles it claims, and those of them that resolve to it; or an unclaimed profile.
 */
interface Person {
  readonly account: Account | null;
  readonly shown: readonly Profile[];
  readonly resolved: readonly Profile[];
}

export function listCustomers(world: World, filter: CustomerFilter, options: OracleOptions): readonly Row[] {
  const { field, direction } = options.order;
  const rows = people(world, options.keys).flatMap((person) => {
    const place = placeOf(person, filter, options);
    return place === null ? [] : [toRow(person, place, field)];
  });
  const position = positions(world);
  const ascending = rows.toSorted(
    (a, b) =>
      (field === 'SOURCE' ? rank(a) - rank(b) : compare(a.sortedBy, b.sortedBy) || rank(a) - rank(b)) ||
      compare(a.sortedBy, b.sortedBy) ||
      (position.get(nameOf(a)) ?? 0) - (position.get(nameOf(b)) ?? 0),
  );
  return direction === 'ASC' ? ascending : ascending.toReversed();
}

/** Whether a profile by itself is a member of the list, whoever it belongs to. */
export function standsAlone(profile: Profile, filter: CustomerFilter): boolean {
  const own = filter.own.get('HELPCRUNCH') as HelpCrunchCustomerFilter | undefined;
  return (
    profileHasShared(profile, filter.shared) &&
    (own === undefined || profileHas(profile, own)) &&
    (filter.lastSeenAt === undefined || isWithin(profile.lastSeen, { ...filter.lastSeenAt })) &&
    filter.updatedAt === undefined &&
    !filter.own.has('CARECLOUD') &&
    !filter.inSources.includes('CARECLOUD') &&
    filter.notInSources.length === 0
  );
}

/** The canonical key of an email's customer: the best account with it, else the profile last seen. */
export function customerByEmail(email: string, world: World, keys: readonly Key[]): string | null {
  const account = best(world.accounts.filter((each) => plain(each.email) === plain(email)));
  if (account !== null) return `CARECLOUD:${account.id}`;
  const [profile] = lastSeenFirst(world.profiles.filter((each) => plain(each.email) === plain(email)));
  return profile === undefined ? null : customerOf(profile, world, keys);
}

/** The canonical key of the customer a profile resolves to. */
export function customerOf(profile: Profile, world: World, keys: readonly Key[]): string {
  const account = resolve(profile, world.accounts, keys);
  return account === null ? nameOfRecord(profile) : `CARECLOUD:${account.id}`;
}

/** The profiles an account claims, last seen first, nulls last, then lowest id. */
export function profilesOf(account: Account, world: World, keys: readonly Key[]): readonly Profile[] {
  return lastSeenFirst(world.profiles.filter((profile) => keys.some((key) => shares(account, profile, key))));
}

function lastSeenFirst(profiles: readonly Profile[]): readonly Profile[] {
  return profiles.toSorted((a, b) => (b.lastSeen ?? -1) - (a.lastSeen ?? -1) || a.id - b.id);
}

function people(world: World, keys: readonly Key[]): readonly Person[] {
  const owner = new Map(world.profiles.map((each) => [each, resolve(each, world.accounts, keys)]));
  const known = world.accounts.map((account) => ({
    account,
    shown: profilesOf(account, world, keys),
    resolved: world.profiles.filter((profile) => owner.get(profile) === account),
  }));
  const unclaimed = world.profiles.filter((profile) => owner.get(profile) === null);
  return [
    ...known,
    ...unclaimed.map((profile) => ({ account: null, shown: [profile], resolved: [profile] })),
  ];
}

/** "The strongest key; then the best account." */
function resolve(profile: Profile, accounts: readonly Account[], keys: readonly Key[]): Account | null {
  for (const key of keys) {
    const found = best(accounts.filter((account) => shares(account, profile, key)));
    if (found !== null) return found;
  }
  return null;
}

/** "Active first, then latest last_change, then lowest id." */
function best(accounts: readonly Account[]): Account | null {
  const [first = null] = accounts.toSorted(
    (a, b) =>
      Number(b.state === 1) - Number(a.state === 1) ||
      (b.lastChange ?? -1) - (a.lastChange ?? -1) ||
      compare(a.id, b.id),
  );
  return first;
}

function shares(account: Account, profile: Profile, key: Key): boolean {
  switch (key) {
    case 'email':
      return !worthless(account.email) && plain(account.email) === plain(profile.email);
    case 'userId':
      return !worthless(account.id) && account.id === profile.userId?.trim();
    case 'phone':
      return account.phone !== null && account.phone === (profile.phone?.e164 ?? null);
  }
}

function worthless(text: string | null): boolean {
  const value = plain(text) ?? '';
  return ['', '-', 'null', 'none', 'anonymous', '-1'].includes(value) || /^0+$/.test(value);
}

/** Where a person is listed; null for nowhere. */
function placeOf(
  person: Person,
  filter: CustomerFilter,
  { driver, order, isHidden = () => false }: OracleOptions,
): Account | Profile | null {
  const { account, shown, resolved } = person;
  const knownTo = (source: string) =>
    source === 'CARECLOUD' ? account !== null : shown.some((profile) => sourceOf(profile) === source);
  if (!filter.inSources.every(knownTo) || filter.notInSources.some(knownTo)) return null;

  const careCloud = filter.own.get('CARECLOUD') as CareCloudCustomerFilter | undefined;
  if (careCloud !== undefined && (account === null || !accountHas(account, careCloud))) return null;
  const matching = matchingProfiles(resolved, filter);
  if ([...matching.values()].some((profiles) => profiles.length === 0)) return null;

  const changed = account === null ? (shown[0]?.lastSeen ?? null) : account.lastChange;
  if (filter.updatedAt !== undefined && !isWithin(changed, { ...filter.updatedAt })) return null;
  const { lastSeenAt } = filter;
  const seen = resolved.filter(
    ({ lastSeen }) => lastSeenAt !== undefined && isWithin(lastSeen, { ...lastSeenAt }),
  );
  if (lastSeenAt !== undefined && seen.length === 0) return null;

  const accountShares = account !== null && accountHasShared(account, filter.shared);
  const isListed = account !== null && !isHidden(account);
  const sharing = resolved.filter((profile) => profileHasShared(profile, filter.shared));
  if (!accountShares && sharing.length === 0) return null;

  const first = (profiles: readonly Profile[]) => profiles.toSorted(inLegOrder(order.field))[0] ?? null;
  if (matching.size === 0 && lastSeenAt === undefined) {
    if (accountShares && isListed) return account;
    return careCloud === undefined || isListed ? first(sharing) : null;
  }
  if (careCloud !== undefined && driver === 'CARECLOUD') return isListed ? account : null;
  const [only = seen] = matching.values();
  return first(matching.get(driver) ?? only);
}

/** Those that satisfy each profile source's own criteria. */
function matchingProfiles(
  profiles: readonly Profile[],
  { own }: CustomerFilter,
): ReadonlyMap<string, readonly Profile[]> {
  const helpCrunch = own.get('HELPCRUNCH') as HelpCrunchCustomerFilter | undefined;
  const acme = own.get('ACME') as { readonly plans: readonly string[] } | undefined;
  const of = (source: Source) => profiles.filter((profile) => sourceOf(profile) === source);
  return new Map([
    ...(helpCrunch
      ? [['HELPCRUNCH', of('HELPCRUNCH').filter((each) => profileHas(each, helpCrunch))] as const]
      : []),
    ...(acme
      ? [['ACME', of('ACME').filter(({ plan }) => plan != null && acme.plans.includes(plan))] as const]
      : []),
  ]);
}

function inLegOrder(field: 'SOURCE' | 'UPDATED_AT') {
  return (a: Profile, b: Profile): number => {
    const bySource = SOURCES.indexOf(sourceOf(a)) - SOURCES.indexOf(sourceOf(b));
    const byKey = compare(sortKey(a, field), sortKey(b, field));
    return (field === 'SOURCE' ? bySource || byKey : byKey || bySource) || a.id - b.id;
  };
}

function toRow(person: Person, place: Account | Profile, field: 'SOURCE' | 'UPDATED_AT'): Row {
  const [profile] = person.shown;
  const known = person.account ?? profile;
  const customer = known === undefined ? '' : nameOfRecord(known);
  if (typeof place.id === 'number') {
    return {
      customer,
      source: sourceOf(place),
      record: String(place.id),
      sortedBy: sortKey(place as Profile, field),
    };
  }
  const { id, lastChange } = place as Account;
  return { customer, source: 'CARECLOUD', record: id, sortedBy: field === 'SOURCE' ? id : lastChange };
}

function sortKey(profile: Profile, field: 'SOURCE' | 'UPDATED_AT'): number | null {
  return field === 'SOURCE' ? profile.firstSeen : profile.lastSeen;
}

const rank = ({ source }: Row) => SOURCES.indexOf(source);
const nameOfRecord = (record: Account | Profile) => `${sourceOf(record)}:${record.id}`;
export const nameOf = ({ source, record }: Pick<Row, 'source' | 'record'>) => `${source}:${record}`;

function positions({ accounts, profiles }: World): ReadonlyMap<string, number> {
  return new Map([
    ...accounts.map((account, index) => [nameOfRecord(account), index] as const),
    ...profiles.map((profile, index) => [nameOfRecord(profile), index] as const),
  ]);
}

/** Null sorts before everything. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
