import type { UpstreamErrorCode } from '../../errors/error-codes.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';
import type { ResponseCache } from '../cache/response-cache.ts';
import type { Policy } from '../compose.ts';
import type { Outcome, Reading } from '../reading.ts';
import type { UpstreamClientOptions } from '../upstream-options.ts';

/**
 * Failures for which an older response is served instead. A rejection is not among them: operators must see and fix it.
 */
const IS_HIDDEN: Readonly<Record<UpstreamErrorCode, boolean>> = {
  UPSTREAM_TIMEOUT: true,
  UPSTREAM_UNAVAILABLE: true,
  UPSTREAM_RATE_LIMITED: true,
  UPSTREAM_INVALID_RESPONSE: true,
  UPSTREAM_REJECTED: false,
};

/** Serves an older response instead of a failure, if there is one (stale-if-error, RFC 5861 §4). */
export function withStaleOnError(
  { source, metrics }: Pick<UpstreamClientOptions, 'source' | 'metrics'>,
  cache: ResponseCache,
): Policy<Reading, Outcome> {
  return (next) => (reading) => {
    if (reading.cache.mode !== 'CACHED') return next(reading);
    const { key } = reading.cache;
    return next(reading).catch((error: unknown) => {
      const isHidden = error instanceof UpstreamError && IS_HIDDEN[error.code];
      const cached = isHidden ? cache.get(key) : undefined;
      if (cached === undefined) throw error;
      metrics?.cacheAnswered(source, 'stale');
      return { value: cached.value, storedAt: cached.storedAt, from: 'STALE' };
    });
  };
}
