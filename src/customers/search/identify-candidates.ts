import { UpstreamError } from '../../errors/gateway-error.ts';
import { type AskRecords, accountsOf, profilesOf } from '../lookup/identity-lookup.ts';
import { accountCustomer, profileCustomer } from '../lookup/listed-customer.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import type { Customer } from '../model/customer.ts';
import { claims, resolveAccount } from '../model/identity.ts';
import type { IdentityKey, RecordKey, SourceRecord } from '../model/source-record.ts';
import type { RequestLine, RequestMeter } from '../source-call.ts';
import { type Candidate, candidatesAmong, recording, type SearchCall } from './find-candidates.ts';
import type { SearchText } from './read-search-text.ts';
import type { SearchMemory } from './search-memory.ts';

/** A candidate with its customer. */
export interface IdentifiedCandidate extends Candidate {
  readonly customer: Customer;
  readonly isKnownToBoth: boolean;
}

export interface IdentifyContext extends SearchCall {
  /** The source of accounts; undefined if only profiles are configured. */
  readonly accounts: RecordLookup | undefined;
  readonly profiles: readonly RecordLookup[];
  readonly identityKeys: readonly IdentityKey[];
}

/**
 * Finds the customers: one look-up of the profiles' accounts and one of the accounts' profiles, for those that no
 * recent search has looked up. A profile whose accounts cannot be looked up stands for itself, `UNRESOLVED`. Whether an
 * account has a profile only affects the rank, so it is only looked up if another person matches as well. An account
 * found by a look-up is compared with the text like any other, because the search itself may have missed it.
 */
export async function identifyCandidates(
  text: SearchText,
  candidates: readonly Candidate[],
  context: IdentifyContext,
): Promise<readonly IdentifiedCandidate[]> {
  const byRole = (role: 'ACCOUNTS' | 'PROFILES') => candidates.filter(({ source }) => source.role === role);
  const { profiles, claimants } = await identifyProfiles(byRole('PROFILES'), context);
  const source = context.accounts?.source;
  const came = source === undefined ? [] : candidatesAmong(text, source, { records: claimants });
  const accounts = new Map([...came, ...byRole('ACCOUNTS')].map((each) => [each.record.id, each]));
  return [...(await identifyAccounts([...accounts.values()], profiles, context)), ...profiles];
}

async function identifyProfiles(
  candidates: readonly Candidate[],
  context: IdentifyContext,
): Promise<{
  readonly profiles: readonly IdentifiedCandidate[];
  readonly claimants: readonly SourceRecord[];
}> {
  const { accounts, identityKeys } = context;
  const relatives = await relativesOf(candidates, context, async (records) => {
    if (accounts === undefined) return new Map();
    const came: SourceRecord[] = [];
    await accountsOf(records, accounts, identityKeys, async (lookup, keys) => {
      const found = await askWith(context)(lookup, keys);
      came.push(...found.flat());
      return found;
    });
    return new Map(
      records.map((record) => [record, came.filter((account) => claims(account, record, identityKeys))]),
    );
  });
  const profiles = candidates.map((candidate) => {
    const account = resolveAccount(candidate.record, relatives?.get(candidate.record) ?? [], identityKeys);
    const identity = relatives === null ? 'UNRESOLVED' : 'RESOLVED';
    const customer = profileCustomer(candidate.record, account, identity);
    return { ...candidate, customer, isKnownToBoth: account !== null };
  });
  return { profiles, claimants: [...(relatives?.values() ?? [])].flat() };
}

async function identifyAccounts(
  candidates: readonly Candidate[],
  profiles: readonly IdentifiedCandidate[],
  context: IdentifyContext,
): Promise<readonly IdentifiedCandidate[]> {
  const identified = candidates.map((candidate) => ({
    ...candidate,
    customer: accountCustomer(candidate.record),
    isKnownToBoth: profiles.some(({ record }) => claims(candidate.record, record, context.identityKeys)),
  }));
  const people = [...identified, ...profiles];
  const open = identified.filter(
    ({ isKnownToBoth, grade, customer }) =>
      !isKnownToBoth && people.some((other) => other.grade === grade && other.customer.key !== customer.key),
  );
  const relatives = await relativesOf(open, context, async (records) => {
    const perSource = await Promise.all(
      context.profiles.map((lookup) => profilesOf(records, lookup, context.identityKeys, askWith(context))),
    );
    return new Map(records.map((record) => [record, perSource.flatMap((found) => found.get(record) ?? [])]));
  });
  return identified.map((candidate) => ({
    ...candidate,
    isKnownToBoth: candidate.isKnownToBoth || (relatives?.get(candidate.record)?.length ?? 0) > 0,
  }));
}

type Relatives = ReadonlyMap<SourceRecord, readonly SourceRecord[]>;

/** Null if the source did not respond. */
async function relativesOf(
  candidates: readonly Candidate[],
  { meter }: IdentifyContext,
  lookUp: (records: readonly SourceRecord[]) => Promise<Relatives>,
): Promise<Relatives | null> {
  if (candidates.length === 0) return new Map();
  try {
    return await lookUp(candidates.map(({ record }) => record));
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    meter.failed(error);
    return null;
  }
}

/**
 * Looks up what no recent search has looked up. What one has is given to the operation's look-ups, so that the fields
 * of the matches look up the same keys, in the same requests, as after the first search.
 */
function askWith({ call, memory }: IdentifyContext): AskRecords {
  return async (lookup, keys) => {
    const { name } = lookup.source;
    if (!call.bypassCache) recall(lookup, keys, memory, call.meter);
    const asked = new Set(lookup.unasked(keys));
    const storedAt = memory.now();
    const meter = recording(call.meter);
    const found = await lookup.loadNow(keys, { ...call, meter });
    if (!meter.isLive()) return found;
    const { requests, warnings } = meter;
    keys.forEach((key, index) => {
      if (!asked.has(key)) return;
      memory.keepLookUp(name, key, { records: found[index] ?? [], requests, warnings, storedAt });
    });
    return found;
  };
}

/** Gives the operation's look-ups what recent searches found, and reports each of their requests once. */
function recall(
  lookup: RecordLookup,
  keys: readonly RecordKey[],
  memory: SearchMemory,
  meter: RequestMeter,
): void {
  const { name } = lookup.source;
  const ages = new Map<RequestLine, number>();
  for (const key of lookup.unasked(keys)) {
    const cached = memory.lookUp(name, key);
    if (cached === undefined) continue;
    lookup.prime(key, cached.records);
    const ageSeconds = Math.max(0, Math.floor((memory.now() - cached.storedAt) / 1000));
    for (const request of cached.requests) ages.set(request, ageSeconds);
    for (const warning of cached.warnings) meter.warned?.(name, warning);
  }
  for (const [request, ageSeconds] of ages) meter.saved(name, request, { ageSeconds, stale: false });
}
