import type { RequestBudget } from '../budget/request-budget.ts';
import type { ResponseCache } from '../cache/response-cache.ts';
import type { SharedCache, SharedResponse } from '../cache/shared-cache.ts';
import type { Clock } from '../clock.ts';
import type { Policy } from '../compose.ts';
import type { Fetching, Outcome } from '../reading.ts';
import { NotCached } from '../single-flight/not-cached.ts';
import type { UpstreamClientOptions } from '../upstream-options.ts';
import { isAccepted, type UpstreamRequest } from '../upstream-request.ts';
import { decodeResponse } from './response-decoder.ts';

/** The assumed clock difference between replicas. */
const CLOCKS_DIFFER_MS = 1_000;

/**
 * Serves what another replica fetched, if it is fresh, or while the budget is scarce. Another stale response goes to
 * memory in case the source fails.
 */
export function withSharedCache(
  { source, metrics, clock }: Pick<UpstreamClientOptions, 'source' | 'metrics'> & { readonly clock: Clock },
  shared: SharedCache,
  cache: ResponseCache,
  budget: Pick<RequestBudget, 'scarcity'>,
): Policy<Fetching, Outcome> {
  /** Anyone who can write to Redis can write anything. No replica stores a refused response, or one from the future. */
  function couldBeOurs(response: SharedResponse, request: UpstreamRequest<unknown>): boolean {
    return isAccepted(response, request) && response.storedAt <= clock.now() + CLOCKS_DIFFER_MS;
  }

  /** Undefined for a response that stood for several requests and does not tell what this one would have returned. */
  function readOf(response: SharedResponse, request: UpstreamRequest<unknown>): unknown {
    if (response.isJoined !== true) return decodeResponse(source, request, response);
    if (request.joins === undefined) return undefined;
    const { kind, part } = request.joins;
    return kind.partOf(decodeResponse(source, kind.request([part]), response), part) ?? undefined;
  }

  async function take({ prepared, call }: Fetching, key: string): Promise<Outcome | undefined> {
    const { lane: lifetime } = prepared.request;
    const text = await shared.get(key, lifetime);
    if (text === null || !couldBeOurs(text, prepared.request)) return undefined;
    try {
      const value = readOf(text, prepared.request);
      if (value === undefined) return undefined;
      const cached = {
        value,
        storedAt: text.storedAt,
        ...(lifetime && { lifetime }),
      };
      cache.set(key, cached, text.text.length);
      const isFresh = cache.isFresh(cached);
      if (!isFresh && !cache.isServedStale(cached, call, budget.scarcity(call.client))) return undefined;
      metrics?.cacheAnswered(source, isFresh ? 'redis' : 'stale');
      return { value: cached.value, storedAt: cached.storedAt, from: isFresh ? 'REDIS' : 'STALE' };
    } catch {
      // Another version of the gateway may have stored it: fetch it again.
      return undefined;
    }
  }

  return (next) => async (fetching) => {
    const { cache: behavior } = fetching;
    const found = behavior.mode === 'CACHED' ? await take(fetching, behavior.key) : undefined;
    if (found === undefined && fetching.call.isCachedOnly === true) throw new NotCached();
    return found ?? next(fetching);
  };
}
