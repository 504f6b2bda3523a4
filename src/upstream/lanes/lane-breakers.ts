import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import { CircuitBreaker, type CircuitBreakerOptions } from '../policies/circuit-breaker.ts';
import type { Sending } from '../sending.ts';

/** One circuit for the source's usual requests, and one per lane. */
export class LaneBreakers {
  readonly usual: CircuitBreaker;
  readonly #options: Omit<CircuitBreakerOptions, 'onChange'>;
  readonly #onLaneChange: (lane: string, state: Parameters<CircuitBreakerOptions['onChange']>[0]) => void;
  readonly #byLane = new Map<string, CircuitBreaker>();

  constructor(
    { onChange, ...options }: CircuitBreakerOptions,
    onLaneChange: (lane: string, state: Parameters<CircuitBreakerOptions['onChange']>[0]) => void,
  ) {
    this.#options = options;
    this.#onLaneChange = onLaneChange;
    this.usual = new CircuitBreaker({ ...options, onChange });
  }

  of({ prepared }: Sending): CircuitBreaker {
    const name = prepared.request.lane?.name;
    if (name === undefined) return this.usual;
    const known = this.#byLane.get(name);
    if (known !== undefined) return known;
    const onChange: CircuitBreakerOptions['onChange'] = (state) => this.#onLaneChange(name, state);
    const breaker = new CircuitBreaker({ ...this.#options, onChange });
    this.#byLane.set(name, breaker);
    return breaker;
  }
}

/** Applies a circuit policy to the circuit of each request's lane. */
export function byLane(
  breakers: LaneBreakers,
  policyOf: (breaker: CircuitBreaker) => Policy<Sending, WireResponse>,
): Policy<Sending, WireResponse> {
  return (next) => {
    const handlers = new Map<CircuitBreaker, ReturnType<Policy<Sending, WireResponse>>>();
    return (sending) => {
      const breaker = breakers.of(sending);
      const known = handlers.get(breaker) ?? policyOf(breaker)(next);
      handlers.set(breaker, known);
      return known(sending);
    };
  };
}
