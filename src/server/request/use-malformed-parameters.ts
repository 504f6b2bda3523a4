import { GatewayError } from '../../errors/gateway-error.ts';
import { badRequest, httpError } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

/** The names under which a client may state that its body is UTF-8. ASCII is a part of it. */
const UTF8 = new Set(['', 'utf-8', 'utf8', 'us-ascii']);

/**
 * Explains what is wrong with a body that Yoga refuses with a bare 415, and with variables and extensions in a URL or
 * form that are not JSON, for which Yoga passes the SyntaxError through. Refuses bodies in another charset than UTF-8,
 * which Yoga would read as UTF-8, and reads an empty `operationName` as none (GraphQL over HTTP, “Request Parameters”).
 */
export function useMalformedParameters(): GatewayPlugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      const type = request.headers.get('content-type') ?? '';
      const isJson = type.includes('json');
      // For other methods, Yoga states the allowed ones.
      if (requestParser === undefined && request.method === 'POST') throw unsupported();
      if (requestParser === undefined) return;
      if (request.method === 'POST' && !UTF8.has(charsetOf(type))) throw anotherCharset();
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
    onParams({ params, setParams }) {
      const { operationName: name } = params as { readonly operationName?: unknown };
      if (name === undefined || name === null || (typeof name === 'string' && name !== '')) return;
      if (name !== '')
        throw badRequest(`Expected "operationName" param to be a string, but given ${typeof name}.`);
      const { operationName: _, ...others } = params;
      setParams(others);
    },
  };
}

/** The charset of a content type, in lower case; '' without one. */
function charsetOf(type: string): string {
  return /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(type)?.[1]?.toLowerCase() ?? '';
}

function anotherCharset() {
  const message = 'Expected the body in UTF-8, with content-type application/json; charset=utf-8.';
  return httpError(new GatewayError('BAD_USER_INPUT', message), 415);
}

function unsupported() {
  return httpError(new GatewayError('BAD_USER_INPUT', 'Expected the content-type application/json.'), 415);
}
