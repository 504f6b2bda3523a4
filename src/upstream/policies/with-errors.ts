import { UpstreamError } from '../../errors/gateway-error.ts';
import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import { TransportFailure } from '../http/transport-failure.ts';
import type { Sending } from '../sending.ts';
import { toFailureError, withRetryAfter } from '../upstream-errors.ts';
import type { UpstreamClientOptions } from '../upstream-options.ts';
import { isAccepted, parseJson } from '../upstream-request.ts';
import { asksForStatus } from './with-sandbox-fault.ts';

/** Translates a failure into an UpstreamError, and so too a response that the request does not accept. */
export function withErrors({
  source,
  toError,
}: Pick<UpstreamClientOptions, 'source' | 'toError'>): Policy<Sending, WireResponse> {
  return (next) => async (sending) => {
    let response: WireResponse;
    try {
      response = await next(sending);
    } catch (thrown) {
      throw thrown instanceof TransportFailure ? toFailureError(source, thrown) : thrown;
    }
    const { status, text } = response;
    if (isAccepted(response, sending.prepared.request)) return response;
    const error = toError({ status, body: parseJson(text) });
    const isAsked = asksForStatus(sending.call, source);
    throw withRetryAfter(isAsked ? withoutCause(error) : error, sending.retryAfterMs);
  };
}

/** Adapters learn from the cause, and a simulated failure says nothing about the vendor. */
function withoutCause({ code, source, message, isSourceWide }: UpstreamError): UpstreamError {
  return new UpstreamError(code, source, message, { isSourceWide });
}
