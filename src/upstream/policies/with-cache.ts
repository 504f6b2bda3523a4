import type { RequestBudget } from '../budget/request-budget.ts';
import type { ResponseCache } from '../cache/response-cache.ts';
import type { Policy } from '../compose.ts';
import type { Outcome, Reading } from '../reading.ts';
import type { UpstreamClientOptions } from '../upstream-options.ts';

/**
 * Serves a fresh response from memory, without a request. While the source's budget is scarce, an older one is served
 * too, unless the client's `max-age` forbids it, and reported as stale: a person would rather see what was true a
 * minute ago than wait for a minute.
 */
export function withCache(
  { source, metrics }: Pick<UpstreamClientOptions, 'source' | 'metrics'>,
  cache: ResponseCache,
  budget: Pick<RequestBudget, 'scarcity'>,
): Policy<Reading, Outcome> {
  return (next) => (reading) => {
    const cached = reading.cache.mode === 'CACHED' ? cache.get(reading.cache.key) : undefined;
    if (cached === undefined) return next(reading);
    const { value, storedAt } = cached;
    if (cache.isFresh(cached)) {
      metrics?.cacheAnswered(source, 'hit');
      return Promise.resolve({ value, storedAt, from: 'MEMORY' });
    }
    const { call } = reading;
    if (!cache.isServedStale(cached, call, budget.scarcity(call.client))) return next(reading);
    metrics?.cacheAnswered(source, 'stale');
    return Promise.resolve({ value, storedAt, from: 'STALE' });
  };
}
