import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { MemoryLedger } from '../../../src/upstream/budget/memory-ledger.ts';
import { RequestBudget } from '../../../src/upstream/budget/request-budget.ts';
import { ResponseCache } from '../../../src/upstream/cache/response-cache.ts';
import type { WireResponse } from '../../../src/upstream/http/buffered-response.ts';
import type { Fetching, Outcome, Reading } from '../../../src/upstream/reading.ts';
import type { Sending } from '../../../src/upstream/sending.ts';
import { toSending } from '../../../src/upstream/sending.ts';
import type { PendingCall } from '../../../src/upstream/single-flight/pending.ts';
import type { UpstreamCall } from '../../../src/upstream/upstream-call.ts';
import { type UpstreamClientOptions, withDefaults } from '../../../src/upstream/upstream-options.ts';
import type { UpstreamRequest } from '../../../src/upstream/upstream-request.ts';
import { ManualClock } from './manual-clock.ts';
import { makeCall, read } from './setting.ts';

/** What a policy needs, for tests of a single policy. */
export function makeParts(more: Partial<UpstreamClientOptions> & { readonly limit?: number | null } = {}) {
  const { limit = null, ...given } = more;
  const clock = new ManualClock();
  const answered: string[] = [];
  const options = withDefaults({
    source: 'VENDOR',
    baseUrl: 'http://127.0.0.1:9',
    authorize: { headers: () => ({}) },
    toError: ({ status }) => new UpstreamError(codeOf(status), 'VENDOR', `it said ${status}`),
    metrics: {
      cacheAnswered: (_: string, result: string) => void answered.push(result),
      upstreamDone: () => {},
      budgetWaited: (_: string, seconds: number) => void answered.push(`waited ${seconds}`),
      breakerChanged: () => {},
      watchBudget: () => {},
    },
    random: () => 1,
    clock,
    ...given,
  });
  const windowMs = 60_000;
  const ledger = new MemoryLedger({ limit, windowMs, now: clock.now });
  const budget = new RequestBudget({ source: 'VENDOR', clock, limit, windowMs, ledger });
  const cache = new ResponseCache({
    freshMs: 1_000,
    staleMs: 10_000,
    maxEntries: 10,
    maxBytes: 1_000_000,
    clock,
  });
  return { clock, options, budget, cache, answered };
}

function codeOf(status: number) {
  if (status === 429) return 'UPSTREAM_RATE_LIMITED';
  return status < 500 ? 'UPSTREAM_REJECTED' : 'UPSTREAM_UNAVAILABLE';
}

/** The call of pending work, which is only cancelled if the test does so. */
function makePendingCall(clock: ManualClock, more: Partial<PendingCall> = {}): PendingCall {
  return { ...makeCall(clock), cancelReason: undefined, onCancel: () => () => {}, ...more };
}

export function makeSending(
  clock: ManualClock,
  request: Partial<UpstreamRequest<unknown>> = {},
  call: Partial<PendingCall> = {},
): Sending {
  const prepared = { request: read('1', request), path: '/things/1', body: null };
  return toSending(prepared, makePendingCall(clock, call));
}

export function makeReading(
  call: UpstreamCall,
  mode: 'NONE' | 'CACHED' | 'REFRESH' = 'CACHED',
  key = 'key',
): Reading {
  const prepared = { request: read(), path: '/things/1', body: null };
  return { prepared, cache: mode === 'NONE' ? { mode } : { mode, key }, call };
}

export function makeFetching(clock: ManualClock, mode: 'NONE' | 'CACHED' | 'REFRESH' = 'CACHED'): Fetching {
  return { ...makeReading(makeCall(clock), mode), call: makePendingCall(clock) };
}

export function response(
  status = 200,
  headers: WireResponse['headers'] = {},
  json: unknown = {},
): WireResponse {
  return { status, headers, text: JSON.stringify(json) };
}

/** A last step that responds from a script; each entry is a value to resolve or an error to reject with. */
export function scripted<In, Out>(...script: (Out | Error)[]) {
  const seen: In[] = [];
  const next = async (input: In): Promise<Out> => {
    seen.push(input);
    const outcome = script.shift();
    if (outcome === undefined) throw new Error('one request too many');
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  return { next, seen };
}

export function fromSource(value: unknown, storedAt: number): Outcome {
  return { value, storedAt, from: 'SOURCE', response: response(200, {}, value) };
}
