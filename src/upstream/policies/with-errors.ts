import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import { TransportFailure } from '../http/transport-failure.ts';
import type { Sending } from '../sending.ts';
import { toFailureError, withRetryAfter } from '../upstream-errors.ts';
import type { UpstreamClientOptions } from '../upstream-options.ts';
import { isAccepted } from '../upstream-request.ts';

/** Translates what the source did into an UpstreamError, unless it is a response that the request accepts. */
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
    if (isAccepted(status, sending.prepared.request)) return response;
    throw withRetryAfter(toError({ status, body: parseJson(text) }), sending.retryAfterMs);
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
