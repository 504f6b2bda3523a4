import type { UpstreamError } from '../../errors/gateway-error.ts';

/** How long a response is served, and how long after that it may replace a failed request. 0: not at all. */
export interface Lifetime {
  readonly freshMs: number;
  readonly staleMs: number;
}

/**
 * A separate kind of request, with its own cache lifetime and its own circuit. Failures in a lane neither open the
 * source's circuit nor affect its reported health.
 */
export interface RequestLane extends Lifetime {
  /** From a closed list, e.g. `tier`: it names the lane's circuit in the log. */
  readonly name: string;
  /** Whether its requests are limited by UpstreamTuning.concurrency, because many of them come at once. */
  readonly isThrottled?: boolean;
  /** Whether it is served from the cache even if a client sends `Cache-Control: no-cache`. */
  readonly ignoresNoCache?: boolean;
  /** Why the request should not be sent, checked when its turn has come; null if it should. */
  readonly refusal?: () => UpstreamError | null;
}
