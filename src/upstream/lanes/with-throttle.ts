import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import type { Sending } from '../sending.ts';
import { Throttle } from './throttle.ts';

/**
 * Requests of throttled lanes wait for one of so many places, operations in turn; all others pass. A place is held while the
 * budget is waited for, too, so that what one list asks for is not all in line there before anybody else's request.
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
