import type { IdentityKey, SourceRecord } from './source-record.ts';

/**
 * Pure rules that decide which records belong to the same person. `keys` is the setting IDENTITY_KEYS, strongest first.
 */

/** The index of the strongest key that both records share; -1 for none. */
function strengthOf(account: SourceRecord, profile: SourceRecord, keys: readonly IdentityKey[]): number {
  return keys.findIndex((key) => account.keys[key] !== undefined && account.keys[key] === profile.keys[key]);
}

/** Whether the account claims the profile: some identity key is equal. */
export function claims(account: SourceRecord, profile: SourceRecord, keys: readonly IdentityKey[]): boolean {
  return strengthOf(account, profile, keys) !== -1;
}

/**
 * The one account, of those given, that a profile resolves to; null if none claims it. The strongest shared key wins,
 * then the best account.
 */
export function resolveAccount(
  profile: SourceRecord,
  accounts: readonly SourceRecord[],
  keys: readonly IdentityKey[],
): SourceRecord | null {
  const claimants = accounts
    .map((account) => ({ account, strength: strengthOf(account, profile, keys) }))
    .filter(({ strength }) => strength !== -1);
  const strongest = Math.min(...claimants.map(({ strength }) => strength));
  return bestAccount(
    claimants.filter(({ strength }) => strength === strongest).map(({ account }) => account),
  );
}

/** Active first, then latest change, then lowest id; null if empty. */
export function bestAccount(accounts: readonly SourceRecord[]): SourceRecord | null {
  return accounts.reduce<SourceRecord | null>(
    (best, account) => (best === null || compareAccounts(account, best) < 0 ? account : best),
    null,
  );
}

function compareAccounts(a: SourceRecord, b: SourceRecord): number {
  return a.rank - b.rank || latestFirst(a.person.updatedAt, b.person.updatedAt) || compareIds(a.id, b.id);
}

/** Last seen first, nulls last, then lowest id: the order of an account's profiles. */
export function sortProfiles(profiles: readonly SourceRecord[]): readonly SourceRecord[] {
  if (profiles.length < 2) return profiles;
  return profiles.toSorted(
    (a, b) => latestFirst(a.person.lastSeenAt, b.person.lastSeenAt) || compareIds(a.id, b.id),
  );
}

function latestFirst(a: number | null, b: number | null): number {
  if (a === b) return 0;
  return (b ?? Number.NEGATIVE_INFINITY) - (a ?? Number.NEGATIVE_INFINITY);
}

/** Numbers by value, other ids by code unit. */
export function compareIds(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b) && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
