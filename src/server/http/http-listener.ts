import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { SocketWatch } from './socket-watch.ts';

/** Handles one request; must not reject. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A listener on one port. */
export interface HttpListener {
  /** Returns the actual port. Rejects if it is in use. */
  listen(port: number, host: string): Promise<number>;
  /**
   * From now on, responses tell clients to close the connection. Idle connections stay open until `close`: a request
   * may be on its way on any of them.
   */
  drain(): void;
  /** Stops accepting connections. Resolves when all requests are finished, or after the grace time. */
  close(graceMs: number): Promise<void>;
}

export interface HttpListenerOptions {
  readonly handler: HttpHandler;
  /** KEEP_ALIVE_SECONDS: longer than load balancers keep idle connections, so that they close them first. */
  readonly keepAliveSeconds: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** How long a client may leave a response unread; 30 seconds by default. */
  readonly unreadMs?: number;
}

const UNREAD_MS = 30_000;
const HEADERS_MS = 15_000;
/** For receiving the request, not for its response. */
const REQUEST_MS = 30_000;
const CHECK_EVERY_MS = 5_000;

export function createHttpListener(options: HttpListenerOptions): HttpListener {
  const { handler, keepAliveSeconds, now, unreadMs = UNREAD_MS } = options;
  let isDraining = false;
  let isClosing = false;
  const sockets = new SocketWatch({ mostMs: unreadMs, now });
  const sweeping = setInterval(() => sockets.sweep(), Math.min(CHECK_EVERY_MS, unreadMs)).unref();
  const server = createServer(
    {
      keepAliveTimeout: keepAliveSeconds * 1000,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
    },
    (request, response) => {
      if (isDraining) response.setHeader('connection', 'close');
      response.on('finish', () => {
        if (isClosing) server.closeIdleConnections();
      });
      void handler(request, response);
    },
  );
  server.on('connection', (socket) => sockets.add(socket));
  return {
    listen: (port, host) => listen(server, port, host),
    drain() {
      isDraining = true;
    },
    async close(graceMs) {
      isDraining = true;
      isClosing = true;
      await readWhatHasArrived();
      const closed = close(server, graceMs);
      sockets.closeSilent();
      await closed;
      clearInterval(sweeping);
    },
  };
}

/** Long enough for a busy system to deliver, and for the process to accept, read and parse. */
const ARRIVAL_MS = 50;

/**
 * While the process was busy, connections and requests may have arrived that it has not seen yet: they are not idle.
 */
function readWhatHasArrived(): Promise<void> {
  return wait(ARRIVAL_MS);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host.replace(/^\[|\]$/g, ''), () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
