import type { Handler } from '../compose.ts';
import { EnvelopeError } from '../decode-error.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import type { Fetching, Outcome } from '../reading.ts';
import { type Sending, toSending } from '../sending.ts';
import { toInvalidError } from '../upstream-errors.ts';
import type { UpstreamClientOptions, UpstreamTuning } from '../upstream-options.ts';
import type { UpstreamRequest } from '../upstream-request.ts';

/** Sends a request and decodes its response. A response that cannot be decoded is logged. */
export function decoded(
  { source, logger, clock }: UpstreamClientOptions & UpstreamTuning,
  send: Handler<Sending, WireResponse>,
): Handler<Fetching, Outcome> {
  return async ({ prepared, call, permit }) => {
    const sending = toSending(prepared, call, permit);
    const response = await send(sending);
    try {
      const value = decodeResponse(source, prepared.request, response);
      const { countRows } = prepared.request;
      if (sending.line !== null && countRows) call.meter.decoded?.(sending.line, countRows(value));
      return { value, storedAt: clock.now(), from: 'SOURCE', response };
    } catch (error) {
      const { route, method } = prepared.request;
      const { requestId } = call;
      const fields = { source, route, method, status: response.status, error };
      logger.warn('upstream response not understood', {
        ...fields,
        ...(requestId !== undefined && { requestId }),
      });
      throw error;
    }
  };
}

/** The decoded value of an accepted response. Throws UPSTREAM_INVALID_RESPONSE if it is not JSON or does not decode. */
export function decodeResponse(
  source: string,
  request: UpstreamRequest<unknown>,
  { status, text }: Pick<WireResponse, 'status' | 'text'>,
): unknown {
  if (status === 404) return request.ifNotFound;
  try {
    // An empty body is treated as `null`; the adapter knows whether that is valid.
    return request.decode(text.trim() === '' ? null : JSON.parse(text));
  } catch (cause) {
    throw toInvalidError(source, cause, isForeign(cause, text));
  }
}

/**
 * Whether the response is not the API's at all (a proxy's page, a changed envelope), so that other requests get such a
 * response, too. JSON that breaks off or breaks in the middle may do so for one of its rows.
 */
function isForeign(cause: unknown, text: string): boolean {
  if (cause instanceof EnvelopeError) return true;
  return cause instanceof SyntaxError && !/^\s*[[{]/.test(text);
}
