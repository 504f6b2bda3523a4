import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { CachedUse } from '../../customers/source-call.ts';
import type { Tracing } from '../../telemetry/tracing.ts';
import type { SavedRequest } from '../operation-meter.ts';
import { type OperationTelemetryOptions, tellOperation } from '../request/use-operation-telemetry.ts';
import type { RequestState } from '../request-state.ts';
import { cachingHeaders } from '../result/use-http-caching.ts';
import type { SentResponse } from './send-response.ts';

export interface ResponseCacheOptions extends OperationTelemetryOptions {
  readonly tracing: Pick<Tracing, 'startOperationSpan'>;
  /** CACHE_TTL_SECONDS; more than 0. */
  readonly ttlSeconds: number;
}

/** A response as sent, and the cached upstream responses it was made from. */
interface KnownAnswer {
  readonly sent: SentResponse;
  readonly operation: Pick<RequestState, 'operationType' | 'operationName' | 'documentHash'>;
  readonly caller: RequestState['caller'];
  readonly saves: readonly (SavedRequest & { readonly use: CachedUse })[];
}

const ANYONE: RequestState['caller'] = { name: 'anyone', access: { may: () => false } };

const MOST_BYTES = 32 * 1024 * 1024;
const ENTRY_BYTES = 1_000;

/** Headers that differ between equal requests and only affect response headers, which are set each time. */
const PASSED_OVER = new Set(['x-request-id', 'traceparent', 'tracestate', 'baggage', 'content-length']);

/**
 * Answers a repeated request, identical in every header and byte, with the same bytes as before. It does so only while
 * every upstream response behind them is still the fresh one in the cache. The whole request is compared, including
 * credentials, so all checks of the first one hold for the next. Such requests are counted, logged, measured and traced
 * like any other.
 */
export class ResponseCache {
  readonly #options: ResponseCacheOptions;
  readonly #answers: LRUCache<string, KnownAnswer>;

  constructor(options: ResponseCacheOptions) {
    this.#options = options;
    // Personal data stays in memory no longer than an upstream response is fresh, even if it is not requested again.
    this.#answers = new LRUCache({
      maxSize: MOST_BYTES,
      ttl: options.ttlSeconds * 1000,
      ttlAutopurge: true,
      sizeCalculation: ({ sent }) => ENTRY_BYTES + sent.body.length,
    });
  }

  /** Returns whether the request was answered from the cache. */
  answer(
    name: string,
    requestState: RequestState,
    request: IncomingMessage,
    response: ServerResponse,
  ): boolean {
    const known = this.#find(name);
    if (known === null) return false;
    const { tracing, ttlSeconds } = this.#options;
    Object.assign(requestState, known.operation);
    // The same credentials mean the same caller. Without credentials, the first caller says nothing about this one.
    requestState.caller = known.caller.name.startsWith('address-') ? ANYONE : known.caller;
    const span = tracing.startOperationSpan({
      traceparent: first(request.headers.traceparent),
      tracestate: first(request.headers.tracestate),
      baggage: first(request.headers.baggage),
    });
    for (const { source, request: line, use } of known.saves) {
      use.count();
      requestState.meter.saved(source, line, { ageSeconds: use.ageSeconds() ?? 0, stale: false });
    }
    const { status, body } = known.sent;
    const asked = { method: request.method ?? '', status, isWhole: true };
    response.writeHead(status, {
      ...known.sent.headers,
      ...cachingHeaders(requestState, asked, ttlSeconds),
      'x-request-id': requestState.requestId,
    });
    response.end(body);
    tellOperation(requestState, asked, this.#options);
    span.end({ ...(requestState.operationType && { operationType: requestState.operationType }) });
    return true;
  }

  /**
   * Stores a response that may be reused: one made only from cached, fresh responses and containing nothing volatile.
   */
  keep(name: string, requestState: RequestState, sent: SentResponse): void {
    const { meter, caller, errorCount, isVolatile, plans } = requestState;
    const { operationType, operationName, documentHash } = requestState;
    if (isVolatile || plans !== null || errorCount > 0 || sent.status !== 200 || caller.isPassing === true)
      return;
    const costs = [...meter.costs.values()];
    if (
      costs.length === 0 ||
      costs.some(({ requests, isStale, failure }) => requests > 0 || isStale || failure !== null)
    ) {
      return;
    }
    const saves = meter.saves.flatMap((save) => (save.use === null ? [] : [{ ...save, use: save.use }]));
    if (saves.length < meter.saves.length) return;
    this.#answers.set(name, {
      sent,
      caller,
      operation: { operationType, operationName, documentHash },
      saves,
    });
  }

  #find(name: string): KnownAnswer | null {
    const known = this.#answers.get(name);
    if (known === undefined) return null;
    if (known.saves.every(({ use }) => use.ageSeconds() !== null)) return known;
    this.#answers.delete(name);
    return null;
  }
}

/**
 * The cache key of a request: a hash, since it contains personal data and credentials. Null for a request that wants a
 * live response or simulated failures.
 */
export function nameOfRequest(
  { method, url, headers, rawHeaders }: Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>,
  body: string,
): string | null {
  if (headers['cache-control'] !== undefined || headers.pragma !== undefined) return null;
  if (headers['x-sandbox-fault'] !== undefined) return null;
  let text = `${method} ${url}\n`;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!PASSED_OVER.has(name)) text += `${name}:${rawHeaders[at + 1]}\n`;
  }
  return hash('sha256', `${text}\n${body}`, 'base64url');
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value;
}
