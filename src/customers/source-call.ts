import type { SourceName } from './model/source-record.ts';

/** What an operation carries along to every request made on its behalf. One per operation, or per list field (own meter). */
export interface SourceCall {
  /** Aborted when the client goes away; upstream work stops at once. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch; no work for this operation outlives it (OPERATION_DEADLINE_MS). */
  readonly deadlineAt: number;
  /** The client said `Cache-Control: no-cache`: answers come live. */
  readonly bypassCache: boolean;
  /** Whose turn it is: requests of different clients to one budget take turns. Not personal (a key's name, a hash). */
  readonly client: string;
  /**
   * How much of the time left one request may wait for its answer's beginning, 0 … 1 (for its end: half of the rest
   * besides); absent: all of it. Where another source can still answer, a silent one must not use up the whole deadline.
   */
  readonly timeoutShare?: number;
  readonly meter: RequestMeter;
  /** For the log only. */
  readonly requestId?: string;
}

/** Told of each request made or saved, as it happens. */
export interface RequestMeter {
  /** One HTTP request went out (each retry is one more). */
  sent(source: SourceName, request: RequestLine): void;
  /** A request was saved: answered from the cache or by one already in flight. */
  saved(
    source: SourceName,
    request: RequestLine,
    answer: { readonly ageSeconds: number; readonly stale: boolean; readonly use?: CachedUse },
  ): void;
  /** A request's answer, or its failure, is in after so long. */
  took?(source: SourceName, durationMs: number): void;
  /** The source failed, and the answer goes on without it. */
  survived?(source: SourceName): void;
}

/** An answer in the cache that an operation used. */
export interface CachedUse {
  /** Its age in seconds; null once the cache would not give this very answer as a fresh one. */
  ageSeconds(): number | null;
  /** Counts it as used once more. */
  count(): void;
}

/** A request as it may be shown: no values, no personal data. */
export interface RequestLine {
  readonly method: 'GET' | 'POST';
  /** The documented path, with `{customer_id}` unexpanded. */
  readonly path: string;
  /** Names of query parameters, or of the fields a search asks for. */
  readonly parameters: readonly string[];
}
