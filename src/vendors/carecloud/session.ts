import { UpstreamError } from '../../errors/gateway-error.ts';
import type { Authorize } from '../../upstream/authorize.ts';
import type { Clock } from '../../upstream/clock.ts';
import type { UpstreamCall } from '../../upstream/upstream-call.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import { LOGIN_DEADLINE_MS, LOGIN_PAUSE_MS, TOKEN_MAX_AGE_MS } from './assumptions.ts';
import type { SharedLogin } from './login/shared-login.ts';
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
  /** The login shared between replicas; absent: each logs in by itself. */
  readonly sharedLogin?: SharedLogin | null;
}

interface Token {
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly oldAt: number;
  readonly isTakenOver: boolean;
}

/**
 * The bearer token of every request (CareCloud's guide "Authentication"). A configured token is used as it is, and a
 * 401 to it is final. With login data, the token is fetched on first use, again when old, and once more if the vendor
 * refuses it; one login serves all waiting requests, and all replicas if they share it. The login belongs to no single
 * client, so a client that disconnects does not abort it for others.
 */
export function createCareCloudSession(options: CareCloudSessionOptions): Authorize {
  const { credentials, request, clock, sharedLogin = null } = options;
  if ('token' in credentials) {
    const headers = bearer(credentials.token);
    return { headers: () => headers };
  }
  const body = {
    user_external_application_id: credentials.applicationId,
    login: credentials.login,
    password: credentials.password,
  };
  const refused = new RefusedTokens();
  let current: Token | undefined;
  let pending: Promise<Token> | undefined;
  let refusal: { readonly error: UpstreamError; readonly until: number } | undefined;

  async function logIn(call: UpstreamCall): Promise<string> {
    // It does not fail because the first operation that needs it simulates failures.
    const { sandboxFaults: _, ...usual } = call;
    const ownCall: UpstreamCall = {
      ...usual,
      signal: new AbortController().signal,
      deadlineAt: clock.now() + LOGIN_DEADLINE_MS,
      bypassCache: true,
    };
    try {
      return await request(
        { ...loginRequest(body), decode: decodeLogin, isRead: false, isAuthorized: false },
        ownCall,
      );
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'UPSTREAM_REJECTED') {
        const again = new UpstreamError(error.code, CARECLOUD, LOGIN_REFUSED, {
          cause: error,
          isSourceWide: true,
        });
        refusal = { error: again, until: clock.now() + LOGIN_PAUSE_MS };
        throw again;
      }
      throw error;
    }
  }

  async function obtain(call: UpstreamCall): Promise<Token> {
    if (refusal !== undefined && clock.now() < refusal.until) throw refusal.error;
    const own = current ?? null;
    const { token, oldAt, isTakenOver } = sharedLogin
      ? await sharedLogin.obtain({ own, refused }, () => logIn(call))
      : { token: await logIn(call), oldAt: clock.now() + TOKEN_MAX_AGE_MS, isTakenOver: false };
    current = { token, oldAt, isTakenOver, headers: bearer(token) };
    return current;
  }

  function pendingLogin(call: UpstreamCall): Promise<Token> {
    pending ??= obtain(call).finally(() => {
      pending = undefined;
    });
    return waitAs(call, pending, clock);
  }

  return {
    headers(call) {
      if (current !== undefined && clock.now() < current.oldAt) return current.headers;
      return pendingLogin(call).then(({ headers }) => headers);
    },
    async renew(rejected, call) {
      // Another request may have renewed it since these headers were created; drop only a refused token that is still
      // in use.
      if (current !== undefined && current.headers.authorization !== rejected.authorization) return true;
      if (current !== undefined) refused.add(current.token);
      current = undefined;
      const { isTakenOver } = await pendingLogin(call);
      return isTakenOver ? 'TAKEN_OVER' : true;
    },
  };
}

/** Whatever the status: a 403 speaks of the login, not of what is read with it. */
const LOGIN_REFUSED =
  'CareCloud did not accept the gateway’s login. Its operator has to check the credentials.';

/** Recently refused tokens, which are not taken over. */
class RefusedTokens {
  readonly #tokens = new Set<string>();

  add(token: string): void {
    this.#tokens.add(token);
    const [oldest] = this.#tokens;
    if (this.#tokens.size > MOST_REFUSED && oldest !== undefined) this.#tokens.delete(oldest);
  }

  has(token: string): boolean {
    return this.#tokens.has(token);
  }
}

const MOST_REFUSED = 20;

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
