import { accountsOf, failLookUps, lookUpKey } from '../lookup/identity-lookup.ts';
import { profileCustomer } from '../lookup/listed-customer.ts';
import { claims, resolveAccount } from '../model/identity.ts';
import type { SourceRecord } from '../model/source-record.ts';
import { type Candidate, candidatesAmong } from './find-candidates.ts';
import { identifyAccounts } from './identify-accounts.ts';
import {
  type Found,
  type IdentifiedCandidate,
  type IdentifyContext,
  relativesOf,
  silence,
} from './identify-context.ts';
import type { SearchText } from './read-search-text.ts';
import { askWith } from './recall-look-ups.ts';

/**
 * Finds the customers: one look-up of the profiles' accounts and one of the accounts' profiles, for those that no
 * recent search has looked up, and that the searches themselves do not show. A profile whose accounts cannot be looked
 * up stands for itself, `UNRESOLVED`. An account found by a look-up is compared with the text like any other, because
 * the search itself may have missed it.
 */
export async function identifyCandidates(
  text: SearchText,
  candidates: readonly Candidate[],
  found: Found,
  context: IdentifyContext,
): Promise<readonly IdentifiedCandidate[]> {
  const byRole = (role: 'ACCOUNTS' | 'PROFILES') => candidates.filter(({ source }) => source.role === role);
  const { profiles, claimants } = await identifyProfiles(byRole('PROFILES'), found, context);
  const source = context.accounts?.source;
  const came = source === undefined ? [] : candidatesAmong(text, source, { records: claimants });
  const accounts = new Map([...came, ...byRole('ACCOUNTS')].map((each) => [each.record.id, each]));
  const members = [...accounts.values()];
  const known = primeKnown(members, found, context);
  return [...(await identifyAccounts(members, { profiles, known, found }, context)), ...profiles];
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
  found: Found,
  context: IdentifyContext,
): Promise<{
  readonly profiles: readonly IdentifiedCandidate[];
  readonly claimants: readonly SourceRecord[];
}> {
  const { accounts, identityKeys } = context;
  const outage = accounts === undefined ? null : silence(accounts, found);
  const records = candidates.map(({ record }) => record);
  if (accounts !== undefined && outage !== null) failLookUps(records, accounts, identityKeys, outage);
  const lookedUp = await relativesOf(outage === null ? records : [], context, async (asked) => {
    if (accounts === undefined) return new Map();
    const came: SourceRecord[] = [];
    await accountsOf(asked, accounts, identityKeys, async (lookup, keys) => {
      const found = await askWith(context)(lookup, keys);
      came.push(...found.flat());
      return found;
    });
    return new Map(
      asked.map((record) => [record, came.filter((account) => claims(account, record, identityKeys))]),
    );
  });
  const relatives = outage === null ? lookedUp : null;
  const profiles = candidates.map((candidate) => {
    const account = resolveAccount(candidate.record, relatives?.get(candidate.record) ?? [], identityKeys);
    const identity = relatives === null ? 'UNRESOLVED' : 'RESOLVED';
    const customer = profileCustomer(candidate.record, account, identity);
    return { ...candidate, customer, isKnownToBoth: account !== null };
  });
  return { profiles, claimants: [...(relatives?.values() ?? [])].flat() };
}
