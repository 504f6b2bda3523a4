import { knownOf } from '../http/to-fetch-request.ts';
import { type GatewayPlugin, openRequestState } from '../request-state.ts';

/** The first plugin: gives each request its state, and every response its `x-request-id`. */
export function useRequestState(now: () => number): GatewayPlugin {
  return {
    onRequest({ request, serverContext }) {
      // Requests from a socket already have their state.
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
