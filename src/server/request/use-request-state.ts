import { knownOf } from '../http/to-fetch-request.ts';
import { type GatewayPlugin, openRequestState } from '../request-state.ts';

/** First of all plugins: gives each request its state, and every response its `x-request-id`. */
export function useRequestState(now: () => number): GatewayPlugin {
  return {
    onRequest({ request, serverContext }) {
      // What comes by a socket has its own already.
      const known = knownOf(request) ?? {
        requestState: openRequestState(request.headers.get('x-request-id'), now),
      };
      Object.assign(serverContext, known);
    },
    onResponse({ response, serverContext }) {
      response.headers.set('x-request-id', serverContext.requestState.requestId);
      response.headers.set('x-content-type-options', 'nosniff');
    },
  };
}
