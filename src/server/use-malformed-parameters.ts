import type { GatewayPlugin } from './exchange.ts';
import { badRequest } from './http-error.ts';

/** Variables and extensions in a URL or a form that are no JSON are the client's fault; Yoga lets the SyntaxError through. */
export function useMalformedParameters(): GatewayPlugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      const isJson = request.headers.get('content-type')?.includes('json') ?? false;
      if (requestParser === undefined || (request.method === 'POST' && isJson)) return;
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
