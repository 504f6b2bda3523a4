import {
  BrokenCircuitError,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  handleWhen,
  type IBackoff,
  type IBackoffFactory,
} from 'cockatiel';
import type { BreakerState } from '../../telemetry/metrics.ts';
import type { Clock } from '../clock.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import { TransportFailure, type TransportFailureKind } from '../http/transport-failure.ts';

export interface BreakerPolicy {
  /** It opens when more than half of this many latest attempts failed … */
  readonly sampleSize: number;
  /** … once there were at least this many attempts. */
  readonly leastAttempts: number;
  /** After this time one attempt is let through as a probe; at most 10 seconds. */
  readonly openMs: number;
}

export interface CircuitBreakerOptions extends BreakerPolicy {
  readonly clock: Clock;
  readonly onChange: (state: BreakerState) => void;
}

/** The circuit was open, so nothing was sent. */
export class CircuitOpen extends Error {
  constructor() {
    super('the circuit is open');
    this.name = 'CircuitOpen';
  }
}

const COUNTS: Readonly<Record<TransportFailureKind, boolean>> = {
  CONNECT_TIMEOUT: true,
  TIMEOUT: true,
  CONNECTION: true,
  CUT: true,
  TOO_LARGE: false,
  MALFORMED: false,
  CANCELLED: false,
};

/** Stops sending to a source that keeps failing. Counts 5xx, timeouts and connection errors. */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  readonly #policy: ReturnType<typeof circuitBreaker>;
  #openedAt = 0;

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
    const { sampleSize, leastAttempts, onChange } = options;
    const counts = handleWhen((error) => this.#counts(error)).orWhenResult(
      (response) => (response as WireResponse).status >= 500,
    );
    this.#policy = circuitBreaker(counts, {
      breaker: new CountBreaker({ threshold: 0.5, size: sampleSize, minimumNumberOfCalls: leastAttempts }),
      halfOpenAfter: this.#waitByOwnClock(),
    });
    this.#policy.onStateChange((state) => onChange(toBreakerState(state)));
  }

  /** How long it will refuse; 0 if it lets an attempt through. */
  refusesForMs(): number {
    if (this.#policy.state !== CircuitState.Open) return 0;
    return Math.max(0, this.#openedAt + this.#options.openMs - this.#options.clock.now());
  }

  /**
   * Runs an attempt and counts its result. While one attempt probes the source, others wait for it. Throws CircuitOpen.
   */
  async run(attempt: () => Promise<WireResponse>): Promise<WireResponse> {
    try {
      return await this.#policy.execute(attempt);
    } catch (error) {
      throw error instanceof BrokenCircuitError ? new CircuitOpen() : error;
    }
  }

  #counts(error: Error): boolean {
    if (!(error instanceof TransportFailure)) return false;
    // A cancelled probe shows nothing: stay open.
    return COUNTS[error.kind] || this.#policy.state === CircuitState.HalfOpen;
  }

  /** cockatiel compares Date.now() with a duration; ours ends by our own clock. */
  #waitByOwnClock(): IBackoffFactory<unknown> {
    const isOver = () => this.#options.clock.now() >= this.#openedAt + this.#options.openMs;
    const backoff: IBackoff<unknown> = {
      get duration() {
        return isOver() ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      },
      next: () => this.#opened(backoff),
    };
    return backoff;
  }

  #opened(backoff: IBackoff<unknown>): IBackoff<unknown> {
    this.#openedAt = this.#options.clock.now();
    return backoff;
  }
}

function toBreakerState(state: CircuitState): BreakerState {
  if (state === CircuitState.Closed) return 'closed';
  return state === CircuitState.HalfOpen ? 'half-open' : 'open';
}
