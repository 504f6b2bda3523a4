import type { UpstreamError } from '../../errors/gateway-error.ts';
import type { RequestBudget } from '../budget/request-budget.ts';
import type { Handler } from '../compose.ts';
import type { CacheBehavior, Fetching, Outcome, Reading } from '../reading.ts';
import { NotCached } from '../single-flight/not-cached.ts';
import type { Pending } from '../single-flight/pending.ts';
import { SingleFlight } from '../single-flight/single-flight.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import { toTimeoutError } from '../upstream-errors.ts';
import type { UpstreamClientOptions, UpstreamTuning } from '../upstream-options.ts';

/** Combines identical pending reads into one request. Each caller waits until its own deadline. */
export function withSingleFlight(
  { source, metrics, clock, isSharingInFlight, shared }: UpstreamClientOptions & UpstreamTuning,
  budget: RequestBudget,
): (next: Handler<Fetching, Outcome>) => Handler<Reading, Outcome> {
  const flight = new SingleFlight<Outcome>(clock, toTimeout);

  function toTimeout(call: UpstreamCall, pending: Pending<Outcome>): UpstreamError {
    const error = budget.isWaiting(pending) ? budget.refuse(call) : toTimeoutError(source);
    const { deadlineCause } = call;
    // The operation's other sources report this error too.
    if (deadlineCause !== undefined) deadlineCause.error ??= error;
    return error;
  }

  function find(cache: CacheBehavior): Pending<Outcome> | undefined {
    if (cache.mode === 'NONE') return undefined;
    // A refresh always reaches the source, so every caller may join it. A refresh must not join a read that a cache may
    // answer.
    const pending = cache.mode === 'CACHED' ? flight.find(cache.key) : undefined;
    return pending ?? flight.find(REFRESH + cache.key);
  }

  /** Whoever began may have accepted an old response, from another replica, that this caller does not. */
  function isTooOld({ from, storedAt }: Outcome, { maxAgeMs }: UpstreamCall): boolean {
    return from === 'STALE' && maxAgeMs !== undefined && clock.now() - storedAt > maxAgeMs;
  }

  return (next) =>
    function read(reading): Promise<Outcome> {
      const { cache, call, prepared } = reading;
      const pending = find(cache);
      if (pending !== undefined) {
        metrics?.cacheAnswered(source, 'shared');
        budget.join(pending, call.client);
        return pending
          .join(call)
          .then((outcome) => (isTooOld(outcome, call) ? read(reading) : toJoined(outcome)));
      }
      if (call.isCachedOnly === true) {
        // Another replica may have it. Nobody who wants it in any case may join.
        if (!shared?.isUp) return Promise.reject(new NotCached());
        return flight.start(null, call, (own) => next({ prepared, cache, call: own }));
      }
      if (cache.mode !== 'NONE') metrics?.cacheAnswered(source, cache.mode === 'REFRESH' ? 'bypass' : 'miss');
      const key = isSharingInFlight ? toFlightKey(cache) : null;
      return flight.start(key, call, (own) => next({ prepared, cache, call: own }));
    };
}

const REFRESH = 'refresh ';

function toFlightKey(cache: CacheBehavior): string | null {
  if (cache.mode === 'NONE') return null;
  return cache.mode === 'REFRESH' ? REFRESH + cache.key : cache.key;
}

function toJoined(outcome: Outcome): Outcome {
  return outcome.from === 'SOURCE' ? { ...outcome, from: 'PENDING' } : outcome;
}
