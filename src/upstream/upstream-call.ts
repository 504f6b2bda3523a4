import type { UpstreamError } from '../errors/gateway-error.ts';
import type { OperationState } from './operation-state.ts';
import type { RequestAllowance } from './request-allowance.ts';

/** The operation that a request is sent for. The domain's SourceCall extends this with a meter that records more. */
export interface UpstreamCall {
  /** Aborted when the client disconnects; work that no other caller waits for stops at once. */
  readonly signal: AbortSignal;
  /**
   * Whether a request that was sent is waited for though the signal aborts, because its response is worth having.
   * Default false.
   */
  readonly isFinishedOnceSent?: boolean;
  /** Milliseconds since the epoch; the promise of `request` settles by then. */
  readonly deadlineAt: number;
  /** `Cache-Control: no-cache`: the response is fetched (and refreshes the cache). */
  readonly bypassCache: boolean;
  /**
   * `Cache-Control: max-age=…`: how old a response may be that is served because the budget is scarce; absent: any age.
   */
  readonly maxAgeMs?: number;
  /** Whether only a response counts that is cached or under way: else rejects with NotCached. Default false. */
  readonly isCachedOnly?: boolean;
  /** The client's name: clients share a source's budget fairly. Not personal. */
  readonly client: string;
  /**
   * The part of the remaining time that one request may wait for its response to begin, 0 … 1 (to end: half of the rest
   * as well); absent: all of it. If another source can still respond, a silent one must not use up the whole deadline.
   */
  readonly timeoutShare?: number;
  /**
   * What used up the operation's time, once something did. One object for all calls of an operation; absent if not
   * tracked.
   */
  readonly deadlineCause?: DeadlineCause;
  /** The operation's state; absent for the gateway's own requests. */
  readonly operation?: OperationState;
  /** How many more requests the operation may send; absent: unlimited. */
  readonly allowance?: Pick<RequestAllowance, 'left' | 'take' | 'toError'> &
    Partial<Pick<RequestAllowance, 'most'>>;
  readonly meter: UpstreamMeter;
  /**
   * How simulated vendors should fail for this operation, by source. Absent if not requested, as always with real
   * vendors. If present, the operation neither reads nor writes a cache, and does not change the state of a source.
   */
  readonly sandboxFaults?: ReadonlyMap<string, string>;
  /** For the log only. */
  readonly requestId?: string;
}

/**
 * Why an operation's deadline passed: the error of the source it waited for. A source that the operation would have
 * read afterwards reports this error as its own.
 */
interface DeadlineCause {
  error?: UpstreamError;
}

/** Records each request sent or saved, as it happens. */
export interface UpstreamMeter {
  /** One HTTP request is sent now (each retry counts), after waiting this long for the request budget. */
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
  /** A request was answered, or failed (status null), after this long. */
  took?(source: string, durationMs: number, request: UpstreamRequestLine, status: number | null): void;
  /** The response to a request was decoded and has this many rows. */
  decoded?(request: UpstreamRequestLine, rows: number): void;
}

/** A cached response that an operation used. */
export interface CachedUse {
  /** Its age in seconds; null once the cache would not serve this very response as fresh. */
  ageSeconds(): number | null;
  /** Counts one more use. */
  count(): void;
}

/** A request as shown in plans: no values, no personal data. */
export interface UpstreamRequestLine {
  readonly method: 'GET' | 'POST';
  /** The documented path, with placeholders. */
  readonly path: string;
  readonly parameters: readonly string[];
}
