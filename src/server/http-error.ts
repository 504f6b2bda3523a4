import { GraphQLError } from 'graphql';
import { GatewayError } from '../errors/gateway-error.ts';

/** A GatewayError that refuses a whole request, with the HTTP status (and headers) to answer it by. */
export function httpError(
  error: GatewayError,
  status: number,
  headers?: Readonly<Record<string, string>>,
): GraphQLError {
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { ...error.extensions, http: { status, ...(headers && { headers }) } },
  });
}

/** Over a limit, refused before any source is asked. `message` gives the measure and the maximum. */
export function tooComplex(message: string, status = 400): GraphQLError {
  return httpError(new GatewayError('OPERATION_TOO_COMPLEX', message), status);
}

/** No response suits the Accept header. `expected` names the types that would. */
export function notAcceptable(expected: string): GraphQLError {
  const message = `Expected the header accept to take ${expected}.`;
  return httpError(new GatewayError('BAD_USER_INPUT', message), 406);
}

/** Not even a well-formed request: 400 whatever the client accepts. */
export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}

/** No valid credentials. Says the same whatever is wrong, so that guessing learns nothing. */
export function unauthenticated(): GraphQLError {
  const message =
    'Expected a valid API key (x-api-key, or authorization: Bearer) or token (authorization: Bearer), got none.';
  return httpError(new GatewayError('UNAUTHENTICATED', message), 401, { 'www-authenticate': 'Bearer' });
}
