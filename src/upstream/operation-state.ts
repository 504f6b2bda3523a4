/** An operation as a source's budget sees it. One object for all calls of an operation. */
export interface OperationState {
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch; null until it was answered. */
  endedAt: number | null;
}
