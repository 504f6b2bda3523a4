import type { AskRecords } from '../lookup/identity-lookup.ts';
import type { RecordLookup } from '../lookup/record-lookup.ts';
import type { RecordKey } from '../model/source-record.ts';
import type { RequestLine } from '../source-call.ts';
import { recording, type SearchCall } from './find-candidates.ts';
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
    if (!meter.isLive()) return found;
    const { requests, warnings } = meter;
    keys.forEach((key, index) => {
      if (!asked.has(key)) return;
      memory.keepLookUp(name, key, { records: found[index] ?? [], requests, warnings, storedAt });
    });
    return found;
  };
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
