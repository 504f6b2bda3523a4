import type { ErrorCode, UpstreamErrorCode } from './error-codes.ts';

interface GatewayErrorDetails {
  /** The source that failed, e.g. `CARECLOUD`; only for `UPSTREAM_*`. */
  readonly source?: string;
  /** Whole seconds after which a retry may help; absent if unknown. */
  readonly retryAfterSeconds?: number;
  /** For the log only; never shown to a client. */
  readonly cause?: unknown;
}

/**
 * An error meant for clients: `message` is safe to show (no upstream URL, body, header, token or personal data).
 * Details for operators go into `cause`, which only the log sees.
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

  /** The `extensions` of a GraphQL error: the code, and the source and delay if known. */
  get extensions(): Record<string, unknown> {
    return {
      code: this.code,
      ...(this.source !== undefined && { source: this.source }),
      ...(this.retryAfterSeconds !== undefined && { retryAfterSeconds: this.retryAfterSeconds }),
    };
  }
}

/** An error of one source, with its code. */
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

/** Bad input from a client, refused before any request to a source. State what was expected and what was received. */
export function badUserInput(message: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', message);
}
