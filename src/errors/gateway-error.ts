import type { ErrorCode, UpstreamErrorCode } from './error-codes.ts';

interface GatewayErrorDetails {
  /** The source that failed, e.g. `CARECLOUD`; only for `UPSTREAM_*`. */
  readonly source?: string;
  /** Whole seconds after which trying again may help; absent when unknown. */
  readonly retryAfterSeconds?: number;
  /** For the log only; never shown to a client. */
  readonly cause?: unknown;
}

/**
 * An error meant for clients: `message` is safe to show (no upstream URL, body, header, token or personal data).
 * What may help operators goes into `cause`, which only the log sees.
 */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly source: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: GatewayErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.source = details.source;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  /** What goes into `extensions` of a GraphQL error: the code, and source and delay when known. */
  get extensions(): Record<string, unknown> {
    return {
      code: this.code,
      ...(this.source !== undefined && { source: this.source }),
      ...(this.retryAfterSeconds !== undefined && { retryAfterSeconds: this.retryAfterSeconds }),
    };
  }
}

/** An error of one source, with the code of the table that fits. */
export class UpstreamError extends GatewayError {
  declare readonly code: UpstreamErrorCode;
  declare readonly source: string;

  constructor(
    code: UpstreamErrorCode,
    source: string,
    message: string,
    details: Omit<GatewayErrorDetails, 'source'> = {},
  ) {
    super(code, message, { ...details, source });
    this.name = 'UpstreamError';
  }
}

/** Bad input from a client, refused before any source is asked. Say what was expected and what came. */
export function badUserInput(message: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', message);
}
