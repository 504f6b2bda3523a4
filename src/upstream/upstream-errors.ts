import type { UpstreamErrorCode } from '../errors/error-codes.ts';
import { UpstreamError } from '../errors/gateway-error.ts';
import { titleOf } from '../errors/source-title.ts';
import type { TransportFailure, TransportFailureKind } from './http/transport-failure.ts';

const MESSAGES: Readonly<Record<TransportFailureKind, readonly [UpstreamErrorCode, string]>> = {
  CONNECT_TIMEOUT: ['UPSTREAM_TIMEOUT', 'could not be reached in time'],
  TIMEOUT: ['UPSTREAM_TIMEOUT', 'did not answer in time'],
  CANCELLED: ['UPSTREAM_TIMEOUT', 'did not answer in time'],
  CONNECTION: ['UPSTREAM_UNAVAILABLE', 'could not be reached'],
  CUT: ['UPSTREAM_INVALID_RESPONSE', 'sent an incomplete response'],
  TOO_LARGE: ['UPSTREAM_INVALID_RESPONSE', 'sent a response that is too large'],
  MALFORMED: ['UPSTREAM_INVALID_RESPONSE', 'sent a response that could not be read'],
};

/** Whether the same request may succeed later. */
const IS_TEMPORARY: Readonly<Record<UpstreamErrorCode, boolean>> = {
  UPSTREAM_RATE_LIMITED: true,
  UPSTREAM_UNAVAILABLE: true,
  UPSTREAM_TIMEOUT: false,
  UPSTREAM_INVALID_RESPONSE: false,
  UPSTREAM_REJECTED: false,
};

/** The client's error if a request returned no complete response. */
export function toFailureError(source: string, failure: TransportFailure): UpstreamError {
  const [code, what] = MESSAGES[failure.kind];
  return new UpstreamError(code, source, `${titleOf(source)} ${what}.`, { cause: failure });
}

/**
 * The response is complete but differs from the source's documentation.
 *
 * @param isSourceWide Whether other requests to the source get such a response, too.
 */
export function toInvalidError(source: string, cause: unknown, isSourceWide: boolean): UpstreamError {
  const [code, what] = MESSAGES.MALFORMED;
  return new UpstreamError(code, source, `${titleOf(source)} ${what}.`, { cause, isSourceWide });
}

/** The operation's deadline has passed. */
export function toTimeoutError(source: string): UpstreamError {
  const [code, what] = MESSAGES.TIMEOUT;
  return new UpstreamError(code, source, `${titleOf(source)} ${what}.`);
}

/** The operation's deadline had already passed, so no request was sent. */
export function toDeadlineError(source: string): UpstreamError {
  const message = `The operation’s deadline passed before ${titleOf(source)} could respond.`;
  return new UpstreamError('UPSTREAM_TIMEOUT', source, message);
}

/** The circuit is open, so no request was sent. */
export function toOpenError(source: string, refusesForMs: number): UpstreamError {
  const retryAfterSeconds = Math.max(1, Math.ceil(refusesForMs / 1000));
  const message = `${titleOf(source)} failed several times in a row; next try in ${retryAfterSeconds} s.`;
  return new UpstreamError('UPSTREAM_UNAVAILABLE', source, message, { retryAfterSeconds });
}

/**
 * The budget is spent for this long. A budget per minute is available again within a minute; its window is slightly
 * longer to allow for clock differences.
 */
export function toSpentError(source: string, waitMs: number, windowMs: number): UpstreamError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const retryAfterSeconds = waitMs <= windowMs ? Math.min(60, seconds) : seconds;
  const message = `${titleOf(source)}’s request budget is spent; try again in ${retryAfterSeconds} s.`;
  return new UpstreamError('UPSTREAM_RATE_LIMITED', source, message, { retryAfterSeconds });
}

/** A request sent now could hardly be answered before the deadline, so none was sent. */
export function toTooShortError(source: string): UpstreamError {
  const message = `Too little time is left for ${titleOf(source)} to answer, so no request was sent. Ask for less, or try again.`;
  return new UpstreamError('UPSTREAM_RATE_LIMITED', source, message, { retryAfterSeconds: 1 });
}

/** Adds when a retry may help, if it may: a rejected request is not worth repeating. */
export function withRetryAfter(error: UpstreamError, retryAfterMs: number | null): UpstreamError {
  const { code, source, cause, isSourceWide } = error;
  if (!IS_TEMPORARY[code]) return error;
  const retryAfterSeconds = retryAfterMs === null ? undefined : Math.ceil(retryAfterMs / 1000);
  const message = `${error.message} Try again in ${retryAfterSeconds ? `${retryAfterSeconds} s` : 'a moment'}.`;
  return new UpstreamError(code, source, message, {
    cause,
    isSourceWide,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}
