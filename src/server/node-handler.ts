import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../telemetry/logger.ts';
import type { HttpHandler } from './http-listener.ts';
import { sendResponse } from './send-response.ts';

/** The part of a Yoga server that answers what comes by a socket. */
interface NodeAnswering {
  handleNodeRequestAndResponse(
    request: IncomingMessage,
    response: ServerResponse,
    context: { readonly req: IncomingMessage },
  ): Promise<Response> | Response;
}

/** Lets Yoga answer node's requests. What fails in between is logged, and answered by a bare 500: never by a stack. */
export function createNodeHandler(yoga: NodeAnswering, logger: Pick<Logger, 'error'>): HttpHandler {
  return async (request, response) => {
    // Yoga makes a URL of both, and stumbles over what is none.
    if (!URL.canParse(`http://${request.headers.host ?? 'localhost'}${request.url}`)) {
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
      response.end('Expected a valid Host header and path.\n');
      return;
    }
    try {
      const answer = await yoga.handleNodeRequestAndResponse(request, response, { req: request });
      await sendResponse(answer, request, response);
    } catch (error) {
      if (response.destroyed) return;
      logger.error('request failed', { error });
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    }
  };
}
