import type { ResponseCache } from '../cache/response-cache.ts';
import type { SharedCache } from '../cache/shared-cache.ts';
import type { Policy } from '../compose.ts';
import type { Fetching, Outcome } from '../reading.ts';

/** Stores responses in memory and, if configured, in the cache shared by replicas. */
export function withCacheFill(cache: ResponseCache, shared: SharedCache | null): Policy<Fetching, Outcome> {
  return (next) => async (fetching) => {
    const outcome = await next(fetching);
    const { value, storedAt, response, characters, joinedKey } = outcome;
    const lifetime = fetching.prepared.request.lane;
    if (fetching.cache.mode === 'NONE' || !cache.keeps(lifetime)) return outcome;
    const { key } = fetching.cache;
    if (characters !== undefined)
      cache.set(key, { value, storedAt, ...(lifetime && { lifetime }) }, characters);
    if (joinedKey !== undefined) shared?.setJoined(key, joinedKey, lifetime);
    if (response === undefined) return outcome;
    const { status, text } = response;
    cache.set(key, { value, storedAt, ...(lifetime && { lifetime }) }, text.length);
    shared?.set(key, { status, text, storedAt }, lifetime);
    return outcome;
  };
}
