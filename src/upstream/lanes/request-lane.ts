import type { UpstreamError } from '../../errors/gateway-error.ts';

/** How long a response is served, and for how long after that it stands in when the source fails. 0: not at all. */
export interface Lifetime {
  readonly freshMs: number;
  readonly staleMs: number;
}

/**
 * A kind of requests beside the usual ones: kept by its own lifetime, and failing by itself. What goes wrong in a lane
 * neither opens the source's circuit nor says anything of the source's health.
 */
export interface RequestLane extends Lifetime {
  /** Of a closed list, e.g. `tier`: it names the lane's circuit in the log. */
  readonly name: string;
  /** Whether its requests wait for one of the source's places (UpstreamTuning.concurrency): many of them come at once. */
  readonly isThrottled?: boolean;
  /** Whether it is served from the cache even to a client that says `Cache-Control: no-cache`. */
  readonly ignoresNoCache?: boolean;
  /** Why it is not worth asking, looked at when a request's turn has come; null: it is. */
  readonly refusal?: () => UpstreamError | null;
}
