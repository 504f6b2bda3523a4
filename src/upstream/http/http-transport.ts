import { type Dispatcher, Pool } from 'undici';
import { BufferedResponse, type Cancellable, type WireResponse } from './buffered-response.ts';
import { toTransportFailure } from './transport-failure.ts';

/** A request ready to send. */
interface WireRequest {
  readonly method: 'GET' | 'POST';
  /** Including the query string. */
  readonly path: string;
  readonly headers: Record<string, string>;
  /** JSON text. */
  readonly body: string | null;
  /** Milliseconds until the response begins; at most the transport's own limit, which is the default. */
  readonly headersTimeout?: number;
}

export interface HttpTransportOptions {
  readonly origin: string;
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  /** Between two chunks of the body. */
  readonly bodyTimeoutMs: number;
  readonly maxBodyBytes: number;
  /** The maximum number of open sockets to the source. */
  readonly connections: number;
  /** Opens the connections to the source. */
  readonly openPool: OpenPool;
}

export type OpenPool = (origin: string, options: Pool.Options) => Pick<Dispatcher, 'dispatch' | 'destroy'>;

export const openUndiciPool: OpenPool = (origin, options) => new Pool(origin, options);

/** HTTP requests to one source over kept-alive connections. */
export interface HttpTransport {
  /** Resolves with any complete response, whatever its status. Rejects with a TransportFailure. */
  send(request: WireRequest, work: Cancellable): Promise<WireResponse>;
  /** Aborts pending requests. */
  close(): Promise<void>;
}

/** How long idle connections are kept, unless the source's hint says otherwise. */
const KEEP_ALIVE_MS = 10_000;

export function createHttpTransport(options: HttpTransportOptions): HttpTransport {
  const pool = options.openPool(options.origin, {
    connections: options.connections,
    connect: { timeout: options.connectTimeoutMs },
    headersTimeout: options.headersTimeoutMs,
    bodyTimeout: options.bodyTimeoutMs,
    maxResponseSize: options.maxBodyBytes,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  return {
    send(request, work) {
      const whole = new BufferedResponse(work, options.maxBodyBytes);
      try {
        pool.dispatch(request, whole);
      } catch (thrown) {
        whole.onResponseError(null, toTransportFailure(thrown, false));
      }
      return whole.response;
    },
    close: () => pool.destroy(),
  };
}
