import { failLookUps, lookUpKey, profilesOf } from '../lookup/identity-lookup.ts';
import { accountCustomer } from '../lookup/listed-customer.ts';
import { requestsFor } from '../lookup/lookup-batching.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import { claims } from '../model/identity.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { Candidate } from './find-candidates.ts';
import {
  type Found,
  type IdentifiedCandidate,
  type IdentifyContext,
  relativesOf,
  silence,
} from './identify-context.ts';
import { compareMatches, type Ranking, undecided } from './rank-matches.ts';
import { askWith, lookUpAlong, recall } from './recall-look-ups.ts';

interface Identified {
  readonly profiles: readonly IdentifiedCandidate[];
  /** The profiles of the accounts that need no look-up. */
  readonly known: ReadonlyMap<SourceRecord, readonly SourceRecord[]>;
  readonly found: Found;
}

/**
 * Finds out which accounts have profiles. That only affects the rank, so only those are looked up whose order is
 * undecided without it, in one request: the best first. While somebody types on, one look-up is sent for all texts that
 * the same search of the profiles serves; then the rank is by what is known.
 */
export async function identifyAccounts(
  candidates: readonly Candidate[],
  { profiles, known, found }: Identified,
  context: IdentifyContext,
): Promise<readonly IdentifiedCandidate[]> {
  const lookups = context.profiles.filter((lookup) => silence(lookup, found) === null);
  const identified = candidates.map((candidate) => ({
    ...candidate,
    customer: accountCustomer(candidate.record),
    isKnownToBoth: [...profiles.map(({ record }) => record), ...(known.get(candidate.record) ?? [])].some(
      (profile) => claims(candidate.record, profile, context.identityKeys),
    ),
  }));
  const people = [...identified, ...profiles];
  const open = undecidedAccounts(people, known, context);
  // The fields of the others would look them up afterwards, and those of accounts that only their profiles matched.
  const others = people.flatMap(({ customer }) => customer.account ?? []);
  const records = [...new Map([...open, ...others].map((record) => [record.id, record])).values()];
  for (const lookup of context.profiles) {
    const outage = silence(lookup, found);
    if (outage !== null) failLookUps(records, lookup, context.identityKeys, outage);
  }
  for (const lookup of lookups) {
    const keys = keysOf(records, context);
    recall(lookup, keys, context);
    lookUpAlong(lookup, keys, context);
  }
  if (open.length === 0) return identified;
  const asked = lookups.map((lookup) => {
    const typing = found.find(({ source }) => source === lookup.source)?.typing;
    const most = typing?.isLookedUp === true ? 0 : 1;
    const fitting = withinRequests(most, records, lookup, context);
    if (typing !== undefined && lookup.unasked(keysOf(fitting, context)).length > 0) typing.isLookedUp = true;
    return { lookup, fitting };
  });
  const perSource = await Promise.all(
    asked.map(({ lookup, fitting }) =>
      relativesOf(fitting, context, (asked) =>
        profilesOf(asked, lookup, context.identityKeys, askWith(context)),
      ),
    ),
  );
  return identified.map((candidate) => ({
    ...candidate,
    isKnownToBoth:
      candidate.isKnownToBoth ||
      perSource.some((relatives) => (relatives?.get(candidate.record)?.length ?? 0) > 0),
  }));
}

/** The accounts whose place among the first people depends on whether they have profiles, best first. */
function undecidedAccounts(
  people: readonly IdentifiedCandidate[],
  known: ReadonlyMap<SourceRecord, unknown>,
  { first, globalIdOf }: IdentifyContext,
): readonly SourceRecord[] {
  const byKey = new Map<string, Ranking & { readonly account: SourceRecord | null }>();
  for (const candidate of people) {
    const { customer, grade, isKnownToBoth, record } = candidate;
    const isKnown = isKnownToBoth || customer.account === null || known.has(record);
    const before = byKey.get(customer.key);
    byKey.set(customer.key, {
      account: customer.account,
      grade: Math.min(grade, before?.grade ?? grade),
      isKnownToBoth: isKnownToBoth || before?.isKnownToBoth === true ? true : isKnown ? false : null,
      updatedAt: (customer.account ?? customer.profile)?.person.updatedAt ?? null,
      id: globalIdOf(customer.key),
    });
  }
  return undecided([...byKey.values()], first)
    .toSorted((a, b) => compareMatches({ ...a, isKnownToBoth: false }, { ...b, isKnownToBoth: false }))
    .flatMap(({ account }) => account ?? []);
}

/** As many of these accounts as so many requests look up, the first of them first. */
function withinRequests(
  most: number,
  accounts: readonly SourceRecord[],
  lookup: RecordLookup,
  context: IdentifyContext,
): readonly SourceRecord[] {
  const fitting: SourceRecord[] = [];
  for (const account of accounts) {
    fitting.push(account);
    const open = lookup.unasked(keysOf(fitting, context));
    if (requestsFor(open, lookup.source.abilities) > most) fitting.pop();
  }
  return fitting;
}

function keysOf(accounts: readonly SourceRecord[], { identityKeys }: IdentifyContext) {
  return accounts.flatMap((account) => identityKeys.flatMap((kind) => lookUpKey(account, kind) ?? []));
}
