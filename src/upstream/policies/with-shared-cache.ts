import type { ResponseCache } from '../cache/response-cache.ts';
import type { SharedCache, SharedResponse } from '../cache/shared-cache.ts';
import type { Clock } from '../clock.ts';
import type { Policy } from '../compose.ts';
import type { Fetching, Outcome } from '../reading.ts';
import type { UpstreamClientOptions } from '../upstream-options.ts';
import { isAccepted, type UpstreamRequest } from '../upstream-request.ts';
import { decodeResponse } from './response-decoder.ts';

/** The assumed clock difference between replicas. */
const CLOCKS_DIFFER_MS = 1_000;

/** Serves what another replica fetched, if it is fresh. A stale response goes to memory in case the source fails. */
export function withSharedCache(
  { source, metrics, clock }: Pick<UpstreamClientOptions, 'source' | 'metrics'> & { readonly clock: Clock },
  shared: SharedCache,
  cache: ResponseCache,
): Policy<Fetching, Outcome> {
  /** Anyone who can write to Redis can write anything. No replica stores a refused response, or one from the future. */
  function couldBeOurs({ status, storedAt }: SharedResponse, request: UpstreamRequest<unknown>): boolean {
    return isAccepted(status, request) && storedAt <= clock.now() + CLOCKS_DIFFER_MS;
  }

  async function take({ prepared }: Fetching, key: string): Promise<Outcome | undefined> {
    const { lane: lifetime } = prepared.request;
    const text = await shared.get(key, lifetime);
    if (text === null || !couldBeOurs(text, prepared.request)) return undefined;
    try {
      const cached = {
        value: decodeResponse(source, prepared.request, text),
        storedAt: text.storedAt,
        ...(lifetime && { lifetime }),
      };
      cache.set(key, cached, text.text.length);
      if (!cache.isFresh(cached)) return undefined;
      metrics?.cacheAnswered(source, 'redis');
      return { value: cached.value, storedAt: cached.storedAt, from: 'REDIS' };
    } catch {
      // Another version of the gateway may have stored it: fetch it again.
      return undefined;
    }
  }

  return (next) => async (fetching) => {
    const { cache: behavior } = fetching;
    const found = behavior.mode === 'CACHED' ? await take(fetching, behavior.key) : undefined;
    return found ?? next(fetching);
  };
}
