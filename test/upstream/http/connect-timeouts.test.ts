import { expect, test } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { MemoryLedger } from '../../../src/upstream/budget/memory-ledger.ts';
import { RequestBudget } from '../../../src/upstream/budget/request-budget.ts';
import { ResponseCache } from '../../../src/upstream/cache/response-cache.ts';
import { TransportFailure } from '../../../src/upstream/http/transport-failure.ts';
import { LaneBreakers } from '../../../src/upstream/lanes/lane-breakers.ts';
import { createRequestPath } from '../../../src/upstream/request-path.ts';
import { CredentialRenewal } from '../../../src/upstream/single-flight/credential-renewal.ts';
import { withDefaults } from '../../../src/upstream/upstream-options.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { makeCall, outcomeOf, read } from '../support/setting.ts';

const CONNECTING_MS = 3_000;

/** Sends to a host that accepts no connection, and returns how often it tried and when it gave up. */
async function tryToConnect(
  timeoutShare?: number,
): Promise<readonly [attempts: number, afterMs: number, end: unknown]> {
  const clock = new ManualClock();
  const startedAt = clock.now();
  const authorize = { headers: () => ({}) };
  const options = withDefaults({
    source: 'VENDOR',
    baseUrl: 'http://127.0.0.1:9',
    authorize,
    toError: () => new UpstreamError('UPSTREAM_UNAVAILABLE', 'VENDOR', 'failed'),
    random: () => 1,
    clock,
  });
  let attempts = 0;
  const http = {
    send: () => {
      attempts++;
      return new Promise<never>((_, reject) => {
        clock.setTimer(CONNECTING_MS, () => reject(new TransportFailure('CONNECT_TIMEOUT')));
      });
    },
    close: async () => {},
  };
  const ledger = new MemoryLedger({ limit: null, windowMs: 60_000, now: clock.now });
  const budget = new RequestBudget({ source: 'VENDOR', clock, limit: null, windowMs: 60_000, ledger });
  const circuit = { ...options.breaker, clock, onChange: () => {} };
  const breakers = new LaneBreakers(circuit, () => {});
  const memory = { freshMs: 0, staleMs: 0, maxEntries: 1, maxBytes: 1 };
  const request = createRequestPath({
    options,
    base: { origin: 'http://127.0.0.1:9', prefix: '' },
    scope: '',
    cache: new ResponseCache({ ...memory, clock }),
    shared: null,
    budget,
    breakers,
    renewal: new CredentialRenewal('VENDOR', authorize, clock),
    http,
  });
  const call = makeCall(clock, timeoutShare === undefined ? {} : { timeoutShare });
  let endedAt = 0;
  const end = outcomeOf(request(read(), call)).finally(() => {
    endedAt = clock.now();
  });
  for (let step = 0; step < 100 && endedAt === 0; step++) await clock.advance(100);
  return [attempts, endedAt - startedAt, await end];
}

test('a host that accepts no connection is tried as long as there is time', async () => {
  const [attempts, afterMs, end] = await tryToConnect();
  expect([attempts, end]).toEqual([3, 'UPSTREAM_TIMEOUT']);
  expect(afterMs).toBeGreaterThan(3 * CONNECTING_MS);
});

test('a host that accepts no connection is tried within its share of the time if another source can still respond', async () => {
  const [attempts, afterMs, end] = await tryToConnect(0.5);
  expect([attempts, end]).toEqual([2, 'UPSTREAM_TIMEOUT']);
  expect(afterMs).toBeLessThan(7_000);
});
