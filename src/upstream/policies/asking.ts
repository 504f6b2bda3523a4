import type { UpstreamErrorCode } from '../../errors/error-codes.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';
import type { RequestBudget } from '../budget/request-budget.ts';
import { type BaseUrl, toPathAndQuery } from '../http/request-url.ts';
import type { CachedUse, UpstreamCall } from '../upstream-call.ts';
import { toDeadlineError, toTimeoutError } from '../upstream-errors.ts';
import type { UpstreamClientOptions, UpstreamTuning } from '../upstream-options.ts';
import type { UpstreamRequest } from '../upstream-request.ts';
import type { FlightCall, Landing } from './flight.ts';
import { Flights } from './flights.ts';
import { ranOutOn, whatRanOut } from './ran-out.ts';
import { toRequestKey } from './request-key.ts';
import { type CachedResponse, ResponseCache } from './response-cache.ts';
import { ResponseDecoder } from './response-decoder.ts';
import type { PreparedRequest } from './sender-parts.ts';
import type { SharedCache } from './shared-cache.ts';
import type { UpstreamSender } from './upstream-sender.ts';

export interface AskingParts {
  readonly options: UpstreamClientOptions & UpstreamTuning;
  readonly base: BaseUrl;
  /** A hash that tells apart base URLs and credentials. */
  readonly scope: string;
  readonly sender: UpstreamSender;
  readonly budget: RequestBudget;
  /** Answers shared through Redis; null without. */
  readonly sharedAnswers: SharedCache | null;
}

/** An answer and whether it came from the source just now. */
interface Fetched extends CachedResponse {
  readonly isLive: boolean;
}

/** Failures of the source for which an older answer stands in. A rejection is an answer: ours to mend. */
const STALE_HELPS: Readonly<Record<UpstreamErrorCode, boolean>> = {
  UPSTREAM_TIMEOUT: true,
  UPSTREAM_UNAVAILABLE: true,
  UPSTREAM_RATE_LIMITED: true,
  UPSTREAM_INVALID_RESPONSE: true,
  UPSTREAM_REJECTED: false,
};

/** The way of a request: kept answers, twins in flight, and only then the source. */
export class Asking {
  readonly #parts: AskingParts;
  readonly #cache: ResponseCache;
  readonly #flights: Flights<Fetched>;
  readonly #reader: ResponseDecoder;

  constructor(parts: AskingParts) {
    this.#parts = parts;
    const { clock, cacheFreshMs, cacheStaleMs, cacheMaxEntries, cacheMaxBytes } = parts.options;
    this.#flights = new Flights(clock);
    this.#reader = new ResponseDecoder(parts.options);
    this.#cache = new ResponseCache({
      freshMs: cacheFreshMs,
      staleMs: cacheStaleMs,
      maxEntries: cacheMaxEntries,
      maxBytes: cacheMaxBytes,
      clock,
    });
  }

  ask<T>(request: UpstreamRequest<T>, call: UpstreamCall): Promise<T> {
    return this.#ask(request, call) as Promise<T>;
  }

  close(): void {
    this.#cache.clear();
  }

  #ask(request: UpstreamRequest<unknown>, call: UpstreamCall): Promise<unknown> {
    const { options, base, scope, budget } = this.#parts;
    if (call.signal.aborted) return Promise.reject(call.signal.reason);
    if (call.deadlineAt <= options.clock.now()) {
      return Promise.reject(whatRanOut(call) ?? toDeadlineError(options.source));
    }
    const path = toPathAndQuery(base.prefix, request);
    const body = request.body === undefined ? null : JSON.stringify(request.body);
    const prepared: PreparedRequest = { request, path, body };
    if (request.isRead === false) return this.#start(null, prepared, call);
    const { method, headers } = request;
    const key = toRequestKey({
      scope,
      method,
      path,
      body,
      headers,
      acceptsNotFound: request.ifNotFound !== undefined,
    });
    const kept = call.bypassCache ? undefined : this.#cache.get(key);
    if (kept !== undefined && this.#cache.isFresh(kept)) {
      options.metrics?.cacheAnswered(options.source, 'hit');
      return Promise.resolve(this.#saved(kept, request, call, key));
    }
    // Who wants it live may not wait along with one who would take a kept answer.
    const twin = (call.bypassCache ? undefined : this.#flights.find(key)) ?? this.#flights.find(LIVE + key);
    if (twin === undefined) return this.#start(key, prepared, call);
    options.metrics?.cacheAnswered(options.source, 'shared');
    budget.join(twin, call.client);
    return twin.join(call);
  }

  #start(key: string | null, prepared: PreparedRequest, call: UpstreamCall): Promise<unknown> {
    const { isSharingInFlight, metrics, source } = this.#parts.options;
    if (key !== null) metrics?.cacheAnswered(source, call.bypassCache ? 'bypass' : 'miss');
    const flightKey = key === null || !isSharingInFlight ? null : call.bypassCache ? LIVE + key : key;
    return this.#flights.start(flightKey, call, this.#landing(key, prepared.request), (flight) =>
      this.#fetch(key, prepared, flight),
    );
  }

  async #fetch(key: string | null, prepared: PreparedRequest, call: FlightCall): Promise<Fetched> {
    const { sender, sharedAnswers, options } = this.#parts;
    const { request } = prepared;
    if (key !== null && sharedAnswers !== null && !call.bypassCache) {
      const kept = await this.#takeShared(key, request, sharedAnswers);
      if (kept !== undefined) return { ...kept, isLive: false };
    }
    const answer = await sender.send(prepared, call);
    const value = this.#reader.readLive(request, answer, call.requestId);
    const storedAt = options.clock.now();
    if (key !== null && this.#cache.isOn) {
      this.#cache.set(key, { value, storedAt }, answer.text.length);
      sharedAnswers?.set(key, { status: answer.status, text: answer.text, storedAt });
    }
    return { value, storedAt, isLive: true };
  }

  /** What another replica fetched, if it is fresh; a stale one is kept in case the source fails. */
  async #takeShared(
    key: string,
    request: UpstreamRequest<unknown>,
    sharedAnswers: SharedCache,
  ): Promise<CachedResponse | undefined> {
    const shared = await sharedAnswers.get(key);
    if (shared === null) return undefined;
    try {
      const kept = { value: this.#reader.read(request, shared), storedAt: shared.storedAt };
      this.#cache.set(key, kept, shared.text.length);
      if (!this.#cache.isFresh(kept)) return undefined;
      this.#parts.options.metrics?.cacheAnswered(this.#parts.options.source, 'redis');
      return kept;
    } catch {
      // Another version of the gateway may have kept it: ask the source.
      return undefined;
    }
  }

  #landing(key: string | null, request: UpstreamRequest<unknown>): Landing<Fetched> {
    const { source } = this.#parts.options;
    return {
      answered: (call, fetched, isStarter) =>
        fetched.isLive && isStarter ? fetched.value : this.#saved(fetched, request, call, key),
      failed: (call, error) => this.#standIn(key, request, call, error),
      late: (call, flight) => {
        const { budget } = this.#parts;
        const error = budget.isWaiting(flight) ? budget.tooLate() : toTimeoutError(source);
        ranOutOn(call, error);
        return this.#standIn(key, request, call, error);
      },
    };
  }

  /** An older answer in place of a failure, if there is one; else throws the failure. */
  #standIn(
    key: string | null,
    request: UpstreamRequest<unknown>,
    call: UpstreamCall,
    error: unknown,
  ): unknown {
    const helps = error instanceof UpstreamError && STALE_HELPS[error.code];
    const kept = key === null || call.bypassCache || !helps ? undefined : this.#cache.get(key);
    if (kept === undefined) throw error;
    const { metrics, source } = this.#parts.options;
    metrics?.cacheAnswered(source, 'stale');
    return this.#saved(kept, request, call, null, true);
  }

  /** @param key Where a fresh answer may be found again; null: nowhere. */
  #saved(
    kept: CachedResponse,
    request: UpstreamRequest<unknown>,
    call: UpstreamCall,
    key: string | null,
    stale = false,
  ): unknown {
    const { method, route, parameters } = request;
    call.meter.saved(
      this.#parts.options.source,
      { method, path: route, parameters },
      {
        ageSeconds: this.#ageSeconds(kept),
        stale,
        ...(key !== null && { use: this.#useOf(kept, key) }),
      },
    );
    return kept.value;
  }

  #useOf({ value }: CachedResponse, key: string): CachedUse {
    const { source, metrics } = this.#parts.options;
    return {
      ageSeconds: () => {
        const kept = this.#cache.get(key);
        const isSame = kept !== undefined && kept.value === value;
        return isSame && this.#cache.isFresh(kept) ? this.#ageSeconds(kept) : null;
      },
      count: () => metrics?.cacheAnswered(source, 'hit'),
    };
  }

  #ageSeconds({ storedAt }: CachedResponse): number {
    return Math.max(0, Math.floor((this.#parts.options.clock.now() - storedAt) / 1000));
  }
}

/** Marks flights that surely ask the source. */
const LIVE = 'live ';
