import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import type { Sending } from '../sending.ts';

/** Stops an operation from sending more requests to this source than it may. */
export function withAllowance(source: string): Policy<Sending, WireResponse> {
  return (next) => async (sending) => {
    const { allowance } = sending.call;
    const giveBack = allowance?.take(source, sending.prepared.request.lane?.isThrottled);
    if (allowance !== undefined && giveBack === null) throw allowance.toError(source);
    sending.isSent = false;
    try {
      return await next(sending);
    } finally {
      if (!sending.isSent) giveBack?.();
    }
  };
}
