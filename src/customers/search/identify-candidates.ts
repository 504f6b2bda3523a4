import { UpstreamError } from '../../errors/gateway-error.ts';
import { type AskRecords, accountsOf, profilesOf } from '../lookup/identity-lookup.ts';
import { accountCustomer, profileCustomer } from '../lookup/listed-customer.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import type { Customer } from '../model/customer.ts';
import { claims } from '../model/identity.ts';
import type { IdentityKey, SourceRecord } from '../model/source-record.ts';
import type { Candidate, SearchCall } from './find-candidates.ts';

/** A candidate as the customer it belongs to. */
export interface IdentifiedCandidate extends Candidate {
  readonly customer: Customer;
  readonly isKnownToBoth: boolean;
}

export interface IdentifyContext extends SearchCall {
  /** The source of accounts; undefined where only profiles are configured. */
  readonly accounts: RecordLookup | undefined;
  readonly profiles: readonly RecordLookup[];
  readonly identityKeys: readonly IdentityKey[];
}

/**
 * Who is whom: one look-up of the profiles' accounts and one of the accounts' profiles, for those that no search of a moment
 * ago has settled. A profile whose accounts cannot be looked up stands for itself, `UNRESOLVED`. Whether an account has a
 * profile only matters to the rank, so it is asked only where another person matches as well.
 */
export async function identifyCandidates(
  candidates: readonly Candidate[],
  context: IdentifyContext,
): Promise<readonly IdentifiedCandidate[]> {
  const byRole = (role: 'ACCOUNTS' | 'PROFILES') => candidates.filter(({ source }) => source.role === role);
  const profiles = await identifyProfiles(byRole('PROFILES'), context);
  return [...(await identifyAccounts(byRole('ACCOUNTS'), profiles, context)), ...profiles];
}

async function identifyProfiles(
  candidates: readonly Candidate[],
  context: IdentifyContext,
): Promise<readonly IdentifiedCandidate[]> {
  const { accounts, identityKeys } = context;
  const relatives = await relativesOf(candidates, context, async (records) => {
    if (accounts === undefined) return new Map();
    const found = await accountsOf(records, accounts, identityKeys, askWith(context));
    return new Map([...found].map(([profile, account]) => [profile, account === null ? [] : [account]]));
  });
  return candidates.map((candidate) => {
    const [account] = relatives?.get(candidate.record) ?? [];
    const identity = relatives === null ? 'UNRESOLVED' : 'RESOLVED';
    const customer = profileCustomer(candidate.record, account ?? null, identity);
    return { ...candidate, customer, isKnownToBoth: account !== undefined };
  });
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

/** From memory where a search of a moment ago found out; null when the source that knows did not answer. */
async function relativesOf(
  candidates: readonly Candidate[],
  { memory, call, meter }: IdentifyContext,
  lookUp: (records: readonly SourceRecord[]) => Promise<Relatives>,
): Promise<Relatives | null> {
  const known = new Map<SourceRecord, readonly SourceRecord[]>();
  for (const { record } of candidates) {
    const relatives = call.bypassCache ? undefined : memory.relatives(record);
    if (relatives !== undefined) known.set(record, relatives);
  }
  const open = candidates.map(({ record }) => record).filter((record) => !known.has(record));
  if (open.length === 0) return known;
  try {
    for (const [record, relatives] of await lookUp(open)) {
      known.set(record, relatives);
      memory.keepRelatives(record, relatives);
    }
    return known;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    meter.failed(error);
    return null;
  }
}

function askWith({ call }: IdentifyContext): AskRecords {
  return (lookup, keys) => lookup.loadNow(keys, call);
}
