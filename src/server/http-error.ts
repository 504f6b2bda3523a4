import { GraphQLError } from 'graphql';
import { GatewayError } from '../errors/gateway-error.ts';

/** A GatewayError that refuses a whole request, with its HTTP status (and headers). */
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

/** An operation over a limit, refused before any request to a source. `message` states the measure and the maximum. */
export function tooComplex(message: string, status = 400): GraphQLError {
  return httpError(new GatewayError('OPERATION_TOO_COMPLEX', message), status);
}

/** No response matches the Accept header. `expected` names the available types. */
export function notAcceptable(expected: string): GraphQLError {
  const message = `Expected the header accept to take ${expected}.`;
  return httpError(new GatewayError('BAD_USER_INPUT', message), 406);
}

/** A malformed request: 400 whatever the client accepts. */
export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}

/**
 * What came instead of valid credentials. The exact fault of a token is not revealed, so that guessing learns nothing.
 */
const CAME = {
  NONE: 'none',
  SCHEME: 'an authorization header without a Bearer key or token',
  KEY: 'a key that is not known here (is it the whole key, and not its hash?)',
  TOKEN: 'a token that is not valid here: ask its issuer for a new one, for this audience',
};

/** No valid credentials. */
export function unauthenticated(came: keyof typeof CAME): GraphQLError {
  const message = `Expected a valid API key (x-api-key, or authorization: Bearer) or token (authorization: Bearer), got ${CAME[came]}.`;
  return httpError(new GatewayError('UNAUTHENTICATED', message), 401, { 'www-authenticate': 'Bearer' });
}
