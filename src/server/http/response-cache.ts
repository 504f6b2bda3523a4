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

/** An answer as it went out, and the cached answers of sources that it was made from. */
interface KnownAnswer {
  readonly sent: SentResponse;
  readonly operation: Pick<RequestState, 'operationType' | 'operationName' | 'documentHash'>;
  readonly caller: RequestState['caller'];
  readonly saves: readonly (SavedRequest & { readonly use: CachedUse })[];
}

const ANYONE: RequestState['caller'] = { name: 'anyone', access: { may: () => false } };

const MOST_BYTES = 32 * 1024 * 1024;
const ENTRY_BYTES = 1_000;

/** What differs from request to request and changes nothing in an answer but headers made anew each time. */
const PASSED_OVER = new Set(['x-request-id', 'traceparent', 'tracestate', 'baggage', 'content-length']);

/**
 * Answers a request that comes again, header by header and byte by byte, with the bytes it was answered by before: as
 * long as every source's answer behind them is still the one the cache would give, fresh. What is looked at is the whole
 * request, credentials and all, so whatever was checked of the first one holds for the next. Counted, logged, measured
 * and traced like any other.
 */
export class ResponseCache {
  readonly #options: ResponseCacheOptions;
  readonly #answers: LRUCache<string, KnownAnswer>;

  constructor(options: ResponseCacheOptions) {
    this.#options = options;
    // People's data stays in memory no longer than an answer of a source is fresh, asked for again or not.
    this.#answers = new LRUCache({
      maxSize: MOST_BYTES,
      ttl: options.ttlSeconds * 1000,
      ttlAutopurge: true,
      sizeCalculation: ({ sent }) => ENTRY_BYTES + sent.body.length,
    });
  }

  /** Whether the request was answered, because it came before. */
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
    // The same credentials are the same caller; without any, who asked first says nothing of who asks now.
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

  /** Keeps an answer that may be given again: one made from cached, fresh answers alone, and from nothing volatile. */
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
 * The name of a request that may come again: a hash, since it holds personal data and credentials. Null for one that wants
 * a live answer, or simulated vendors to fail.
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
