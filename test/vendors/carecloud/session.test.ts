import { describe, expect, it } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import type { UpstreamCall } from '../../../src/upstream/upstream-call.ts';
import type { UpstreamRequest } from '../../../src/upstream/upstream-request.ts';
import { createCareCloudSession } from '../../../src/vendors/carecloud/session.ts';
import { testCall } from './support/care-cloud.ts';

const LOGIN = { login: 'me', password: 'secret', applicationId: 'app' };
const MINUTE = 60_000;

/** A session with a vendor that issues the tokens t1, t2 … or follows the script. */
function openSession(script: (login: number) => unknown = () => undefined) {
  const logins: { readonly request: UpstreamRequest<unknown>; readonly call: UpstreamCall }[] = [];
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  let now = Date.UTC(2024, 0, 1);
  const session = createCareCloudSession({
    credentials: LOGIN,
    clock: {
      now: () => now,
      setTimer(ms, callback) {
        const timer = { at: now + ms, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    async request<T>(request: UpstreamRequest<T>, call: UpstreamCall): Promise<T> {
      logins.push({ request, call });
      await script(logins.length);
      return request.decode({ data: { bearer_token: `t${logins.length}` } });
    },
  });
  const call = (deadlineMs = 10_000) => testCall({ deadlineAt: now + deadlineMs });
  return {
    session,
    logins,
    timers,
    call,
    token: async (asked = call()) => (await session.headers(asked)).authorization,
    pass(ms: number) {
      now += ms;
      for (const timer of timers) if (timer.at <= now) timer.callback();
    },
  };
}

const rejected = () => new UpstreamError('UPSTREAM_REJECTED', 'CARECLOUD', 'no');

describe('a configured token', () => {
  it('is used as it is, and a 401 to it is final', () => {
    const session = createCareCloudSession({
      credentials: { token: 'abc' },
      request: () => Promise.reject(new Error('must not be asked')),
      clock: { now: () => 0, setTimer: () => () => {} },
    });
    expect(session.headers(testCall())).toEqual({ authorization: 'Bearer abc' });
    expect(session.renew).toBeUndefined();
  });
});

describe('a login', () => {
  it('is sent as documented when a token is first needed, neither authorized nor retried', async () => {
    const { token, logins } = openSession();
    expect(await token()).toBe('Bearer t1');
    expect(logins.map(({ request }) => request)).toMatchObject([
      {
        method: 'POST',
        path: '/users/actions/login',
        body: { user_external_application_id: 'app', login: 'me', password: 'secret' },
        isAuthorized: false,
        isRead: false,
      },
    ]);
  });

  it('serves all waiting requests and all requests within the hour', async () => {
    const { token, logins, pass } = openSession();
    expect(await Promise.all([token(), token(), token()])).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t1']);
    pass(60 * MINUTE - 1);
    expect(await token()).toBe('Bearer t1');
    expect(logins).toHaveLength(1);
    pass(1);
    expect(await token()).toBe('Bearer t2');
  });

  it('is renewed once for all requests whose token was refused', async () => {
    const { session, token, logins, call } = openSession();
    const old = await session.headers(call());
    const renewals = [1, 2, 3].map(() => session.renew?.(old, call()));
    expect(await Promise.all(renewals)).toEqual([true, true, true]);
    expect(await token()).toBe('Bearer t2');
    expect(await session.renew?.(old, call())).toBe(true);
    expect(logins).toHaveLength(2);
  });

  it('that fails, fails all waiting requests, and is retried by the next', async () => {
    const broken = new UpstreamError('UPSTREAM_UNAVAILABLE', 'CARECLOUD', 'broken');
    const { token, logins } = openSession((login) => (login === 1 ? Promise.reject(broken) : undefined));
    const outcomes = await Promise.allSettled([token(), token()]);
    expect(outcomes).toEqual([
      { status: 'rejected', reason: broken },
      { status: 'rejected', reason: broken },
    ]);
    expect(await token()).toBe('Bearer t2');
    expect(logins).toHaveLength(2);
  });

  it('that was refused is not retried for five seconds', async () => {
    const { token, logins, pass } = openSession((login) =>
      login === 1 ? Promise.reject(rejected()) : undefined,
    );
    const refused =
      'CareCloud did not accept the gateway’s login. Its operator has to check the credentials.';
    await expect(token()).rejects.toThrow(refused);
    pass(4_999);
    await expect(token()).rejects.toThrow(refused);
    expect(logins).toHaveLength(1);
    pass(1);
    expect(await token()).toBe('Bearer t2');
  });

  it('continues for the others if the client that caused it disconnects', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { token, call, logins } = openSession(() => answered);
    const gone = call();
    const first = token(gone);
    const second = token();
    gone.abort(new Error('client went away'));
    await expect(first).rejects.toThrow('client went away');
    expect(logins[0]?.call.signal.aborted).toBe(false);
    answer();
    expect(await second).toBe('Bearer t1');
    expect(logins).toHaveLength(1);
  });

  it('is awaited no longer than the operation’s deadline, and leaves no timer behind', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { token, call, pass, timers } = openSession(() => answered);
    const hasty = token(call(1_000));
    const patient = token(call(5_000));
    pass(1_000);
    await expect(hasty).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT', source: 'CARECLOUD' });
    answer();
    expect(await patient).toBe('Bearer t1');
    await Promise.resolve();
    expect(timers.size).toBe(0);
  });

  it('is awaited no longer than its share if another source can still respond', async () => {
    const { token, call, pass } = openSession(() => new Promise(() => {}));
    const waiting = token({ ...call(4_000), timeoutShare: 0.5 });
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT', source: 'CARECLOUD' });
    pass(2_000);
    await outcome;
  });

  it('returns nothing to a client that has disconnected', async () => {
    const { token, call } = openSession();
    const gone = call();
    gone.abort(new Error('gone'));
    await expect(token(gone)).rejects.toThrow('gone');
  });
});
