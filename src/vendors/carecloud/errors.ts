import type { UpstreamErrorCode } from '../../errors/error-codes.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';
import type { UpstreamResponse } from '../../upstream/upstream-request.ts';
import { isObject } from '../shared/json.ts';
import { CARECLOUD } from './record.ts';

/** A parameter that CareCloud refused, and the reason code. Both come from closed lists, so both may be shown. */
interface InvalidParameter {
  readonly name: string;
  readonly reason: string;
}

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
  message: 'CareCloud failed to answer. Try again in a moment.',
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
    message: 'CareCloud’s request limit is spent. Try again in a moment.',
  },
  500: UNAVAILABLE,
  503: {
    code: 'UPSTREAM_UNAVAILABLE',
    message: 'CareCloud is overloaded or in maintenance. Try again later.',
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
  if (!(error instanceof UpstreamError) || !(error.cause instanceof CareCloudRefusal)) return false;
  const { status, invalidParameters } = error.cause;
  return (
    status === 400 &&
    invalidParameters.length > 0 &&
    invalidParameters.every(
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

/** The parameters that the gateway sends, and so the only ones the vendor can name. */
const PARAMETERS: ReadonlySet<string> = new Set([
  'count',
  'offset',
  'sort_field',
  'sort_direction',
  'email',
  'phone',
  'customer_source_id',
  'first_name',
  'last_name',
  'birthdate',
  'email_list',
  'customer_ids',
  'customer_id',
  'customer_short_salutation',
  'card_number_list',
  'search_secondary_card_number',
  'external_ids',
  'code',
  'valid_now',
  'is_valid',
  'is_applied',
  'reward_id',
  'store_id',
  'type_id',
  'payment_time_from',
  'payment_time_to',
  'purchase_items_extension',
  'point_type_id',
  'time_from',
  'time_to',
  'date_from',
  'date_to',
  'credit_type_id',
  'all_customer_relations',
  'user_external_application_id',
  'login',
  'password',
]);

/** Generic reasons of the OpenAPI schema BadRequestErrorBody. */
const REASONS: ReadonlySet<string> = new Set([
  'already_exists',
  'empty',
  'not_found',
  'required',
  'not_allowed_value',
  'invalid_value_format',
  'relation_already_exists',
  'not_belong_to_logged_in_customer',
  'deleted',
]);

/** `error.error_data.invalid_params[]`. Anything not on the lists becomes `?`, because it may be any text. */
function readInvalidParameters(body: unknown): readonly InvalidParameter[] {
  const error = isObject(body) && isObject(body.error) ? body.error : {};
  const data = isObject(error.error_data) ? error.error_data : {};
  const params: readonly unknown[] = Array.isArray(data.invalid_params) ? data.invalid_params : [];
  return params.slice(0, 20).map((param) => {
    const { name, reason } = isObject(param) ? param : {};
    return { name: listed(PARAMETERS, name), reason: listed(REASONS, reason) };
  });
}

function listed(known: ReadonlySet<string>, text: unknown): string {
  const bare = typeof text === 'string' ? text.replace(/\[\d*\]$/, '') : '';
  return known.has(bare) ? bare : '?';
}

/** The vendor's exception code for the log, if it has the form of one. */
function readException(body: unknown): string {
  const error = isObject(body) && isObject(body.error) ? body.error : {};
  const code = error.exception ?? error.type;
  return typeof code === 'string' && /^[a-z_:]{1,60}$/.test(code) ? code : '';
}
