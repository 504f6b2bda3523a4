import type { UpstreamError } from '../errors/gateway-error.ts';
import type { RequestAllowance } from './request-allowance.ts';

/**
 * On whose behalf a request is made. One per operation. The domain's SourceCall is this and a meter that knows more.
 */
export interface UpstreamCall {
  /** Aborted when the client goes away; work that nobody else waits for stops at once. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch; the promise of `request` settles by then. */
  readonly deadlineAt: number;
  /** `Cache-Control: no-cache`: the response comes live (and refreshes the cache). */
  readonly bypassCache: boolean;
  /** Who asks: clients share a source's budget fairly. Not personal. */
  readonly client: string;
  /**
   * How much of the time left one request may wait for its response to begin, 0 … 1 (to end: half of the rest as well);
   * absent: all of it. Where another source can still answer, a silent one must not use up the whole deadline.
   */
  readonly timeoutShare?: number;
  /** What used up the operation's time, once something did. One object for all calls of an operation; absent: not told. */
  readonly deadlineCause?: DeadlineCause;
  /** How many requests the operation may still make; absent: as many as it likes. */
  readonly allowance?: Pick<RequestAllowance, 'left' | 'take' | 'toError'>;
  readonly meter: UpstreamMeter;
  /**
   * How simulated vendors are to fail for this operation, by source; absent: nobody asked, as always with real vendors. When
   * present, nothing of the operation comes from a cache, goes into one, or changes what is known of a source.
   */
  readonly sandboxFaults?: ReadonlyMap<string, string>;
  /** For the log only. */
  readonly requestId?: string;
}

/**
 * Why an operation's deadline passed: the error of the source that was being waited for. A source that the operation
 * would have read afterwards reports this error as its own.
 */
interface DeadlineCause {
  error?: UpstreamError;
}

/** Told of each request made or saved, as it happens. */
export interface UpstreamMeter {
  /** One HTTP request goes out now (each retry is one more), after so long a wait for the request budget. */
  sent(source: string, request: UpstreamRequestLine, waitedMs: number): void;
  /** A response was used that cost no HTTP request of its own: from a cache, or from a pending request (age 0). */
  saved(
    source: string,
    request: UpstreamRequestLine,
    response: {
      readonly ageSeconds: number;
      readonly stale: boolean;
      readonly use?: CachedUse;
      readonly rows?: number;
    },
  ): void;
  /** The response to a request that was sent, or its failure (status null), is in after so long. */
  took?(source: string, durationMs: number, request: UpstreamRequestLine, status: number | null): void;
  /** The response to a request that was sent is decoded: it has so many rows. */
  decoded?(request: UpstreamRequestLine, rows: number): void;
}

/** A response in the cache that an operation used. */
export interface CachedUse {
  /** Its age in seconds; null once the cache would not serve this very response as a fresh one. */
  ageSeconds(): number | null;
  /** Counts it as used once more. */
  count(): void;
}

/** A request as it may be shown: no values, no personal data. */
export interface UpstreamRequestLine {
  readonly method: 'GET' | 'POST';
  /** The documented path, placeholders unexpanded. */
  readonly path: string;
  readonly parameters: readonly string[];
}
