import { GatewayError } from '../../errors/gateway-error.ts';
import { badRequest, httpError } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

/**
 * Explains what is wrong with a body that Yoga refuses with a bare 415, and with variables and extensions in a URL or
 * form that are not JSON, for which Yoga passes the SyntaxError through.
 */
export function useMalformedParameters(): GatewayPlugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      const isJson = request.headers.get('content-type')?.includes('json') ?? false;
      // For other methods, Yoga states the allowed ones.
      if (requestParser === undefined && request.method === 'POST') throw unsupported();
      if (requestParser === undefined) return;
      if (request.method === 'POST' && isJson) return;
      setRequestParser(async (one) => {
        try {
          return await requestParser(one);
        } catch (error) {
          throw error instanceof SyntaxError
            ? badRequest('Expected variables and extensions as JSON.')
            : error;
        }
      });
    },
  };
}

function unsupported() {
  return httpError(new GatewayError('BAD_USER_INPUT', 'Expected the content-type application/json.'), 415);
}
