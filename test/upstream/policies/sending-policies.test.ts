import { describe, expect, test, vi } from 'vitest';
import type { WireResponse } from '../../../src/upstream/http/buffered-response.ts';
import { TransportFailure } from '../../../src/upstream/http/transport-failure.ts';
import { CircuitBreaker } from '../../../src/upstream/policies/circuit-breaker.ts';
import { timedTransport } from '../../../src/upstream/policies/timed-transport.ts';
import { withBreaker, withOpenCheck } from '../../../src/upstream/policies/with-breaker.ts';
import { withBudget } from '../../../src/upstream/policies/with-budget.ts';
import { withCredentials } from '../../../src/upstream/policies/with-credentials.ts';
import { withErrors } from '../../../src/upstream/policies/with-errors.ts';
import { withRetry } from '../../../src/upstream/policies/with-retry.ts';
import { withRetryAfter } from '../../../src/upstream/policies/with-retry-after.ts';
import { withTelemetry } from '../../../src/upstream/policies/with-telemetry.ts';
import type { Sending } from '../../../src/upstream/sending.ts';
import { CredentialRenewal } from '../../../src/upstream/single-flight/credential-renewal.ts';
import { DeadlinePassed } from '../../../src/upstream/single-flight/pending.ts';
import { makeParts, makeSending, response, scripted } from '../support/policies.ts';
import { makeCall, outcomeOf } from '../support/setting.ts';

const wire = (...script: (WireResponse | Error)[]) => scripted<Sending, WireResponse>(...script);
const failed = () => new TransportFailure('CONNECTION');

describe('with-errors', () => {
  test.each<[string, WireResponse | Error, unknown]>([
    ['2xx passes', response(204), response(204)],
    ['a 404 is a rejection', response(404), 'UPSTREAM_REJECTED'],
    ['a failed transport is unavailable', failed(), 'UPSTREAM_UNAVAILABLE'],
    ['another error passes', new Error('the client went away'), 'the client went away'],
  ])('%s', async (_, end, expected) => {
    const { clock, options } = makeParts();
    const send = withErrors(options)(wire(end).next);
    expect(await outcomeOf(send(makeSending(clock)))).toEqual(expected);
  });

  test('a 404 that the request treats as a value passes', async () => {
    const { clock, options } = makeParts();
    const send = withErrors(options)(wire(response(404)).next);
    expect(await send(makeSending(clock, { ifNotFound: null }))).toEqual(response(404));
  });

  test.each([
    [503, 'UPSTREAM_UNAVAILABLE 3'],
    [400, 'UPSTREAM_REJECTED'],
  ])('%i states when to retry only if that helps: %s', async (status, expected) => {
    const { clock, options } = makeParts();
    const sending = makeSending(clock);
    sending.retryAfterMs = 2_001;
    expect(await outcomeOf(withErrors(options)(wire(response(status)).next)(sending))).toBe(expected);
  });
});

describe('with-retry', () => {
  const retry = { mostAttempts: 3, baseMs: 200, capMs: 2_000 };

  test('repeats a read after a back-off, and the last result is returned', async () => {
    const { clock, options } = makeParts({ retry });
    const { next, seen } = wire(failed(), response(503), response(502));
    const sending = makeSending(clock);
    const end = withRetry(options)(next)(sending);
    await clock.advance(200);
    await clock.advance(400);
    expect(await end).toEqual(response(502));
    expect([seen.length, sending.attempt]).toEqual([3, 3]);
  });

  test.each<[string, Parameters<typeof makeSending>[1], WireResponse | Error]>([
    ['a write', { isRead: false }, response(503)],
    ['a rejection', {}, response(400)],
    ['what is not HTTP', {}, new TransportFailure('MALFORMED')],
    ['another error', {}, new Error('no')],
  ])('does not repeat %s', async (_, request, end) => {
    const { clock, options } = makeParts({ retry });
    const { next, seen } = wire(end);
    await withRetry(options)(next)(makeSending(clock, request)).catch(() => {});
    expect(seen).toHaveLength(1);
  });
});

describe('with-retry-after', () => {
  test('one 429 cools the source down once, however many requests received it', async () => {
    const { clock, budget } = makeParts();
    const cooled = vi.spyOn(budget, 'coolDown');
    const send = withRetryAfter(clock, budget)(wire(response(429), response(429)).next);
    const [one, other] = [makeSending(clock), makeSending(clock)];
    await send(one);
    await clock.advance(400);
    await send(other);
    expect([one.retryAfterMs, other.retryAfterMs]).toEqual([1_000, 600]);
    expect(cooled.mock.calls).toEqual([[1_000]]);
  });

  test('the next 429 doubles it, an accepted response resets it', async () => {
    const { clock, budget } = makeParts();
    const send = withRetryAfter(
      clock,
      budget,
    )(wire(response(429), response(429), response(), response(429)).next);
    const waits: (number | null)[] = [];
    for (let round = 0; round < 4; round++) {
      const sending = makeSending(clock);
      await send(sending);
      waits.push(sending.retryAfterMs);
      await clock.advance(10_000);
    }
    expect(waits).toEqual([1_000, 2_000, null, 1_000]);
  });

  test('a 503 affects only its own request', async () => {
    const { clock, budget } = makeParts();
    const cooled = vi.spyOn(budget, 'coolDown');
    const sending = makeSending(clock);
    await withRetryAfter(clock, budget)(wire(response(503, { 'retry-after': '7' })).next)(sending);
    expect([sending.retryAfterMs, cooled.mock.calls]).toEqual([7_000, []]);
  });
});

describe('with-credentials', () => {
  const tokens = (canRenew: boolean) => {
    let token = 1;
    return {
      headers: () => ({ authorization: `Bearer ${token}` }),
      renew: async () => {
        token += 1;
        return canRenew;
      },
    };
  };
  const run = (canRenew: boolean, request: object, ...script: WireResponse[]) =>
    runWith({}, canRenew, request, ...script);
  const runWith = async (
    call: Parameters<typeof makeSending>[2],
    canRenew: boolean,
    request: object,
    ...script: WireResponse[]
  ) => {
    const { clock } = makeParts();
    const authorize = tokens(canRenew);
    const sent: (string | undefined)[] = [];
    const { next } = wire(...script);
    const policy = withCredentials(
      { source: 'VENDOR', authorize },
      new CredentialRenewal('VENDOR', authorize, clock),
    );
    const send = policy((sending) => {
      sent.push(sending.headers.authorization);
      return next(sending);
    });
    const sending = makeSending(clock, request, call);
    const statuses = [(await send(sending)).status];
    return { sent, statuses, again: async () => (await send(sending)).status };
  };

  test('replays a 401 once with renewed ones, also over several attempts', async () => {
    const { sent, statuses, again } = await run(true, {}, response(401), response(503), response(401));
    expect([statuses, sent]).toEqual([[503], ['Bearer 1', 'Bearer 2']]);
    expect(await again()).toBe(401);
    expect(sent).toHaveLength(3);
  });

  test.each([
    [['TAKEN_OVER', true], [401, 401, 200], 200],
    [['TAKEN_OVER', true], [401, 401, 401], 401],
    [['TAKEN_OVER', false], [401, 401], 401],
    [['TAKEN_OVER', 'TAKEN_OVER', 'TAKEN_OVER'], [401, 401, 401, 401], 401],
  ] as const)('renewed by other replicas, %j, may be rejected, too: %j', async (renewals, statuses, expected) => {
    const { clock } = makeParts();
    let renewed = 0;
    const authorize = {
      headers: () => ({ authorization: `Bearer ${renewed}` }),
      renew: async () => renewals[renewed++] ?? false,
    };
    const { next, seen } = wire(...statuses.map((status) => response(status)));
    const renewal = new CredentialRenewal('VENDOR', authorize, clock);
    const send = withCredentials({ source: 'VENDOR', authorize }, renewal)(next);
    expect((await send(makeSending(clock))).status).toBe(expected);
    expect(seen).toHaveLength(statuses.length);
  });

  test('are final as 401 if they cannot be renewed', async () => {
    expect(await run(false, {}, response(401))).toMatchObject({ sent: ['Bearer 1'], statuses: [401] });
  });

  test('are not renewed for a simulated 401', async () => {
    const sandboxFaults = new Map([['VENDOR', '401']]);
    const { sent, statuses } = await runWith({ sandboxFaults }, true, {}, response(401));
    expect([sent, statuses]).toEqual([['Bearer 1'], [401]]);
  });

  test('are not added to a login', async () => {
    const { sent, statuses } = await run(true, { isAuthorized: false }, response(401));
    expect([sent, statuses]).toEqual([[undefined], [401]]);
  });
});

describe('with-breaker', () => {
  test('opens after failures, and refuses later requests before and after the budget', async () => {
    const { clock } = makeParts();
    const breaker = new CircuitBreaker({
      sampleSize: 4,
      leastAttempts: 2,
      openMs: 5_000,
      clock,
      onChange: () => {},
    });
    const { next, seen } = wire(failed(), response(500));
    const counted = withBreaker('VENDOR', breaker)(next);
    await counted(makeSending(clock)).catch(() => {});
    await counted(makeSending(clock));
    const refused = 'UPSTREAM_UNAVAILABLE 5';
    expect(await outcomeOf(counted(makeSending(clock)))).toBe(refused);
    expect(await outcomeOf(withOpenCheck('VENDOR', breaker)(next)(makeSending(clock)))).toBe(refused);
    expect(seen).toHaveLength(2);
  });

  test('sends nothing for callers that have left', async () => {
    const { clock, options } = makeParts();
    const breaker = new CircuitBreaker({ ...options.breaker, clock, onChange: () => {} });
    const { next, seen } = wire();
    const gone = makeSending(clock, {}, { cancelReason: new Error('gone') });
    await expect(withBreaker('VENDOR', breaker)(next)(gone)).rejects.toMatchObject({ kind: 'CANCELLED' });
    expect(seen).toEqual([]);
  });
});

describe('with-budget', () => {
  test('returns the permit if nothing was sent, and keeps it if something was', async () => {
    const { clock, options, budget } = makeParts({ limit: 10 });
    const policy = withBudget(options, budget);
    await policy(wire(failed()).next)(makeSending(clock)).catch(() => {});
    expect((await budget.state()).remaining).toBe(10);
    await policy(async (sending) => {
      sending.isSent = true;
      return response();
    })(makeSending(clock));
    expect((await budget.state()).remaining).toBe(9);
  });
});

describe('with-telemetry', () => {
  test('reports to the meter when a request is sent and when it ends', async () => {
    const { clock, options } = makeParts();
    const events: unknown[] = [];
    const meter = {
      sent: (_: string, { path }: { readonly path: string }) => void events.push(path),
      saved: () => {},
      took: (_: string, ms: number) => void events.push(ms),
    };
    const sending = makeSending(clock, {}, { meter });
    const end = withTelemetry(options)(async () => {
      await clock.advance(30);
      throw failed();
    })(sending);
    await expect(end).rejects.toMatchObject({ kind: 'CONNECTION' });
    expect([events, sending.isSent]).toEqual([['/things/{id}', 30], true]);
  });
});

describe('timed-transport', () => {
  const sendWith = (more: object, afterMs = 0) => {
    const { clock, options } = makeParts();
    const seen: { headersTimeout?: number }[] = [];
    const http = {
      send: async (request: object) => {
        seen.push(request);
        await clock.advance(afterMs);
        throw new TransportFailure('CANCELLED');
      },
      close: async () => {},
    };
    const sending = makeSending(clock, {}, { ...makeCall(clock), ...more });
    const kind = timedTransport(http, options)(sending).catch((error) => error.kind);
    return { kind, seen };
  };

  test('waits for a response to begin no longer than the call’s share of its time', async () => {
    const { kind, seen } = sendWith({ timeoutShare: 0.5 });
    await kind;
    expect(seen[0]?.headersTimeout).toBe(5_000);
  });

  test.each([
    ['a timeout, although no caller left', undefined, 0, 'TIMEOUT'],
    ['the deadline passed after a long wait', new DeadlinePassed(), 2_000, 'TIMEOUT'],
    ['the deadline passed at once', new DeadlinePassed(), 0, 'CANCELLED'],
    ['the client left', new Error('gone'), 5_000, 'CANCELLED'],
  ])('%s', async (_, cancelReason, afterMs, expected) => {
    expect(await sendWith({ cancelReason }, afterMs).kind).toBe(expected);
  });
});
