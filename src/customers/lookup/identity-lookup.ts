import type { UpstreamErrorCode } from '../../errors/error-codes.ts';
import { GatewayError, type UpstreamError } from '../../errors/gateway-error.ts';
import { claims, resolveAccount, sortProfiles } from '../model/identity.ts';
import type { IdentityKey, RecordKey, SourceRecord } from '../model/source-record.ts';
import type { RecordLookup } from './record-lookup.ts';

/** Looks up all keys at once; the caller decides how they are batched and which meter is charged. */
export type AskRecords = (
  lookup: RecordLookup,
  keys: readonly RecordKey[],
) => Promise<readonly (readonly SourceRecord[])[]>;

/** The key to look up records with this identity value; null if the record has none. */
export function lookUpKey(record: SourceRecord, kind: IdentityKey): RecordKey | null {
  const value = record.keys[kind];
  if (value === undefined) return null;
  // Emails are looked up as written: the source adds the other spellings.
  return { kind, value: kind === 'email' ? (record.person.email ?? value) : value };
}

/**
 * The account that each profile resolves to, or null. Keys are looked up strongest first, and a weaker one only for
 * profiles that no stronger one resolved.
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
  const foundFor = new Map<SourceRecord, SourceRecord[]>(accounts.map((account) => [account, []]));
  asked.forEach(({ account }, index) => {
    foundFor.get(account)?.push(...(found[index] ?? []));
  });
  return new Map(
    accounts.map((account) => [account, sortProfiles(claimedBy(account, foundFor.get(account) ?? [], keys))]),
  );
}

/** The profiles that an account claims, each once. */
export function claimedBy(
  account: SourceRecord,
  profiles: readonly SourceRecord[],
  keys: readonly IdentityKey[],
): readonly SourceRecord[] {
  const claimed = profiles.filter((profile) => claims(account, profile, keys));
  return claimed.length < 2 ? claimed : [...new Map(claimed.map((each) => [each.id, each])).values()];
}

/** Failures that do not pass while an operation runs: the fields of these records do not ask again. */
const LASTING: ReadonlySet<UpstreamErrorCode> = new Set(['UPSTREAM_REJECTED', 'UPSTREAM_INVALID_RESPONSE']);

/** Caches a failure of the whole source that look-ups by these records' identity keys would meet, too. */
export function failLookUps(
  records: readonly SourceRecord[],
  lookup: RecordLookup,
  keys: readonly IdentityKey[],
  outage: UpstreamError,
): void {
  if (!outage.isSourceWide || !LASTING.has(outage.code)) return;
  lookup.failed(
    records.flatMap((record) => keys.flatMap((kind) => lookUpKey(record, kind) ?? [])),
    outage,
  );
}

/** Rejects with the source's error; anything else is wrapped, so that its origin is known. */
export function failedLookUp(reason: unknown): never {
  throw reason instanceof GatewayError ? reason : new Error('A look-up failed.', { cause: reason });
}
