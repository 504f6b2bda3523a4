/**
 * On whose behalf a request is made. One per operation. The domain's SourceCall is this and a meter that knows more.
 */
export interface UpstreamCall {
  /** Aborted when the client goes away; work that nobody else waits for stops at once. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch; the promise of `ask` settles by then. */
  readonly deadlineAt: number;
  /** `Cache-Control: no-cache`: the answer comes live (and refreshes the cache). */
  readonly bypassCache: boolean;
  /** Whose turn it is: requests of different clients to one budget take turns. Not personal. */
  readonly client: string;
  /**
   * How much of the time left one request may wait for its answer's beginning, 0 … 1 (for its end: half of the rest
   * besides); absent: all of it. Where another source can still answer, a silent one must not use up the whole deadline.
   */
  readonly timeoutShare?: number;
  readonly meter: UpstreamMeter;
  /** For the log only. */
  readonly requestId?: string;
}

/** Told of each request made or saved, as it happens. */
export interface UpstreamMeter {
  /** One HTTP request goes out now (each retry is one more). */
  sent(source: string, request: UpstreamRequestLine): void;
  /** An answer was used that cost no HTTP request of one's own: from the cache, or from a twin in flight (age 0). */
  saved(
    source: string,
    request: UpstreamRequestLine,
    answer: { readonly ageSeconds: number; readonly stale: boolean; readonly use?: CachedUse },
  ): void;
  /** A request's answer, or its failure, is in after so long. */
  took?(source: string, durationMs: number): void;
}

/** An answer in the cache that an operation used. */
export interface CachedUse {
  /** Its age in seconds; null once the cache would not give this very answer as a fresh one. */
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
