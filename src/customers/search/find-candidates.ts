import { UpstreamError } from '../../errors/gateway-error.ts';
import type { CustomerSource } from '../customer-source.ts';
import type { ListMeter } from '../list/list-meter.ts';
import { normalKeyValue } from '../model/identity-keys.ts';
import type { IdentityKey, RecordKey, SourceRecord } from '../model/source-record.ts';
import type { RequestLine, RequestMeter, SourceCall } from '../source-call.ts';
import type { SourceWarning } from '../source-report.ts';
import type { FoundRecords, SearchCoverage } from './found-records.ts';
import { matchRecord, type RecordMatch } from './match-record.ts';
import type { SearchReading, SearchText } from './read-search-text.ts';
import type { SearchMemory } from './search-memory.ts';

/** A record that matches the text. */
export interface Candidate extends RecordMatch {
  readonly source: CustomerSource;
  readonly record: SourceRecord;
}

/** One source's candidates for a text. */
export interface SourceCandidates {
  readonly source: CustomerSource;
  readonly candidates: readonly Candidate[];
  /** Every record with this key; null if the result may lack some. */
  readonly allWith: (key: RecordKey) => CompleteRecords | null;
  readonly coverage: SearchCoverage;
  readonly isComplete: boolean;
  /** Null if it failed. */
  readonly searched: Searched | null;
  /** The age of a remembered result; null if it was fetched now, or not at all. */
  readonly ageSeconds: number | null;
  readonly error: UpstreamError | null;
}

interface CompleteRecords {
  readonly records: readonly SourceRecord[];
  /** Whether it was shown, not only assumed, that there are no others. */
  readonly isShown: boolean;
}

interface Searched {
  readonly found: FoundRecords;
  readonly ageSeconds: number | null;
}

export interface SearchCall {
  /** With this field's meter. */
  readonly call: SourceCall;
  readonly meter: ListMeter;
  readonly memory: SearchMemory;
}

const NOTHING: FoundRecords = { records: [], isComplete: true, coverage: 'NONE' };
const NO_READINGS: ReadonlySet<SearchReading> = new Set();

/**
 * Searches one source, or uses a recent result, and keeps the records that match the text.
 * @param before What was found before: search for what is unlikely, too.
 */
export async function findCandidates(
  text: SearchText,
  source: CustomerSource,
  searchCall: SearchCall,
  before?: Searched,
): Promise<SourceCandidates> {
  try {
    const searched = await search(text, source, searchCall, before);
    const { found, ageSeconds } = searched;
    return {
      source,
      candidates: candidatesAmong(text, source, found),
      allWith: (key) => recordsWith(key, found),
      coverage: found.coverage,
      isComplete: found.isComplete,
      searched,
      ageSeconds,
      error: null,
    };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    searchCall.meter.failed(error);
    const nothing = { candidates: [], allWith: () => null, coverage: 'NONE', searched: null } as const;
    return { source, ...nothing, isComplete: true, ageSeconds: null, error };
  }
}

/**
 * The same for a text that nothing matched yet, where a source can search for more.
 */
export function findMore(
  text: SearchText,
  answer: SourceCandidates,
  searchCall: SearchCall,
): Promise<SourceCandidates> | SourceCandidates {
  const { source, searched } = answer;
  return searched?.found.more === undefined ? answer : findCandidates(text, source, searchCall, searched);
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
  before?: Searched,
): Promise<Searched> {
  if (source.search === undefined) return { found: NOTHING, ageSeconds: null };
  const cached = call.bypassCache || before !== undefined ? undefined : memory.find(source.name, text);
  if (cached !== undefined) {
    const ageSeconds = Math.max(0, Math.floor((memory.now() - cached.storedAt) / 1000));
    for (const request of cached.requests)
      call.meter.saved(source.name, request, { ageSeconds, stale: false });
    for (const warning of cached.warnings) call.meter.warned?.(source.name, warning);
    return { found: cached, ageSeconds };
  }
  const storedAt = memory.now();
  const meter = recording(call.meter);
  const asking = { ...call, meter };
  const found = await (before?.found.more?.(asking) ?? source.search(text, asking));
  const { requests, warnings } = meter;
  // A cached response below may be older than now: fetch again rather than keep it longer.
  if (meter.isLive()) memory.keep(source.name, { ...found, text, requests, warnings, storedAt });
  return { found, ageSeconds: null };
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

interface RecordingMeter extends RequestMeter {
  readonly requests: readonly RequestLine[];
  readonly warnings: readonly SourceWarning[];
  /** Whether every response was fetched now. */
  readonly isLive: () => boolean;
}

/** The meter, which also records what was sent and what showed. */
export function recording(meter: RequestMeter): RecordingMeter {
  const requests: RequestLine[] = [];
  const warnings: SourceWarning[] = [];
  let isLive = true;
  return {
    requests,
    warnings,
    isLive: () => isLive,
    sent(source, request, waitedMs) {
      requests.push(request);
      meter.sent(source, request, waitedMs);
    },
    saved(source, request, answer) {
      if (answer.ageSeconds > 0 || answer.stale) isLive = false;
      requests.push(request);
      meter.saved(source, request, answer);
    },
    took: (...taken) => meter.took?.(...taken),
    decoded: (request, rows) => meter.decoded?.(request, rows),
    missed: (source, code) => meter.missed?.(source, code),
    warned(source, warning) {
      if (!warnings.includes(warning)) warnings.push(warning);
      meter.warned?.(source, warning);
    },
  };
}
