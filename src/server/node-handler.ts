import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../telemetry/logger.ts';
import { openExchange, type ServerContext } from './exchange.ts';
import type { HttpHandler } from './http-listener.ts';
import { type RequestMaker, readSmallBody, toFetchRequest, urlOf } from './incoming-request.ts';
import { nameOfRequest, type RepeatedRequests } from './repeated-requests.ts';
import { sendResponse } from './send-response.ts';

/** The part of a Yoga server that answers what comes by a socket. */
interface FetchAnswering {
  readonly fetchAPI: RequestMaker;
  handleRequest(request: Request, context: ServerContext): Promise<Response> | Response;
}

export interface NodeHandlerOptions {
  readonly logger: Pick<Logger, 'error'>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Null: every request is answered anew. */
  readonly repeated: Pick<RepeatedRequests, 'answer' | 'keep'> | null;
}

/** Lets Yoga answer node's requests. What fails in between is logged, and answered by a bare 500: never by a stack. */
export function createNodeHandler(
  yoga: FetchAnswering,
  { logger, now, repeated }: NodeHandlerOptions,
): HttpHandler {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = openExchange(request.headers['x-request-id'], now);
    const body = await readSmallBody(request);
    const name = repeated === null || body === null ? null : nameOfRequest(request, body);
    if (name !== null && repeated?.answer(name, exchange, request, response)) return;
    const made = toFetchRequest(request, response, body, yoga.fetchAPI);
    const sent = await sendResponse(
      await yoga.handleRequest(made, { req: request, exchange }),
      request,
      response,
    );
    if (name !== null && sent !== null) repeated?.keep(name, exchange, sent);
  }

  return async (request, response) => {
    // Yoga stumbles over what is no URL.
    if (!URL.canParse(urlOf(request))) {
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
      response.end('Expected a valid Host header and path.\n');
      return;
    }
    try {
      await answer(request, response);
    } catch (error) {
      if (response.destroyed) return;
      logger.error('request failed', { error });
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    }
  };
}
