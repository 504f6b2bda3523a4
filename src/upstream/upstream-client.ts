import type { UpstreamErrorCode } from '../errors/error-codes.ts';
import type { UpstreamError } from '../errors/gateway-error.ts';
import type { BreakerState } from '../telemetry/metrics.ts';
import { AnswerTimes } from './budget/answer-times.ts';
import { SharedUse } from './budget/clients/shared-use.ts';
import { KeptWindow } from './budget/kept-window.ts';
import { MemoryLedger } from './budget/memory-ledger.ts';
import { RequestBudget } from './budget/request-budget.ts';
import type { RequestLedger } from './budget/request-ledger.ts';
import { SharedLedger } from './budget/shared-ledger.ts';
import { toKeyScope } from './cache/request-key.ts';
import { ResponseCache } from './cache/response-cache.ts';
import { SharedCache } from './cache/shared-cache.ts';
import { createHttpTransport } from './http/http-transport.ts';
import { toBaseUrl } from './http/request-url.ts';
import { LaneBreakers } from './lanes/lane-breakers.ts';
import { createRequestPath } from './request-path.ts';
import { CredentialRenewal } from './single-flight/credential-renewal.ts';
import type { UpstreamCall } from './upstream-call.ts';
import { toTimeoutError } from './upstream-errors.ts';
import { type UpstreamClientOptions, type UpstreamTuning, withDefaults } from './upstream-options.ts';
import type { UpstreamRequest } from './upstream-request.ts';

export type { UpstreamClientOptions };

/** The result of the last HTTP request to a source, or why the next would not be sent now. */
export interface LastOutcome {
  /** Milliseconds since the epoch; null if there was none yet. */
  readonly lastOutcomeAt: number | null;
  /** In fixed words; null if it succeeded. */
  readonly error: {
    readonly code: UpstreamErrorCode;
    readonly message: string;
    readonly retryAfterSeconds: number | null;
  } | null;
}

/** What is known about a source without sending a request. */
export interface UpstreamState extends Partial<LastOutcome> {
  readonly status: 'OK' | 'RATE_LIMITED' | 'UNAVAILABLE' | 'REJECTED';
  /** The budget per 60 seconds; null without one. */
  readonly requestsPerMinute: number | null;
  /** How many of them may be sent now; null without a budget. */
  readonly requestsRemaining: number | null;
  /** Until a request may be sent; 0: now. */
  readonly waitMs: number;
}

/** The HTTP client of one vendor, with caching, budget, retries and circuit breaker. */
export interface UpstreamClient {
  readonly source: string;
  /**
   * The decoded response. It may be shared, so it is never modified. Rejects with an UpstreamError, or with the call's
   * abort reason if the client disconnected.
   */
  request<T>(request: UpstreamRequest<T>, call: UpstreamCall): Promise<T>;
  state(): Promise<UpstreamState>;
  /** How scarce its budget is for this client: 0 (plenty) … 1 (a request would have to wait). */
  scarcity(client: string): number;
  /**
   * The error for work whose deadline passes while it waits for this client's requests: UPSTREAM_RATE_LIMITED if they
   * wait for the budget, else UPSTREAM_TIMEOUT.
   */
  timeoutError(client: string): UpstreamError;
  /** Aborts pending requests and closes the connections. The shared store is closed by its owner. */
  close(): Promise<void>;
}

/** Creates one source's client. The request path is in request-path.ts. */
export function createUpstreamClient(given: UpstreamClientOptions): UpstreamClient {
  const options = withDefaults(given);
  const { source, clock, metrics, shared, authorize } = options;
  const base = toBaseUrl(options.baseUrl);
  const scope = toKeyScope(source, options.baseUrl, options.identity ?? '');
  const http = createHttpTransport({ ...options, origin: base.origin });
  const limit = options.requestsPerMinute;
  const answerTimes = new AnswerTimes(clock.now);
  const budget = new RequestBudget({
    source,
    clock,
    limit: shared ? limit : ownShare(options),
    windowMs: options.windowMs,
    ledger: createLedger(options, scope),
    hasSeveralClients: options.hasSeveralClients,
    replicas: options.replicas,
    sharedUse: shared && limit !== null ? new SharedUse({ store: shared, scope, clock }) : undefined,
    answerTimes,
  });
  const onChange = (state: BreakerState) => {
    metrics?.breakerChanged(source, state);
    options.logger.warn('circuit breaker changed', { source, state });
  };
  const breakers = new LaneBreakers({ ...options.breaker, clock, onChange }, (lane, state) =>
    options.logger.warn('circuit breaker changed', { source, lane, state }),
  );
  const cache = new ResponseCache({
    freshMs: options.cacheFreshMs,
    staleMs: options.cacheStaleMs,
    maxEntries: options.cacheMaxEntries,
    maxBytes: options.cacheMaxBytes,
    clock,
  });
  const sharedCache = shared ? new SharedCache(shared, options) : null;
  const renewal = new CredentialRenewal(source, authorize, clock);
  const parts = { options, base, scope, cache, shared: sharedCache, budget, breakers, renewal, http };
  const request = createRequestPath(parts);
  metrics?.breakerChanged(source, 'closed');
  metrics?.watchBudget(source, async () => {
    const { remaining } = await budget.state();
    return limit === null || remaining === null ? null : { limit, remaining };
  });
  return {
    source,
    request,
    scarcity: (client) => budget.scarcity(client),
    timeoutError: (client) => (budget.holdsBack(client) ? budget.refuse({ client }) : toTimeoutError(source)),
    async state() {
      const { remaining, coolingMs } = await budget.state();
      const isWaiting = coolingMs > 0 || remaining === 0;
      const refusesForMs = breakers.usual.refusesForMs();
      const status = refusesForMs > 0 ? 'UNAVAILABLE' : isWaiting ? 'RATE_LIMITED' : 'OK';
      const waitMs = Math.max(refusesForMs, coolingMs, remaining === 0 ? budget.waitMs : 0);
      return { status, requestsPerMinute: limit, requestsRemaining: remaining, waitMs };
    },
    async close() {
      cache.clear();
      budget.close();
      await http.close();
    },
  };
}

function createLedger(options: UpstreamClientOptions & UpstreamTuning, scope: string): RequestLedger {
  const { requestsPerMinute: limit, windowMs, clock, shared, replicas } = options;
  if (!shared) {
    const { stateDir: folder, logger } = options;
    const kept =
      limit === null || folder === null
        ? undefined
        : new KeptWindow({ folder, scope, windowMs, now: clock.now, logger });
    return new MemoryLedger({ limit: ownShare(options), windowMs, now: clock.now, kept });
  }
  const own = new MemoryLedger({ limit, windowMs, now: clock.now });
  return new SharedLedger({ store: shared, scope, limit, windowMs, replicas, clock, own });
}

/** What each of several replicas may send if the budget cannot be shared. */
function ownShare({ requestsPerMinute, replicas }: UpstreamTuning): number | null {
  return requestsPerMinute === null ? null : Math.floor(requestsPerMinute / replicas);
}
