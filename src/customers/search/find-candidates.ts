import { UpstreamError } from '../../errors/gateway-error.ts';
import type { CustomerSource } from '../customer-source.ts';
import type { ListMeter } from '../list/list-meter.ts';
import { normalKeyValue } from '../model/identity-keys.ts';
import type { IdentityKey, Person, RecordKey, SourceRecord } from '../model/source-record.ts';
import { recording } from '../recording-meter.ts';
import type { SourceCall } from '../source-call.ts';
import type { FoundByOthers, FoundRecords, SearchCoverage } from './found-records.ts';
import { matchRecord, type RecordMatch } from './match-record.ts';
import type { SearchReading, SearchText } from './read-search-text.ts';
import type { Cost, SearchMemory, Typing } from './search-memory.ts';

/** A record that matches the text. */
export interface Candidate extends RecordMatch {
  readonly source: CustomerSource;
  readonly record: SourceRecord;
}

/** One source's candidates for a text. */
export interface SourceCandidates {
  readonly source: CustomerSource;
  readonly candidates: readonly Candidate[];
  /** All people that came, whether or not they match. */
  readonly people: readonly Person[];
  /** Every record with this key; null if the result may lack some. */
  readonly allWith: (key: RecordKey) => CompleteRecords | null;
  readonly coverage: SearchCoverage;
  readonly isComplete: boolean;
  /** What the search leaves open until it is known what the other sources found; null: nothing. */
  readonly rest: RestOfCandidates | null;
  readonly typing: Typing;
  /** What it took; null if nothing was found out, or not all of it now or by one search. */
  readonly cost: Cost | null;
  /** The age of a remembered result; null if it was fetched now, or not at all. */
  readonly ageSeconds: number | null;
  readonly error: UpstreamError | null;
}

interface CompleteRecords {
  readonly records: readonly SourceRecord[];
  /** Whether it was shown, not only assumed, that there are no others. */
  readonly isShown: boolean;
}

interface RestOfCandidates {
  /** How many requests the search has sent. */
  readonly sent: number;
  /** The source's candidates, including those that so many more requests find. */
  ask(left: number, others: FoundByOthers): Promise<SourceCandidates>;
}

interface Searched {
  readonly found: FoundRecords;
  readonly ageSeconds: number | null;
  readonly typing: Typing;
  readonly costOf: () => Cost | null;
  /** Stores the result, and that of the rest of the search. */
  keep(found: FoundRecords): void;
  readonly call: SourceCall;
}

export interface SearchCall {
  /** With this field's meter. */
  readonly call: SourceCall;
  readonly meter: ListMeter;
  readonly memory: SearchMemory;
}

const NOTHING: FoundRecords = { records: [], isComplete: true, coverage: 'NONE' };
const NO_READINGS: ReadonlySet<SearchReading> = new Set();

/** Searches one source, or uses a recent result, and keeps the records that match the text. */
export function findCandidates(
  text: SearchText,
  source: CustomerSource,
  searchCall: SearchCall,
): Promise<SourceCandidates> {
  return orFailed(source, searchCall, async () => {
    const { found, ageSeconds, typing, costOf, keep, call } = await search(text, source, searchCall);
    const candidatesOf = (records: FoundRecords, rest: RestOfCandidates | null): SourceCandidates => ({
      source,
      candidates: candidatesAmong(text, source, records),
      people: records.records.map(({ person }) => person),
      allWith: (key) => recordsWith(key, records),
      coverage: records.coverage,
      isComplete: records.isComplete,
      rest,
      typing,
      cost: costOf(),
      ageSeconds,
      error: null,
    });
    const { rest } = found;
    if (rest === undefined) {
      keep(found);
      return candidatesOf(found, null);
    }
    return candidatesOf(found, {
      sent: rest.sent,
      ask: (left, others) =>
        orFailed(source, searchCall, async () => {
          const whole = await rest.ask(left, others, call);
          keep(whole);
          return candidatesOf(whole, null);
        }),
    });
  });
}

async function orFailed(
  source: CustomerSource,
  { meter }: SearchCall,
  find: () => Promise<SourceCandidates>,
): Promise<SourceCandidates> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    meter.failed(error);
    const nothing = {
      candidates: [],
      people: [],
      allWith: () => null,
      coverage: 'NONE',
      rest: null,
    } as const;
    const unknown = { typing: { isLookedUp: false }, cost: null, ageSeconds: null };
    return { source, ...nothing, ...unknown, isComplete: false, error };
  }
}

function recordsWith(key: RecordKey, found: FoundRecords): CompleteRecords | null {
  const known = found.isComplete && key.kind !== 'id' ? (found.hasAllWith?.(key) ?? null) : null;
  if (known === null) return null;
  const value = normalKeyValue(key);
  const kind = key.kind as IdentityKey;
  const records = value === undefined ? [] : found.records.filter(({ keys }) => keys[kind] === value);
  return { records, isShown: known === 'SHOWN' };
}

async function search(
  text: SearchText,
  source: CustomerSource,
  { call, memory }: SearchCall,
): Promise<Searched> {
  const typing = { isLookedUp: false };
  const nothingToKeep = { keep: () => {}, costOf: () => null, call };
  if (source.search === undefined) return { found: NOTHING, ageSeconds: null, typing, ...nothingToKeep };
  const beginning = call.bypassCache ? undefined : memory.untilBeginning(source.name, text);
  if (beginning !== undefined) await unlessAborted(beginning, call.signal);
  const cached = call.bypassCache ? undefined : memory.find(source.name, text, call);
  if (cached !== undefined) {
    const age = memory.ageOf(cached);
    const { ageSeconds } = age;
    for (const request of cached.requests) call.meter.saved(source.name, request, age);
    for (const warning of cached.warnings) call.meter.warned?.(source.name, warning);
    return { found: cached, ageSeconds, typing: cached.typing, ...nothingToKeep, costOf: () => cached };
  }
  const storedAt = memory.now();
  const meter = recording(call.meter);
  const isSent = () => meter.requests.length > 0;
  const asking = { ...call, meter, isFinishedOnceSent: true };
  const costOf = (): Cost | null => {
    const { requests, warnings } = meter;
    // A cached response below may be older than now: fetch again rather than keep it longer.
    return meter.isLive() ? { requests, warnings, storedAt } : null;
  };
  const finding = source.search(text, asking);
  const over = finding.then(
    () => undefined,
    () => undefined,
  );
  const mayServe = (longer: SearchText) => source.mayCover?.(text, longer) === true;
  if (!call.bypassCache) memory.begin(source.name, text, { isSent, mayServe, over });
  return {
    found: await finding,
    ageSeconds: null,
    typing,
    call: { ...call, meter },
    costOf,
    keep(found) {
      const cost = costOf();
      if (cost !== null) memory.keep(source.name, { ...found, text, typing, ...cost });
    },
  };
}

function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    void work.then(() => {
      signal.removeEventListener('abort', abort);
      resolve(undefined);
    });
  });
}

/** The records of a source that match the text, each once. */
export function candidatesAmong(
  text: SearchText,
  source: CustomerSource,
  { records, foundBy }: Pick<FoundRecords, 'records' | 'foundBy'>,
): readonly Candidate[] {
  const distinct = new Map(records.map((record) => [record.id, record]));
  return [...distinct.values()].flatMap((record) => {
    const match = matchRecord(text, record, {
      idReading: source.abilities.idReading ?? null,
      hasUserIds: source.role === 'PROFILES',
      foundBy: foundBy?.get(record.id) ?? NO_READINGS,
    });
    return match === null ? [] : [{ source, record, ...match }];
  });
}
