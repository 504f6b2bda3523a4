import type { UpstreamError } from '../../errors/gateway-error.ts';
import type { UpstreamCall } from '../upstream-call.ts';

/** What operations were waiting for when their time was over, by their signals: each has its own. */
const errorBySignal = new WeakMap<AbortSignal, UpstreamError>();

/** The call's time is over, and this source is what it waited for. The first one of an operation is remembered. */
export function ranOutOn(call: UpstreamCall, error: UpstreamError): void {
  if (!errorBySignal.has(call.signal)) errorBySignal.set(call.signal, error);
}

/** What used up the operation's time: the one to tell of where it would have asked another source afterwards. */
export function whatRanOut(call: UpstreamCall): UpstreamError | undefined {
  return errorBySignal.get(call.signal);
}
