import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import type { Sending } from '../sending.ts';
import { Throttle } from './throttle.ts';

/**
 * Requests of throttled lanes wait for a slot, operations in turn; all others pass. A slot is held while waiting for
 * the budget, too, so that one list's requests do not all queue there ahead of others.
 */
export function withThrottle(concurrency: number): Policy<Sending, WireResponse> {
  const throttle = new Throttle(concurrency);
  return (next) => (sending) => {
    const { call, prepared } = sending;
    const { lane } = prepared.request;
    const send = () => {
      const refusal = lane?.refusal?.() ?? null;
      return refusal === null ? next(sending) : Promise.reject(refusal);
    };
    if (lane?.isThrottled !== true) return send();
    return throttle.run(call.requestId ?? call.client, call.signal, send);
  };
}
