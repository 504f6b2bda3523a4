import type { AskRecords } from '../lookup/identity-lookup.ts';
import { requestsFor } from '../lookup/lookup-batching.ts';
import type { FoundByKey, RecordLookup } from '../lookup/record-lookup.ts';
import type { RecordKey, SourceName } from '../model/source-record.ts';
import { type RecordingMeter, recording } from '../recording-meter.ts';
import type { RequestLine } from '../source-call.ts';
import type { SearchCall } from './find-candidates.ts';
import type { SearchMemory } from './search-memory.ts';

/** Looks up what no recent search has looked up. */
export function askWith(searchCall: SearchCall): AskRecords {
  const { call, memory } = searchCall;
  return async (lookup, keys) => {
    const { name } = lookup.source;
    recall(lookup, keys, searchCall);
    const asked = new Set(lookup.unasked(keys));
    const storedAt = memory.now();
    const meter = recording(call.meter);
    const found = await lookup.loadNow(keys, { ...call, meter });
    const kept = keys.flatMap((key, index) => (asked.has(key) ? { key, records: found[index] ?? [] } : []));
    keep(name, kept, { meter, storedAt, memory });
    return found;
  };
}

/**
 * Lets the fields of the matches look up the other people that the search found, too, as far as the same request has
 * room for them: somebody who types on may see them next.
 */
export function lookUpAlong(
  lookup: RecordLookup,
  others: readonly RecordKey[],
  { memory }: SearchCall,
): void {
  const { name, abilities } = lookup.source;
  lookup.lookUpAlong((keys) => {
    const storedAt = memory.now();
    const requests = requestsFor(keys, abilities);
    const along: RecordKey[] = [];
    for (const key of lookup.unasked(others)) {
      if (keys.length + along.length >= MOST_ALONG) break;
      if (requestsFor([...keys, ...along, key], abilities) <= requests) along.push(key);
    }
    return { keys: along, finish: (found, meter) => keep(name, found, { meter, storedAt, memory }) };
  });
}

/** With more keys, the records may not fit into one response. */
const MOST_ALONG = 50;

function keep(name: SourceName, found: readonly FoundByKey[], { meter, storedAt, memory }: KeptFrom): void {
  if (!meter.isLive()) return;
  const { requests, warnings } = meter;
  for (const { key, records } of found)
    memory.keepLookUp(name, key, { records, requests, warnings, storedAt });
}

interface KeptFrom {
  readonly meter: RecordingMeter;
  readonly storedAt: number;
  readonly memory: SearchMemory;
}

/**
 * Gives the operation's look-ups what recent searches looked up, so that the fields of the matches look up the same
 * keys, in the same requests, as after the first search. Reports each of their requests once.
 */
export function recall(
  lookup: RecordLookup,
  keys: readonly RecordKey[],
  { call, memory }: Pick<SearchCall, 'call' | 'memory'>,
): void {
  if (call.bypassCache) return;
  const { meter } = call;
  const { name } = lookup.source;
  const ages = new Map<RequestLine, ReturnType<SearchMemory['ageOf']>>();
  for (const key of lookup.unasked(keys)) {
    const cached = memory.lookUp(name, key, call);
    if (cached === undefined) continue;
    lookup.prime(key, cached.records);
    for (const request of cached.requests) ages.set(request, memory.ageOf(cached));
    for (const warning of cached.warnings) meter.warned?.(name, warning);
  }
  for (const [request, age] of ages) meter.saved(name, request, age);
}
