import { UpstreamError } from '../../errors/gateway-error.ts';
import { type AskRecords, accountsOf, lookUpKey, profilesOf } from '../lookup/identity-lookup.ts';
import { accountCustomer, profileCustomer } from '../lookup/listed-customer.ts';
import { requestsFor } from '../lookup/lookup-batching.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import type { Customer } from '../model/customer.ts';
import { claims, resolveAccount } from '../model/identity.ts';
import type { IdentityKey, RecordKey, SourceRecord } from '../model/source-record.ts';
import type { RequestLine, RequestMeter } from '../source-call.ts';
import {
  type Candidate,
  candidatesAmong,
  recording,
  type SearchCall,
  type SourceCandidates,
} from './find-candidates.ts';
import type { SearchText } from './read-search-text.ts';
import type { SearchMemory } from './search-memory.ts';

/** A candidate with its customer. */
export interface IdentifiedCandidate extends Candidate {
  readonly customer: Customer;
  readonly isKnownToBoth: boolean;
}

/** The results of the searches. */
type Found = readonly Pick<SourceCandidates, 'source' | 'allWith'>[];

export interface IdentifyContext extends SearchCall {
  /** The source of accounts; undefined if only profiles are configured. */
  readonly accounts: RecordLookup | undefined;
  readonly profiles: readonly RecordLookup[];
  readonly identityKeys: readonly IdentityKey[];
}

/**
 * Finds the customers: one look-up of the profiles' accounts and one of the accounts' profiles, for those that no
 * recent search has looked up, and that the searches themselves do not show. A profile whose accounts cannot be looked
 * up stands for itself, `UNRESOLVED`. Whether an account has a profile only affects the rank, so it is only looked up if
 * another person matches as well. An account
 * found by a look-up is compared with the text like any other, because the search itself may have missed it.
 */
export async function identifyCandidates(
  text: SearchText,
  candidates: readonly Candidate[],
  found: Found,
  context: IdentifyContext,
): Promise<readonly IdentifiedCandidate[]> {
  const byRole = (role: 'ACCOUNTS' | 'PROFILES') => candidates.filter(({ source }) => source.role === role);
  const { profiles, claimants } = await identifyProfiles(byRole('PROFILES'), context);
  const source = context.accounts?.source;
  const came = source === undefined ? [] : candidatesAmong(text, source, { records: claimants });
  const accounts = new Map([...came, ...byRole('ACCOUNTS')].map((each) => [each.record.id, each]));
  const members = [...accounts.values()];
  const known = primeKnown(members, found, context);
  return [...(await identifyAccounts(members, { profiles, known }, context)), ...profiles];
}

/**
 * Gives the look-ups what the searches themselves have shown of the accounts' profiles. Returns the profiles of those
 * accounts of which the searches found every one, certainly or as is assumed.
 */
function primeKnown(
  accounts: readonly Candidate[],
  found: Found,
  { profiles, identityKeys }: IdentifyContext,
): ReadonlyMap<SourceRecord, readonly SourceRecord[]> {
  const known = new Map<SourceRecord, readonly SourceRecord[]>();
  for (const { record } of accounts) {
    const keys = identityKeys.flatMap((kind) => lookUpKey(record, kind) ?? []);
    const all = profiles.flatMap((lookup) => {
      const answer = found.find(({ source }) => source === lookup.source);
      return keys.map((key) => {
        const complete = answer?.allWith(key) ?? null;
        if (complete?.isShown) lookup.prime(key, complete.records);
        return complete;
      });
    });
    if (all.every((complete) => complete !== null)) {
      known.set(
        record,
        all.flatMap((complete) => complete?.records ?? []),
      );
    }
  }
  return known;
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

interface IdentifiedProfiles {
  readonly profiles: readonly IdentifiedCandidate[];
  /** The profiles of the accounts that need no look-up. */
  readonly known: ReadonlyMap<SourceRecord, readonly SourceRecord[]>;
}

async function identifyAccounts(
  candidates: readonly Candidate[],
  { profiles, known }: IdentifiedProfiles,
  context: IdentifyContext,
): Promise<readonly IdentifiedCandidate[]> {
  const identified = candidates.map((candidate) => ({
    ...candidate,
    customer: accountCustomer(candidate.record),
    isKnownToBoth: [...profiles.map(({ record }) => record), ...(known.get(candidate.record) ?? [])].some(
      (profile) => claims(candidate.record, profile, context.identityKeys),
    ),
  }));
  const people = [...identified, ...profiles];
  const open = identified.filter(
    ({ isKnownToBoth, grade, customer, record }) =>
      !isKnownToBoth &&
      !known.has(record) &&
      people.some((other) => other.grade === grade && other.customer.key !== customer.key),
  );
  // One look-up for all that fit into the same request: the fields of the others would look them up afterwards.
  const asked = open.length === 0 ? [] : withOthers(open, identified, context);
  const relatives = await relativesOf(asked, context, async (records) => {
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

/** These candidates first, and as many others as take no further request. */
function withOthers<C extends Candidate>(
  open: readonly C[],
  all: readonly C[],
  { profiles, identityKeys }: IdentifyContext,
): readonly C[] {
  const others = all.filter((each) => !open.includes(each));
  const asked = [...open];
  const requests = () => {
    const keys = asked.flatMap(({ record }) => identityKeys.flatMap((kind) => lookUpKey(record, kind) ?? []));
    return profiles.reduce(
      (sum, lookup) => sum + requestsFor(lookup.unasked(keys), lookup.source.abilities),
      0,
    );
  };
  const most = requests();
  for (const other of others) {
    asked.push(other);
    if (requests() > most) asked.pop();
  }
  return asked;
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
