import type { UpstreamErrorCode } from '../../errors/error-codes.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';
import type { UpstreamResponse } from '../../upstream/upstream-request.ts';
import { isObject, type Unproven } from '../shared/json.ts';
import { isSourceWideStatus } from '../shared/source-wide-status.ts';
import { HELPCRUNCH } from './record.ts';
import type { ErrorsWire } from './wire/wire.ts';

/** A refusal as logged: status and the vendor's own error codes, never texts or values of its body. */
export class HelpCrunchRefusal extends Error {
  readonly status: number;
  /** Codes of both OLD and NEW pages; others become `?`. */
  readonly codes: readonly string[];

  constructor(status: number, codes: readonly string[]) {
    super(`HelpCrunch answered ${[status, ...codes].join(' ')}`);
    this.name = 'HelpCrunchRefusal';
    this.status = status;
    this.codes = codes;
  }
}

interface StatusMeaning {
  readonly code: UpstreamErrorCode;
  readonly message: string;
}

const REJECTED: StatusMeaning = { code: 'UPSTREAM_REJECTED', message: 'HelpCrunch refused the request.' };
const UNAVAILABLE: StatusMeaning = {
  code: 'UPSTREAM_UNAVAILABLE',
  message: 'HelpCrunch failed to answer.',
};
const UNDOCUMENTED: StatusMeaning = {
  code: 'UPSTREAM_INVALID_RESPONSE',
  message: 'HelpCrunch answered with a status that it does not document.',
};

/** 400, 401, 404 and 429 are documented for v1; the others may come from its legacy API, accounts and proxies. */
const MEANINGS: Readonly<Record<number, StatusMeaning>> = {
  400: {
    code: 'UPSTREAM_REJECTED',
    message: 'HelpCrunch did not accept the request. The gateway’s log says more.',
  },
  401: {
    code: 'UPSTREAM_REJECTED',
    message: 'HelpCrunch did not accept the gateway’s API key. Its operator has to check it.',
  },
  402: { code: 'UPSTREAM_REJECTED', message: 'HelpCrunch requires payment for the account.' },
  403: {
    code: 'UPSTREAM_REJECTED',
    message:
      'HelpCrunch does not allow the gateway to read this resource. The gateway’s operator has to check its rights.',
  },
  404: {
    code: 'UPSTREAM_REJECTED',
    message: 'HelpCrunch does not know this resource. The gateway’s operator has to check the address.',
  },
  408: { code: 'UPSTREAM_TIMEOUT', message: 'HelpCrunch did not receive the request in time.' },
  409: { code: 'UPSTREAM_REJECTED', message: 'HelpCrunch refused the request as conflicting.' },
  422: { code: 'UPSTREAM_REJECTED', message: 'HelpCrunch could not process the request.' },
  429: {
    code: 'UPSTREAM_RATE_LIMITED',
    message: 'HelpCrunch’s request limit is spent.',
  },
};

/**
 * Converts a response other than 2xx to an error. The HTTP status decides: error bodies of the NEW pages begin with
 * `invalid_request` in every case. `body` may be anything, including HTML or null; nothing of it is shown.
 */
export function toHelpCrunchError({ status, body }: UpstreamResponse): UpstreamError {
  const { code, message } = MEANINGS[status] ?? meaningOfClass(status);
  return new UpstreamError(code, HELPCRUNCH, message, {
    cause: new HelpCrunchRefusal(status, readCodes(body)),
    isSourceWide: isSourceWideStatus(status),
  });
}

/** Whether HelpCrunch refused the request itself, as it may refuse a search with too many conditions. */
export function isBadRequest(error: unknown): boolean {
  return isRefusal(error, 400);
}

/** Whether the key lacks permission for this resource. */
export function isForbidden(error: unknown): boolean {
  return isRefusal(error, 403);
}

/** Whether the resource, or the requested customer, does not exist. */
export function isNotThere(error: unknown): boolean {
  return isRefusal(error, 404);
}

function isRefusal(error: unknown, status: number): boolean {
  return (
    error instanceof UpstreamError &&
    error.cause instanceof HelpCrunchRefusal &&
    error.cause.status === status
  );
}

function meaningOfClass(status: number): StatusMeaning {
  if (status >= 500) return UNAVAILABLE;
  return status >= 400 ? REJECTED : UNDOCUMENTED;
}

/** Codes that the pages show; field paths of the NEW pages (`filter[0].field`) are shown without their numbers. */
const CODES: ReadonlySet<string> = new Set([
  'validation_error',
  'invalid_token',
  'entity_not_found',
  'chat_not_found',
  'too_many_requests',
  'invalid_request',
  'unauthorized',
  'not_found',
  'customer',
  'filter[].field',
  'filter[].operator',
  'filter[].value',
  'invalid_userId_value',
]);

function readCodes(body: unknown): readonly string[] {
  const { errors = [] }: Unproven<ErrorsWire> = isObject(body) ? body : {};
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [];
  return list.slice(0, 20).map((error) => {
    const code = isObject(error) && typeof error.code === 'string' ? error.code.replace(/\[\d+\]/, '[]') : '';
    return CODES.has(code) ? code : '?';
  });
}
