import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request; must not reject. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** One port. */
export interface HttpListener {
  /** The port listened on. Rejects when it is taken. */
  listen(port: number, host: string): Promise<number>;
  /** Accepts no more; resolves when all requests are answered, at the latest after the grace time. */
  close(graceMs: number): Promise<void>;
}

/** Longer than load balancers keep idle connections, so that it is they who close them. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_MS = 15_000;
/** For the request to arrive whole, not for its answer. */
const REQUEST_MS = 30_000;
const CHECK_EVERY_MS = 5_000;

export function createHttpListener(handler: HttpHandler): HttpListener {
  let isClosing = false;
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
    },
    (request, response) => {
      if (isClosing) response.setHeader('connection', 'close');
      response.on('finish', () => {
        if (isClosing) server.closeIdleConnections();
      });
      void handler(request, response);
    },
  );
  return {
    listen: (port, host) => listen(server, port, host),
    close(graceMs) {
      isClosing = true;
      return close(server, graceMs);
    },
  };
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
