import { GraphQLError, type GraphQLErrorExtensions, type GraphQLFormattedError } from 'graphql';
import { ERROR_CODES, type ErrorCode, isErrorCode } from '../../errors/error-codes.ts';
import { toGatewayError } from '../../errors/to-gateway-error.ts';
import { withoutInputValues } from '../../schema/shared/input-error.ts';
import { type Advise, withoutSuggestions } from './input-advice.ts';

const LONGEST_MESSAGE = 800;

/** An error as shown to the client, and what the log needs to know about it. */
export interface ClientError {
  readonly error: GraphQLError | GraphQLFormattedError;
  readonly code: ErrorCode;
  /** The actual cause, if the client does not see it. */
  readonly cause?: unknown;
}

export interface ClientErrorOptions {
  /** Whether the whole request is refused (there is no `data`); the error then carries the HTTP status. */
  readonly isRefusal: boolean;
  /** Whether to omit “Did you mean …”, so that the schema cannot be guessed. */
  readonly hidesSuggestions: boolean;
  /** Explains what an input should have been. It may name parts of the schema even if introspection is off. */
  readonly advise?: Advise;
}

interface AnyGraphQLError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: GraphQLFormattedError['locations'];
  readonly originalError?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * The only conversion of errors for clients. Our own errors keep their message and code. GraphQL's errors about a
 * request (syntax, validation, variables) keep their message and get its code. Everything else becomes
 * INTERNAL_SERVER_ERROR without details.
 */
export function toClientError(raw: unknown, options: ClientErrorOptions): ClientError {
  const thrown = raw instanceof GraphQLError ? withoutInputValues(raw) : raw;
  const graphql: AnyGraphQLError | null = isGraphQLError(thrown) ? thrown : null;
  if (graphql !== null && !isOfAnother(graphql)) {
    const code = codeOfGraphQL(graphql, options.isRefusal);
    if (code !== null) {
      const message = presentable(graphql.message, options.hidesSuggestions);
      return clientError(graphql, code, options.advise?.(message) ?? message, { code }, options);
    }
  }
  const error = toGatewayError(thrown);
  const isOurs = error.code === 'INTERNAL_SERVER_ERROR';
  // GraphQL's wrapper around our error names the variable or argument.
  const message = options.isRefusal && !isOurs && graphql !== null ? graphql.message : error.message;
  const told = presentable(message, options.hidesSuggestions);
  const shown = clientError(graphql, error.code, told, error.extensions, options);
  return isOurs ? { ...shown, cause: rootOf(error.cause ?? error) } : shown;
}

function clientError(
  graphql: AnyGraphQLError | null,
  code: ErrorCode,
  message: string,
  extensions: Record<string, unknown>,
  { isRefusal }: ClientErrorOptions,
): ClientError {
  const { path, locations } = graphql ?? {};
  const formatted = { message, ...(locations && { locations }), ...(path && { path }), extensions };
  if (!isRefusal) return { code, error: formatted };
  const at = graphql instanceof GraphQLError ? graphql : { nodes: null, source: null, positions: null };
  const http = httpOf(code, graphql?.extensions);
  return {
    code,
    error: new GraphQLError(message, {
      nodes: at.nodes ?? null,
      source: at.source ?? null,
      positions: at.positions ?? null,
      path: path ?? null,
      extensions: { ...extensions, http },
    }),
  };
}

/**
 * The status of a refusal. `spec`: clients that accept application/json get 200, as the GraphQL-over-HTTP specification
 * requires for well-formed requests with invalid GraphQL. Malformed requests are reported by Yoga, with its own codes.
 */
function httpOf(code: ErrorCode, extensions: AnyGraphQLError['extensions']) {
  const http = extensions?.http as GraphQLErrorExtensions['http'];
  const status = http?.status ?? (code === 'BAD_USER_INPUT' ? 400 : ERROR_CODES[code].httpStatus);
  const isGraphQL = ['BAD_USER_INPUT', 'OPERATION_TOO_COMPLEX'].includes(code) || code.startsWith('GRAPHQL_');
  const isWellFormed = extensions?.code === undefined || isErrorCode(extensions.code);
  const spec = status === 400 && isGraphQL && isWellFormed;
  return { status, ...(spec && { spec }), ...(http?.headers && { headers: http.headers }) };
}

/** The code of an error from GraphQL or Yoga; null if it reveals a bug of ours. */
function codeOfGraphQL({ extensions, path, message }: AnyGraphQLError, isRefusal: boolean): ErrorCode | null {
  if (isErrorCode(extensions?.code))
    return extensions.code === 'INTERNAL_SERVER_ERROR' ? null : extensions.code;
  if (extensions?.unexpected === true) return null;
  if (path === undefined) return isRefusal ? 'BAD_USER_INPUT' : null;
  return /^Argument "/.test(message) ? 'BAD_USER_INPUT' : null;
}

function presentable(message: string, hidesSuggestions: boolean): string {
  // Truncated first: the message may repeat a client's text of any length.
  const short = message.slice(0, LONGEST_MESSAGE);
  const text = hidesSuggestions ? withoutSuggestions(short) : short;
  return message.length > LONGEST_MESSAGE ? `${text}…` : text;
}

/** Whether it wraps something other than a GraphQL error. */
function isOfAnother({ originalError }: AnyGraphQLError): boolean {
  return originalError != null && (!isGraphQLError(originalError) || isOfAnother(originalError));
}

/** The original error, without GraphQL's wrapper. */
function rootOf(error: unknown): unknown {
  return isGraphQLError(error) && error.originalError != null ? rootOf(error.originalError) : error;
}

/** From graphql, or from a second copy of it in another bundle. */
function isGraphQLError(thrown: unknown): thrown is AnyGraphQLError {
  return (
    thrown instanceof Error &&
    (thrown instanceof GraphQLError || thrown.name === 'GraphQLError' || 'originalError' in thrown)
  );
}
