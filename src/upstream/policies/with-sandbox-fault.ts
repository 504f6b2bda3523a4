import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import type { Sending } from '../sending.ts';
import type { UpstreamCall } from '../upstream-call.ts';

const HEADER = 'x-sandbox-fault';

/** Tells the simulated vendor how to fail, where the operation asked for that. */
export function withSandboxFault(source: string): Policy<Sending, WireResponse> {
  return (next) => (sending) => {
    const fault = sending.call.sandboxFaults?.get(source);
    if (fault !== undefined) sending.headers[HEADER] = fault;
    return next(sending);
  };
}

/** Whether the operation asked for the status that this source answers, whatever it is. */
export function asksForStatus({ sandboxFaults }: UpstreamCall, source: string): boolean {
  return /^\d/.test(sandboxFaults?.get(source) ?? '');
}

/** Leaves the policy out for operations that asked for a fault: what it remembers would reach other operations. */
export function unlessFaulty(policy: Policy<Sending, WireResponse>): Policy<Sending, WireResponse> {
  return (next) => {
    const guarded = policy(next);
    return (sending) => (sending.call.sandboxFaults === undefined ? guarded(sending) : next(sending));
  };
}
