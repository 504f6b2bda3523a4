import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import type { Sending } from '../sending.ts';
import type { UpstreamCall } from '../upstream-call.ts';

const HEADER = 'x-sandbox-fault';

/** Tells the simulated vendor how to fail, if the operation requested it. */
export function withSandboxFault(source: string): Policy<Sending, WireResponse> {
  return (next) => (sending) => {
    const fault = sending.call.sandboxFaults?.get(source);
    if (fault !== undefined) sending.headers[HEADER] = fault;
    return next(sending);
  };
}

/** Whether the operation requested a simulated status from this source. */
export function asksForStatus({ sandboxFaults }: UpstreamCall, source: string): boolean {
  return /^\d/.test(sandboxFaults?.get(source) ?? '');
}

/** Skips the policy for operations with simulated faults, because its state would affect other operations. */
export function unlessFaulty(policy: Policy<Sending, WireResponse>): Policy<Sending, WireResponse> {
  return (next) => {
    const guarded = policy(next);
    return (sending) => (sending.call.sandboxFaults === undefined ? guarded(sending) : next(sending));
  };
}
