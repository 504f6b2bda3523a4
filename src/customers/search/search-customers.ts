import type { CustomerSource } from '../customer-source.ts';
import { lookUpKey } from '../lookup/identity-lookup.ts';
import { windowOf } from '../lookup/lookup-batching.ts';
import type { Customer } from '../model/customer.ts';
import { customerKey } from '../model/customer.ts';
import type { IdentityKey, SourceRecord } from '../model/source-record.ts';
import type { CustomerSearchRequest, CustomerSearchResult, SearchReport } from './customer-search.ts';
import { type Candidate, findCandidates, type SourceCandidates } from './find-candidates.ts';
import { identifyCandidates } from './identify-candidates.ts';
import type { IdentifiedCandidate, IdentifyContext } from './identify-context.ts';
import { keepShown } from './keep-shown.ts';
import { compareMatches, type Ranked } from './rank-matches.ts';
import { SEARCH_READINGS, type SearchReading } from './read-search-text.ts';

export interface SearchContext extends Omit<IdentifyContext, 'first' | 'globalIdOf'> {
  readonly sources: readonly CustomerSource[];
}

/** The most candidates of a role that are identified: one request looks them all up. */
const MOST_IDENTIFIED = 100;

/** `Query.searchCustomers`. Fails only if none of the searched sources responded. */
export async function searchCustomers(
  { text: read, first: most, globalIdOf }: CustomerSearchRequest,
  context: SearchContext,
): Promise<CustomerSearchResult> {
  const answerable = new Set(context.sources.flatMap(({ abilities }) => abilities.searchReadings ?? []));
  const text = { ...read, readings: read.readings.filter((reading) => answerable.has(reading)) };
  if (text.readings.length === 0) {
    const sources = context.sources.map(({ name }) => reportOf(name, context, null));
    return { matches: [], hasMore: false, understoodAs: [], sources };
  }
  const first = await Promise.all(context.sources.map((source) => findCandidates(text, source, context)));
  const answers = await finishAll(first, context);
  const failed = answers.flatMap(({ error }) => error ?? []);
  const [firstError] = failed;
  if (firstError !== undefined && failed.length === answers.length) throw firstError;

  const chosen = answers.map(({ source, candidates }) => bestOf(candidates, source, context));
  const identified = await identifyCandidates(text, chosen.flat(), answers, {
    ...context,
    first: most,
    globalIdOf,
  });
  const people = rankedPeople(identified, globalIdOf);
  const shown = people.slice(0, most);
  keepShown(
    shown.map(({ customer }) => customer),
    answers,
    context,
  );
  const isCut = answers.some(({ candidates }, at) => candidates.length > (chosen[at]?.length ?? 0));
  return {
    matches: shown.map(({ customer, readings }) => ({
      customer,
      matchedOn: SEARCH_READINGS.filter((reading) => readings.has(reading)),
      identity: customer.identity,
    })),
    hasMore: people.length > most || isCut || answers.some(({ isComplete }) => !isComplete),
    understoodAs: text.readings,
    sources: answers.map((answer) => reportOf(answer.source.name, context, answer)),
  };
}

/** The most requests to a source for one text: three to find people, and one to find out who is whom. */
const MOST_REQUESTS = 4;

/** Asks what the searches left open, in as many requests as finding out who is whom leaves. */
async function finishAll(
  answers: readonly SourceCandidates[],
  { identityKeys }: SearchContext,
): Promise<readonly SourceCandidates[]> {
  const isAnyone = answers.some(({ candidates }) => candidates.length > 0);
  return Promise.all(
    answers.map((answer) => {
      if (answer.rest === null) return answer;
      const others = answers.filter(({ source }) => source.role !== answer.source.role);
      const isLookedUp = others.some(({ candidates }) =>
        candidates.some(({ record }) => identityKeys.some((kind) => lookUpKey(record, kind) !== null)),
      );
      const people = others.flatMap((other) => other.people);
      const left = MOST_REQUESTS - answer.rest.sent - Number(isLookedUp);
      return answer.rest.ask(left, { isAnyone, people });
    }),
  );
}

/** The most look-ups of keys that the accounts' source takes one at a time: as many people as can be shown. */
const MOST_ALONE = 25;

/** The best candidates of a source before they are identified: of profiles, as many as one look-up identifies. */
function bestOf(
  candidates: readonly Candidate[],
  source: CustomerSource,
  context: SearchContext,
): readonly Candidate[] {
  const keys = batchedKeys(context);
  const alone = context.identityKeys.filter((kind) => !keys.identityKeys.includes(kind));
  const fitting = (some: readonly Candidate[]) => {
    if (source.role === 'ACCOUNTS') return some.length;
    let left = MOST_ALONE;
    const end = some.findIndex(({ record }) => {
      left -= alone.filter((kind) => lookUpKey(record, kind) !== null).length;
      return left < 0;
    });
    const most = windowOf(recordsOf(some), source, keys);
    return end === -1 ? most : Math.min(end, most);
  };
  if (candidates.length <= MOST_IDENTIFIED && fitting(candidates) >= candidates.length) return candidates;
  const ranked = candidates.map((candidate) => ({
    candidate,
    grade: candidate.grade,
    isKnownToBoth: false,
    updatedAt: candidate.record.person.updatedAt,
    id: customerKey(candidate.record),
  }));
  const best = ranked
    .sort(compareMatches)
    .slice(0, MOST_IDENTIFIED)
    .map(({ candidate }) => candidate);
  return best.slice(0, fitting(best));
}

function recordsOf(candidates: readonly Candidate[]): readonly SourceRecord[] {
  return candidates.map(({ record }) => record);
}

/** Keys of which the accounts’ source takes several at once. */
function batchedKeys({ sources, identityKeys }: SearchContext) {
  const accounts = sources.filter(({ role }) => role === 'ACCOUNTS');
  const isBatched = (kind: IdentityKey) => accounts.every(({ abilities }) => abilities.lookUpBatch[kind] > 1);
  return { sources: accounts, identityKeys: identityKeys.filter(isBatched) };
}

interface RankedPerson extends Ranked {
  readonly customer: Customer;
  readonly readings: ReadonlySet<SearchReading>;
}

/** Each person once: their best record counts, and all readings that any of them satisfies. */
function rankedPeople(
  candidates: readonly IdentifiedCandidate[],
  globalIdOf: (customerKey: string) => string,
): readonly RankedPerson[] {
  const people = new Map<string, RankedPerson>();
  for (const { customer, grade, readings, isKnownToBoth } of candidates) {
    const known = people.get(customer.key);
    people.set(customer.key, {
      customer: known?.customer ?? customer,
      grade: Math.min(grade, known?.grade ?? grade),
      readings: new Set([...readings, ...(known?.readings ?? [])]),
      isKnownToBoth: isKnownToBoth || (known?.isKnownToBoth ?? false),
      updatedAt: (customer.account ?? customer.profile)?.person.updatedAt ?? null,
      id: globalIdOf(customer.key),
    });
  }
  return [...people.values()].sort(compareMatches);
}

function reportOf(name: string, { meter }: SearchContext, answer: SourceCandidates | null): SearchReport {
  const report = meter.report(name, false);
  const coverage = answer?.coverage ?? 'NONE';
  return { ...report, coverage };
}
