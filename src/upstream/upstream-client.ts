import { UpstreamError } from '../errors/gateway-error.ts';
import type { Authorize } from './authorize.ts';
import { type Clock, systemClock } from './clock.ts';
import { DecodeError } from './decode-error.ts';
import { createHttpExchange } from './http-exchange.ts';
import { toBaseUrl, toPathAndQuery } from './request-url.ts';
import type { UpstreamAnswer } from './upstream-answer.ts';
import type { UpstreamCall } from './upstream-call.ts';
import type { UpstreamRequest } from './upstream-request.ts';

/** What is known of a source without asking it. */
export interface UpstreamState {
  readonly status: 'OK' | 'RATE_LIMITED' | 'UNAVAILABLE';
  /** The budget per 60 seconds; null = none. */
  readonly requestsPerMinute: number | null;
  /** How many of them may be sent at this moment; null without a budget. */
  readonly requestsRemaining: number | null;
}

/** One vendor's HTTP, with everything that makes us a good guest. */
export interface UpstreamClient {
  readonly source: string;
  /** Rejects with an UpstreamError, or with the call's abort reason when the client went away. */
  ask<T>(request: UpstreamRequest<T>, call: UpstreamCall): Promise<T>;
  state(): Promise<UpstreamState>;
  close(): Promise<void>;
}

export interface UpstreamClientOptions {
  readonly source: string;
  readonly baseUrl: string;
  readonly authorize: Authorize;
  /** The vendor's reading of an answer that is not 2xx (pure). */
  readonly toError: (answer: UpstreamAnswer) => UpstreamError;
  readonly clock?: Clock;
}

export function createUpstreamClient(options: UpstreamClientOptions): UpstreamClient {
  const { source, authorize, toError, clock = systemClock } = options;
  const base = toBaseUrl(options.baseUrl);
  const http = createHttpExchange({
    origin: base.origin,
    connectTimeoutMs: 3_000,
    headersTimeoutMs: 8_000,
    bodyTimeoutMs: 8_000,
    maxBodyBytes: 16 * 1024 * 1024,
    connections: 64,
  });

  async function exchange<T>(request: UpstreamRequest<T>, call: UpstreamCall, isReplay = false): Promise<T> {
    const body = request.body === undefined ? null : JSON.stringify(request.body);
    const own = request.isAuthorized === false ? {} : await authorize.headers(call);
    const headers = {
      accept: 'application/json',
      ...(body !== null && { 'content-type': 'application/json' }),
      ...own,
      ...request.headers,
    };
    call.meter.sent(source, { method: request.method, path: request.route, parameters: request.parameters });
    const signal = AbortSignal.any([
      call.signal,
      AbortSignal.timeout(Math.max(0, call.deadlineAt - clock.now())),
    ]);
    const path = toPathAndQuery(base.prefix, request);
    const answer = await http.send({ method: request.method, path, headers, body }, signal).catch((cause) => {
      if (call.signal.aborted) throw call.signal.reason;
      const code = signal.aborted ? 'UPSTREAM_TIMEOUT' : 'UPSTREAM_UNAVAILABLE';
      throw new UpstreamError(code, source, 'The source did not answer.', { cause });
    });
    if (answer.status === 401 && request.isAuthorized !== false && !isReplay) {
      if (await authorize.renew?.(own, call)) return exchange(request, call, true);
    }
    if (answer.status === 404 && request.ifNotFound !== undefined) return request.ifNotFound;
    const json = parseJson(answer.text);
    if (answer.status < 200 || answer.status > 299) {
      throw toError({ status: answer.status, headers: answer.headers, body: json ?? null });
    }
    try {
      if (json === undefined) throw new DecodeError('expected JSON, got something else');
      return request.decode(json);
    } catch (cause) {
      throw new UpstreamError(
        'UPSTREAM_INVALID_RESPONSE',
        source,
        'The source answered something unexpected.',
        {
          cause,
        },
      );
    }
  }

  return {
    source,
    ask: (request, call) => exchange(request, call),
    state: async () => ({ status: 'OK', requestsPerMinute: null, requestsRemaining: null }),
    close: () => http.close(),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
