import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../telemetry/logger.ts';
import { openRequestState } from '../request-state.ts';
import type { HttpHandler } from './http-listener.ts';
import { nameOfRequest, type ResponseCache } from './response-cache.ts';
import { sendResponse } from './send-response.ts';
import { createRequestMaker, readSmallBody, urlOf } from './to-fetch-request.ts';

/** The part of a Yoga server that handles requests from a socket. */
interface FetchAnswering {
  readonly fetchAPI: { readonly Request: typeof Request };
  handleRequest(request: Request, context: never): Promise<Response> | Response;
}

export interface NodeHandlerOptions {
  readonly logger: Pick<Logger, 'error'>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Null without a response cache. */
  readonly repeated: Pick<ResponseCache, 'answer' | 'keep'> | null;
}

/** Connects Yoga to Node's requests. An error in between is logged and returns a bare 500, never a stack. */
export function createNodeHandler(
  yoga: FetchAnswering,
  { logger, now, repeated }: NodeHandlerOptions,
): HttpHandler {
  // Read once, because Yoga creates its functions again on each access. Its context comes with the request.
  const handleRequest = yoga.handleRequest as (request: Request) => Promise<Response> | Response;
  const toFetchRequest = createRequestMaker(yoga.fetchAPI);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestState = openRequestState(request.headers['x-request-id'], now);
    const body = await readSmallBody(request);
    const name = repeated === null || typeof body !== 'string' ? null : nameOfRequest(request, body);
    if (name !== null && repeated?.answer(name, requestState, request, response)) return;
    const made = toFetchRequest(request, response, body, { req: request, requestState });
    const sent = await sendResponse(await handleRequest(made), request, response);
    if (name !== null && sent !== null) repeated?.keep(name, requestState, sent);
  }

  // Most requests repeat the previous URL. A URL with a query is not kept: it may hold personal data.
  let lastUrl = '';
  return async (request, response) => {
    // Yoga fails on an invalid URL.
    const url = urlOf(request);
    if (url !== lastUrl && !URL.canParse(url)) {
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
      response.end('Expected a valid Host header and path.\n');
      return;
    }
    if (!url.includes('?')) lastUrl = url;
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
