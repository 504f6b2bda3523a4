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

interface UpstreamErrorDetails extends Omit<GatewayErrorDetails, 'source'> {
  /** Whether every request to the source fails like this for now; absent: as its code says. */
  readonly isSourceWide?: boolean;
}

/** Whether a failure has nothing to do with what was requested, unless more is known about it. */
const IS_SOURCE_WIDE: Readonly<Record<UpstreamErrorCode, boolean>> = {
  UPSTREAM_TIMEOUT: true,
  UPSTREAM_UNAVAILABLE: true,
  UPSTREAM_RATE_LIMITED: true,
  // Another request may be allowed, or readable.
  UPSTREAM_REJECTED: false,
  UPSTREAM_INVALID_RESPONSE: false,
};

/** An error of one source, with its code. */
export class UpstreamError extends GatewayError {
  declare readonly code: UpstreamErrorCode;
  declare readonly source: string;
  /** Whether any other request to the source would fail, too, so that none is sent for the same purpose. */
  readonly isSourceWide: boolean;

  constructor(code: UpstreamErrorCode, source: string, message: string, details: UpstreamErrorDetails = {}) {
    super(code, message, { ...details, source });
    this.name = 'UpstreamError';
    this.isSourceWide = details.isSourceWide ?? IS_SOURCE_WIDE[code];
  }
}

/** Bad input from a client, refused before any request to a source. State what was expected and what was received. */
export function badUserInput(message: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', message);
}
