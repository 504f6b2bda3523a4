import type { UpstreamErrorCode } from '../../errors/error-codes.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';
import type { UpstreamResponse } from '../../upstream/upstream-request.ts';
import { isSourceWideStatus } from '../shared/source-wide-status.ts';
import { CARECLOUD } from './record.ts';
import { type InvalidParameter, readException, readInvalidParameters } from './wire/error-body.ts';

/** A refusal as logged: status and the vendor's exception code, never texts or values of its body. */
class CareCloudRefusal extends Error {
  readonly isSafeToLog = true;
  readonly status: number;
  readonly invalidParameters: readonly InvalidParameter[];

  constructor(status: number, exception: string, invalidParameters: readonly InvalidParameter[]) {
    super(`CareCloud answered ${status} ${exception}`.trimEnd());
    this.name = 'CareCloudRefusal';
    this.status = status;
    this.invalidParameters = invalidParameters;
  }
}

interface StatusMeaning {
  readonly code: UpstreamErrorCode;
  readonly message: string;
}

const UNAVAILABLE: StatusMeaning = {
  code: 'UPSTREAM_UNAVAILABLE',
  message: 'CareCloud failed to answer.',
};
const REJECTED: StatusMeaning = { code: 'UPSTREAM_REJECTED', message: 'CareCloud refused the request.' };

/** Every status that the operations document (OpenAPI: responses), and those that proxies may send. */
const MEANINGS: Readonly<Record<number, StatusMeaning>> = {
  400: {
    code: 'UPSTREAM_REJECTED',
    message: 'CareCloud did not accept the request. The gateway’s log says more.',
  },
  401: {
    code: 'UPSTREAM_REJECTED',
    message: 'CareCloud did not accept the gateway’s credentials. Its operator has to check them.',
  },
  403: {
    code: 'UPSTREAM_REJECTED',
    message:
      'CareCloud does not allow the gateway to read this resource. The gateway’s operator has to check its rights.',
  },
  404: {
    code: 'UPSTREAM_REJECTED',
    message: 'CareCloud does not know this resource. The gateway’s operator has to check the address.',
  },
  405: { code: 'UPSTREAM_REJECTED', message: 'CareCloud does not support this method here.' },
  408: { code: 'UPSTREAM_TIMEOUT', message: 'CareCloud did not receive the request in time.' },
  414: {
    code: 'UPSTREAM_REJECTED',
    message: 'CareCloud does not accept a query of this length: use fewer values.',
  },
  429: {
    code: 'UPSTREAM_RATE_LIMITED',
    message: 'CareCloud’s request limit is spent.',
  },
  500: UNAVAILABLE,
  503: {
    code: 'UPSTREAM_UNAVAILABLE',
    message: 'CareCloud is overloaded or in maintenance.',
  },
};

/**
 * Converts a response other than 2xx to an error. 4xx are refusals, 5xx failures, and anything else (a redirect) is not
 * documented by the vendor. `body` may be anything, including HTML or null. Only parameter names and reason codes from
 * the documented lists are shown.
 */
export function toCareCloudError({ status, body }: UpstreamResponse): UpstreamError {
  const { code, message } = MEANINGS[status] ?? meaningOfClass(status);
  const invalidParameters = readInvalidParameters(body);
  const named = invalidParameters.map(({ name, reason }) => `${name} (${reason})`).join(', ');
  return new UpstreamError(code, CARECLOUD, named ? `${message} It names: ${named}.` : message, {
    cause: new CareCloudRefusal(status, readException(body), invalidParameters),
    isSourceWide: isSourceWideStatus(status),
  });
}

/** Whether the requested number of rows may have been refused: a 400 that names `count` or nothing known. */
export function refusesCount(error: unknown): boolean {
  const refusal = refusalOf(error);
  return refusal?.status === 400 && refusal.invalidParameters.every(({ name }) => COUNT.has(name));
}

/** Whether an error names `count` as the refused parameter. */
export function namesCount(error: unknown): boolean {
  return (
    refusesCount(error) && (refusalOf(error)?.invalidParameters.some(({ name }) => name === 'count') ?? false)
  );
}

/** Whether an error may be about the number of values in an array parameter. */
export function mayBeBatch(error: unknown): boolean {
  const refusal = refusalOf(error);
  if (refusal === null || isNotFound(error)) return false;
  return (
    TOO_LONG.has(refusal.status) ||
    (refusal.status === 400 && refusal.invalidParameters.every(({ name }) => ARRAYS.has(name)))
  );
}

/** Whether the credentials lack permission for this resource. */
export function isForbidden(error: unknown): boolean {
  return refusalOf(error)?.status === 403;
}

/** Whether the resource, or the requested customer, does not exist. */
export function isNotThere(error: unknown): boolean {
  return refusalOf(error)?.status === 404;
}

/** 431: many servers count the request line towards the header limit. */
const TOO_LONG: ReadonlySet<number> = new Set([413, 414, 431]);

const COUNT: ReadonlySet<string> = new Set(['count', '?']);
const ARRAYS: ReadonlySet<string> = new Set([
  'email_list',
  'customer_ids',
  'card_number_list',
  'external_ids',
  '?',
]);

function refusalOf(error: unknown): CareCloudRefusal | null {
  return error instanceof UpstreamError && error.cause instanceof CareCloudRefusal ? error.cause : null;
}

/**
 * Whether an error only means that requested ids do not exist: 400 with nothing but `not_found`. A 404 to a list means
 * that the list does not exist, and says nothing about customers.
 */
export function isNotFound(error: unknown): boolean {
  const refusal = refusalOf(error);
  return (
    refusal?.status === 400 &&
    refusal.invalidParameters.length > 0 &&
    refusal.invalidParameters.every(
      ({ name, reason }) => reason === 'not_found' && (name === 'customer_ids' || name === 'customer_id'),
    )
  );
}

/** Whether an error only means that a value in a list's filter is unknown: 400 with nothing but `not_found`. */
export function namesUnknown(error: unknown): boolean {
  const refusal = refusalOf(error);
  return (
    refusal?.status === 400 &&
    refusal.invalidParameters.length > 0 &&
    refusal.invalidParameters.every(({ reason }) => reason === 'not_found')
  );
}

function meaningOfClass(status: number): StatusMeaning {
  if (status >= 500) return UNAVAILABLE;
  if (status >= 400) return REJECTED;
  return {
    code: 'UPSTREAM_INVALID_RESPONSE',
    message: 'CareCloud answered with a status that it does not document.',
  };
}
