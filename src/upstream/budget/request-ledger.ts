/** One place in the budget: one request that may be sent now. */
export interface Permit {
  /** When it was granted, by our clock. */
  readonly at: number;
  /** Its name in the shared ledger; absent when it is counted here only. */
  readonly id?: string;
}

/** The answer to a request for permits. */
export interface Grant {
  readonly permits: readonly Permit[];
  /** When there are none: how long until taking again makes sense. */
  readonly waitMs: number;
}

export interface LedgerState {
  /** Requests that may be sent at this moment; null without a limit. */
  readonly remaining: number | null;
  /** How long the vendor wants no request at all; 0 when it does not say so. */
  readonly coolingMs: number;
}

/**
 * Who may send when: counts what was sent to one source, and knows when the source wants a pause. Decides; does not wait.
 */
export interface RequestLedger {
  /** At most `wanted` permits, leaving `reserved` free ones untouched. */
  take(wanted: number, reserved: number): Grant | Promise<Grant>;
  /** The permit was not used. */
  release(permit: Permit): void;
  /**
   * The request has surely reached the vendor by now. The vendor counts arrivals, not departures: from here the place is
   * held for a whole window, however long the way took.
   */
  markArrived(permit: Permit): void;
  /** An estimate, from what is known here, of the wait with `ahead` requests before. */
  estimate(ahead: number, reserved: number): number;
  /** The vendor wants a pause of so long; a shorter pause never cuts a longer one. */
  coolDown(ms: number): void;
  state(): LedgerState | Promise<LedgerState>;
  /** Counts no more, here and for others. */
  close(): void;
}
