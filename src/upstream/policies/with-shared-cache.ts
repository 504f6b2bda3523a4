import type { ResponseCache } from '../cache/response-cache.ts';
import type { SharedCache } from '../cache/shared-cache.ts';
import type { Fetching, Outcome } from '../reading.ts';
import type { UpstreamClientOptions } from '../upstream-options.ts';
import type { Policy } from './compose.ts';
import { decodeResponse } from './response-decoder.ts';

/** Serves what another replica fetched, if it is fresh; a stale response goes to memory in case the source fails. */
export function withSharedCache(
  { source, metrics }: Pick<UpstreamClientOptions, 'source' | 'metrics'>,
  shared: SharedCache,
  cache: ResponseCache,
): Policy<Fetching, Outcome> {
  async function take({ prepared }: Fetching, key: string): Promise<Outcome | undefined> {
    const text = await shared.get(key);
    if (text === null) return undefined;
    try {
      const cached = { value: decodeResponse(source, prepared.request, text), storedAt: text.storedAt };
      cache.set(key, cached, text.text.length);
      if (!cache.isFresh(cached)) return undefined;
      metrics?.cacheAnswered(source, 'redis');
      return { ...cached, from: 'REDIS' };
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
