import type { CachedResponse, ResponseCache } from '../cache/response-cache.ts';
import type { Policy } from '../compose.ts';
import type { Outcome, Reading } from '../reading.ts';
import type { CachedUse } from '../upstream-call.ts';
import type { UpstreamClientOptions, UpstreamTuning } from '../upstream-options.ts';

/** Reports each response that cost no request of its own to the call's meter, with its age. */
export function withMeter(
  { source, metrics, clock, tagVersions }: UpstreamClientOptions & UpstreamTuning,
  cache: ResponseCache,
): Policy<Reading, Outcome> {
  const ageSeconds = ({ storedAt }: CachedResponse) =>
    Math.max(0, Math.floor((clock.now() - storedAt) / 1000));

  const versionOf = (tags: readonly string[] | undefined) => tagVersions?.of(source, tags) ?? '';

  /** Holds no reference to the decoded response: the cache alone decides how many of those exist. */
  const useOf = ({ value, storedAt }: Outcome, key: string, isDropped: () => boolean): CachedUse => {
    const held = typeof value === 'object' && value !== null ? new WeakRef(value) : null;
    return {
      ageSeconds: () => {
        if (isDropped()) return null;
        const cached = cache.get(key);
        if (cached === undefined || cached.storedAt !== storedAt || !cache.isFresh(cached)) return null;
        return held === null || held.deref() === cached.value ? ageSeconds(cached) : null;
      },
      count: () => metrics?.cacheAnswered(source, 'hit'),
    };
  };

  return (next) => async (reading) => {
    const { tags } = reading.prepared.request;
    const version = versionOf(tags);
    const outcome = await next(reading);
    if (outcome.from === 'SOURCE' || reading.cache.mode === 'NONE') return outcome;
    const { method, route, parameters, countRows } = reading.prepared.request;
    const stale = outcome.from === 'STALE';
    reading.call.meter.saved(
      source,
      { method, path: route, parameters },
      {
        ageSeconds: ageSeconds(outcome),
        stale,
        ...(countRows && { rows: countRows(outcome.value) }),
        // A stale response cannot be reused.
        ...(!stale && { use: useOf(outcome, reading.cache.key, () => versionOf(tags) !== version) }),
      },
    );
    return outcome;
  };
}
