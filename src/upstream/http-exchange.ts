import { Pool } from 'undici';
import { ExchangeFailure, toExchangeFailure } from './exchange-failure.ts';

/** What goes over the wire, ready to send. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  /** With the query string. */
  readonly path: string;
  readonly headers: Record<string, string>;
  /** JSON text. */
  readonly body: string | null;
}

/** A whole answer. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface HttpExchangeOptions {
  readonly origin: string;
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  /** Between two pieces of the body. */
  readonly bodyTimeoutMs: number;
  readonly maxBodyBytes: number;
  /** The most sockets open to the source at once. */
  readonly connections: number;
}

/** One HTTP exchange after another with one source, over kept-alive connections. */
export interface HttpExchange {
  /** Resolves with any whole answer, whatever its status; rejects with an ExchangeFailure. */
  send(request: WireRequest, signal: AbortSignal): Promise<WireAnswer>;
  close(): Promise<void>;
}

export function createHttpExchange(options: HttpExchangeOptions): HttpExchange {
  const pool = new Pool(options.origin, {
    connections: options.connections,
    connect: { timeout: options.connectTimeoutMs },
    headersTimeout: options.headersTimeoutMs,
    bodyTimeout: options.bodyTimeoutMs,
    maxResponseSize: options.maxBodyBytes,
    keepAliveTimeout: 10_000,
  });
  return {
    async send(request, signal) {
      let begun = false;
      try {
        const answer = await pool.request({ ...request, signal });
        begun = true;
        return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
      } catch (thrown) {
        throw signal.aborted ? new ExchangeFailure('CANCELLED', thrown) : toExchangeFailure(thrown, begun);
      }
    },
    close: () => pool.destroy(),
  };
}
