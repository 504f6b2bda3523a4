/**
 * The closed table of error codes: the only values of `extensions.code`. README and tests list the same rows (a README
 * test compares them).
 */
export const ERROR_CODES = {
  BAD_USER_INPUT: {
    httpStatus: 200,
    meaning: 'An argument, cursor, id or variable is invalid; no request was sent to a source.',
    clientShould: 'Correct the input as the message says.',
  },
  GRAPHQL_PARSE_FAILED: {
    httpStatus: 400,
    meaning: 'The document is not GraphQL.',
    clientShould: 'Correct the syntax at the location given.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    httpStatus: 400,
    meaning: 'The document does not fit the schema.',
    clientShould: 'Correct the document; regenerate types from schema.graphql.',
  },
  UNAUTHENTICATED: {
    httpStatus: 401,
    meaning: 'No credentials were sent, or they are not valid here.',
    clientShould: 'Send a valid API key or token, or renew it.',
  },
  FORBIDDEN: {
    httpStatus: 200,
    meaning:
      'The credentials lack the scope for this field, filter or look-up; or the request may come from another site’s page.',
    clientShould: 'Request the named scope, or omit the field; send JSON.',
  },
  OPERATION_TOO_COMPLEX: {
    httpStatus: 400,
    meaning:
      'The operation exceeds a limit of depth, tokens, complexity, requests or size; no request was sent to a source.',
    clientShould: 'Request less: the message states the measure and the maximum.',
  },
  UPSTREAM_REJECTED: {
    httpStatus: 200,
    meaning: 'The source refused the gateway’s request or its credentials (4xx).',
    clientShould: 'Report it: only the gateway’s operators can fix it.',
  },
  UPSTREAM_RATE_LIMITED: {
    httpStatus: 200,
    meaning: 'The source’s request budget is spent.',
    clientShould: 'Try again after `retryAfterSeconds`.',
  },
  UPSTREAM_TIMEOUT: {
    httpStatus: 200,
    meaning: 'The source did not answer in time.',
    clientShould: 'Try again; request fewer rows.',
  },
  UPSTREAM_UNAVAILABLE: {
    httpStatus: 200,
    meaning: 'The source could not be reached or failed (5xx), or its circuit is open.',
    clientShould: 'Try again after `retryAfterSeconds`, or in a few seconds.',
  },
  UPSTREAM_INVALID_RESPONSE: {
    httpStatus: 200,
    meaning: 'The source’s response is not what it documents.',
    clientShould: 'Try again; report it if it happens again.',
  },
  INTERNAL_SERVER_ERROR: {
    httpStatus: 500,
    meaning: 'A bug in the gateway; the log has the cause under the request id.',
    clientShould: 'Report it with the request id.',
  },
} as const satisfies Record<
  string,
  { readonly httpStatus: number; readonly meaning: string; readonly clientShould: string }
>;

/** One code of the table. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** The codes about a source rather than the client or the gateway. */
export type UpstreamErrorCode = Extract<ErrorCode, `UPSTREAM_${string}`>;

/** Whether a text is a code of the table. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}

/** Whether a text is a code about a source. */
export function isUpstreamCode(code: unknown): code is UpstreamErrorCode {
  return isErrorCode(code) && code.startsWith('UPSTREAM_');
}
