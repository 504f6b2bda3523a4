import { UpstreamError } from '../../errors/gateway-error.ts';
import type { Authorize } from '../../upstream/authorize.ts';
import type { Clock } from '../../upstream/clock.ts';
import type { UpstreamCall } from '../../upstream/upstream-call.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import { LOGIN_DEADLINE_MS, LOGIN_PAUSE_MS, TOKEN_MAX_AGE_MS } from './assumptions.ts';
import { CARECLOUD } from './record.ts';
import { decodeLogin } from './wire/decode.ts';
import { loginRequest } from './wire/requests.ts';

/** A token, or login data (CARECLOUD_TOKEN; CARECLOUD_LOGIN, _PASSWORD, _APPLICATION_ID). */
export type CareCloudCredentials =
  | { readonly token: string }
  | { readonly login: string; readonly password: string; readonly applicationId: string };

export interface CareCloudSessionOptions {
  readonly credentials: CareCloudCredentials;
  /** Sends the login. */
  readonly request: UpstreamClient['request'];
  readonly clock: Clock;
}

/**
 * The bearer token of every request (CareCloud's guide "Authentication"). A configured token is used as it is, and a
 * 401 to it is final. With login data, the token is fetched on first use, again when old, and once more if the vendor
 * refuses it; one login serves all waiting requests. The login belongs to no single client, so a client that
 * disconnects does not abort it for others.
 */
export function createCareCloudSession({ credentials, request, clock }: CareCloudSessionOptions): Authorize {
  if ('token' in credentials) {
    const headers = bearer(credentials.token);
    return { headers: () => headers };
  }
  const body = {
    user_external_application_id: credentials.applicationId,
    login: credentials.login,
    password: credentials.password,
  };
  let current: { readonly headers: Readonly<Record<string, string>>; readonly oldAt: number } | undefined;
  let pending: Promise<Readonly<Record<string, string>>> | undefined;
  let refusal: { readonly error: UpstreamError; readonly until: number } | undefined;

  async function logIn(call: UpstreamCall): Promise<Readonly<Record<string, string>>> {
    if (refusal !== undefined && clock.now() < refusal.until) throw refusal.error;
    // It does not fail because the first operation that needs it simulates failures.
    const { sandboxFaults: _, ...usual } = call;
    const ownCall: UpstreamCall = {
      ...usual,
      signal: new AbortController().signal,
      deadlineAt: clock.now() + LOGIN_DEADLINE_MS,
      bypassCache: true,
    };
    try {
      const token = await request(
        { ...loginRequest(body), decode: decodeLogin, isRead: false, isAuthorized: false },
        ownCall,
      );
      current = { headers: bearer(token), oldAt: clock.now() + TOKEN_MAX_AGE_MS };
      return current.headers;
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'UPSTREAM_REJECTED') {
        const refused = new UpstreamError(error.code, CARECLOUD, error.message, { cause: error });
        refusal = { error: refused, until: clock.now() + LOGIN_PAUSE_MS };
        throw refused;
      }
      throw error;
    }
  }

  function sharedLogin(call: UpstreamCall): Promise<Readonly<Record<string, string>>> {
    pending ??= logIn(call).finally(() => {
      pending = undefined;
    });
    return waitAs(call, pending, clock);
  }

  return {
    headers(call) {
      return current !== undefined && clock.now() < current.oldAt ? current.headers : sharedLogin(call);
    },
    async renew(rejected, call) {
      // Another request may have renewed it since these headers were created; drop only a refused token that is still
      // in use.
      if (current !== undefined && current.headers.authorization !== rejected.authorization) return true;
      current = undefined;
      await sharedLogin(call);
      return true;
    },
  };
}

function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}

/** The result of shared work for one call: within its share of the time, and rejected once its client is gone. */
function waitAs<T>(call: UpstreamCall, work: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(call.signal.reason);
    const leftMs = Math.max(0, call.deadlineAt - clock.now());
    const cancelTimer = clock.setTimer(leftMs * (call.timeoutShare ?? 1), () =>
      reject(new UpstreamError('UPSTREAM_TIMEOUT', CARECLOUD, 'CareCloud’s login did not answer in time.')),
    );
    if (call.signal.aborted) onAbort();
    else call.signal.addEventListener('abort', onAbort, { once: true });
    const done = () => {
      cancelTimer();
      call.signal.removeEventListener('abort', onAbort);
    };
    work.then(resolve, reject).finally(done);
  });
}
