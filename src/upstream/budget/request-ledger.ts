/** One permit: one request may be sent now. */
export interface Permit {
  /** When it was granted, by the local clock. */
  readonly at: number;
  /** Its id in the shared ledger; absent if it is only counted locally. */
  readonly id?: string;
}

/** The ledger's reply to `take`. */
export interface Grant {
  readonly permits: readonly Permit[];
  /** If none were granted: how long to wait before trying again. */
  readonly waitMs: number;
}

export interface LedgerState {
  /** Requests that may be sent now; null without a limit. */
  readonly remaining: number | null;
  /** How long the vendor requires a pause; 0 without one. */
  readonly coolingMs: number;
}

/**
 * Counts the requests sent to one source and knows when the source requires a pause. It decides who may send when, but
 * does not wait.
 */
export interface RequestLedger {
  /** How many processes share it, as far as is known. */
  readonly replicas: number;
  /** Grants at most `wanted` permits and leaves `reserved` free. */
  take(wanted: number, reserved: number): Grant | Promise<Grant>;
  /** The permit was not used. */
  release(permit: Permit): void;
  /**
   * The request has certainly reached the vendor by now. The vendor counts arrivals, so the permit is held for a whole
   * window from here, however long the request was under way.
   */
  markArrived(permit: Permit): void;
  /** Estimates the wait with `ahead` requests in front, from what is known locally. */
  estimate(ahead: number, reserved: number): number;
  /** The vendor requires a pause of this length; a shorter pause never replaces a longer one. */
  coolDown(ms: number): void;
  state(): LedgerState | Promise<LedgerState>;
  /** Stops counting, locally and for others. */
  close(): void;
}
