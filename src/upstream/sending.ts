import type { HeldPermit } from './budget/held-permit.ts';
import type { PendingCall } from './single-flight/pending.ts';
import type { UpstreamRequestLine } from './upstream-call.ts';
import type { PreparedRequest } from './upstream-request.ts';

/**
 * A request in the sending policies. One object per request, through which outer and inner policies exchange state;
 * each field names the policy that writes it.
 */
export interface Sending {
  readonly prepared: PreparedRequest;
  readonly call: PendingCall;
  /** For the first attempt; null: it waits for one. */
  readonly permit: HeldPermit | null;
  /** From 1; a replay with new credentials is the same attempt. By with-retry. */
  attempt: number;
  /** The latest response's Retry-After; null without one. By with-retry-after. */
  retryAfterMs: number | null;
  /** Lower-case names; a new object for each HTTP request. By with-credentials. */
  headers: Record<string, string>;
  /** Whether it was already replayed with new credentials, in any attempt. By with-credentials. */
  isReplayed: boolean;
  /** How long the latest attempt waited for the request budget, in milliseconds. By with-budget. */
  waitedMs: number;
  /** The latest attempt as the plan shows it. By with-telemetry. */
  line: UpstreamRequestLine | null;
  /** The path of the latest redirect; null without one. By with-redirects. */
  redirectedTo: string | null;
  /**
   * Whether the latest attempt was sent. By with-telemetry; with-budget and with-allowance take back what was not used.
   */
  isSent: boolean;
}

/** The initial state. */
export function toSending(
  prepared: PreparedRequest,
  call: PendingCall,
  permit: HeldPermit | null = null,
): Sending {
  return {
    prepared,
    call,
    permit,
    attempt: 0,
    retryAfterMs: null,
    headers: {},
    isReplayed: false,
    redirectedTo: null,
    waitedMs: 0,
    line: null,
    isSent: false,
  };
}
