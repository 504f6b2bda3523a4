import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import { TransportFailure } from '../http/transport-failure.ts';
import type { Sending } from '../sending.ts';
import { toOpenError } from '../upstream-errors.ts';
import { type CircuitBreaker, CircuitOpen } from './circuit-breaker.ts';

/** Refuses at once while the circuit is open, before waiting for the budget. */
export function withOpenCheck(source: string, breaker: CircuitBreaker): Policy<Sending, WireResponse> {
  return (next) => (sending) => {
    const refusesForMs = breaker.refusesForMs();
    return refusesForMs > 0 ? Promise.reject(toOpenError(source, refusesForMs)) : next(sending);
  };
}

/** Counts the result of each attempt. While one attempt probes a failed source, the others wait for it. */
export function withBreaker(source: string, breaker: CircuitBreaker): Policy<Sending, WireResponse> {
  return (next) => async (sending) => {
    // All callers may have left while this waited for the budget or a probe.
    const attempt = () =>
      sending.call.cancelReason === undefined
        ? next(sending)
        : Promise.reject(new TransportFailure('CANCELLED'));
    try {
      return await breaker.run(attempt);
    } catch (thrown) {
      throw thrown instanceof CircuitOpen ? toOpenError(source, breaker.refusesForMs()) : thrown;
    }
  };
}
