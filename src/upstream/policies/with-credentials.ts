import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import type { Sending } from '../sending.ts';
import type { CredentialRenewal } from '../single-flight/credential-renewal.ts';
import type { UpstreamClientOptions } from '../upstream-options.ts';
import type { PreparedRequest } from '../upstream-request.ts';
import { asksForStatus } from './with-sandbox-fault.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * Adds the source's credentials. After a 401 they are renewed, and the request is replayed once, or more often if other
 * replicas renewed them. Where new ones are rejected again and again, they are not renewed for a while. A simulated 401
 * says nothing about them.
 */
export function withCredentials(
  { source, authorize }: Pick<UpstreamClientOptions, 'source' | 'authorize'>,
  renewal: CredentialRenewal,
): Policy<Sending, WireResponse> {
  return (next) => async (sending) => {
    const { prepared, call } = sending;
    if (prepared.request.isAuthorized === false) {
      sending.headers = toHeaders(prepared, NO_HEADERS);
      return next(sending);
    }
    for (let takenOver = 0; ; ) {
      const given = authorize.headers(call);
      const credentials = given instanceof Promise ? await given : given;
      sending.headers = toHeaders(prepared, credentials);
      const response = await next(sending);
      if (asksForStatus(call, source)) return response;
      if (response.status !== 401) {
        renewal.accepted();
        return response;
      }
      if (sending.isReplayed) {
        renewal.rejectedAgain();
        return response;
      }
      sending.isReplayed = true;
      const renewed = await renewal.renew(credentials, call);
      if (renewed === false) return response;
      if (renewed === 'TAKEN_OVER' && takenOver++ < MOST_TAKEN_OVER) sending.isReplayed = false;
    }
  };
}

/** How many credentials of other replicas may be rejected, too, before a request fails. */
const MOST_TAKEN_OVER = 2;

const NO_HEADERS: Headers = {};

function toHeaders({ request, body }: PreparedRequest, credentials: Headers): Record<string, string> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    ...credentials,
    ...request.headers,
  };
  if (body !== null) headers['content-type'] = 'application/json';
  return headers;
}
