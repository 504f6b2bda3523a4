import { claims, resolveAccount, sortProfiles } from './identity.ts';
import type { RecordLookup } from './record-lookup.ts';
import type { IdentityKey, RecordKey, SourceRecord } from './source-record.ts';

/** Asks for all keys at once; how they are batched and on whose account is the caller's choice. */
export type AskRecords = (
  lookup: RecordLookup,
  keys: readonly RecordKey[],
) => Promise<readonly (readonly SourceRecord[])[]>;

/** The key by which records that share this identity value are looked up; null when the record has none. */
export function lookUpKey(record: SourceRecord, kind: IdentityKey): RecordKey | null {
  const value = record.keys[kind];
  if (value === undefined) return null;
  // Emails are asked for as written: the source adds the lower-case spelling.
  return { kind, value: kind === 'email' ? (record.person.email ?? value) : value };
}

/**
 * The account each profile resolves to, or null. Keys are asked strongest first, and a weaker one only for profiles
 * that no stronger one settled.
 */
export async function accountsOf(
  profiles: readonly SourceRecord[],
  accounts: RecordLookup,
  keys: readonly IdentityKey[],
  ask: AskRecords,
): Promise<ReadonlyMap<SourceRecord, SourceRecord | null>> {
  const resolved = new Map<SourceRecord, SourceRecord | null>(profiles.map((profile) => [profile, null]));
  for (const kind of keys) {
    const asked = profiles.flatMap((profile) => {
      const key = resolved.get(profile) === null ? lookUpKey(profile, kind) : null;
      return key === null ? [] : [{ profile, key }];
    });
    if (asked.length === 0) continue;
    const found = await ask(
      accounts,
      asked.map(({ key }) => key),
    );
    asked.forEach(({ profile }, index) => {
      resolved.set(profile, resolveAccount(profile, found[index] ?? [], [kind]));
    });
  }
  return resolved;
}

/** Each account's profiles in one source: every one it claims, last seen first. */
export async function profilesOf(
  accounts: readonly SourceRecord[],
  profiles: RecordLookup,
  keys: readonly IdentityKey[],
  ask: AskRecords,
): Promise<ReadonlyMap<SourceRecord, readonly SourceRecord[]>> {
  const asked = accounts.flatMap((account) =>
    keys.flatMap((kind) => {
      const key = lookUpKey(account, kind);
      return key === null ? [] : [{ account, key }];
    }),
  );
  const found =
    asked.length === 0
      ? []
      : await ask(
          profiles,
          asked.map(({ key }) => key),
        );
  const claimed = new Map<SourceRecord, Map<string, SourceRecord>>();
  asked.forEach(({ account }, index) => {
    const mine = claimed.get(account) ?? new Map<string, SourceRecord>();
    for (const profile of found[index] ?? []) {
      if (claims(account, profile, keys)) mine.set(profile.id, profile);
    }
    claimed.set(account, mine);
  });
  return new Map(
    accounts.map((account) => [account, sortProfiles([...(claimed.get(account)?.values() ?? [])])]),
  );
}
