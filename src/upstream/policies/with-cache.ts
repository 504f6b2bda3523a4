import type { ResponseCache } from '../cache/response-cache.ts';
import type { Policy } from '../compose.ts';
import type { Outcome, Reading } from '../reading.ts';
import type { UpstreamClientOptions } from '../upstream-options.ts';

/** Serves a fresh response from memory, without a request. */
export function withCache(
  { source, metrics }: Pick<UpstreamClientOptions, 'source' | 'metrics'>,
  cache: ResponseCache,
): Policy<Reading, Outcome> {
  return (next) => (reading) => {
    const cached = reading.cache.mode === 'CACHED' ? cache.get(reading.cache.key) : undefined;
    if (cached === undefined || !cache.isFresh(cached)) return next(reading);
    metrics?.cacheAnswered(source, 'hit');
    return Promise.resolve({ value: cached.value, storedAt: cached.storedAt, from: 'MEMORY' });
  };
}
