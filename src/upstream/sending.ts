import type { PendingCall } from './single-flight/pending.ts';
import type { UpstreamRequestLine } from './upstream-call.ts';
import type { PreparedRequest } from './upstream-request.ts';

/**
 * A request on its way through the sending policies. One object per request, in which outer policies leave what inner ones
 * read and the other way round; each field names the policy that writes it.
 */
export interface Sending {
  readonly prepared: PreparedRequest;
  readonly call: PendingCall;
  /** From 1; a replay with new credentials is the same attempt. By with-retry. */
  attempt: number;
  /** How long the latest response says to wait; null when it does not. By with-retry-after. */
  retryAfterMs: number | null;
  /** Lower-case names; a new object for each HTTP request. By with-credentials. */
  headers: Record<string, string>;
  /** Whether it was replayed with new credentials already, in whichever attempt. By with-credentials. */
  isReplayed: boolean;
  /** How long the latest attempt waited for the request budget, in milliseconds. By with-budget. */
  waitedMs: number;
  /** The latest attempt as the plan shows it. By with-telemetry. */
  line: UpstreamRequestLine | null;
  /** The path that a redirect led to; null before any. By with-redirects. */
  redirectedTo: string | null;
  /** Whether the latest attempt went out. By with-telemetry; with-budget and with-allowance give back what was not used. */
  isSent: boolean;
}

/** At its beginning. */
export function toSending(prepared: PreparedRequest, call: PendingCall): Sending {
  return {
    prepared,
    call,
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
