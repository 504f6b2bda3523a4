import type { Clock } from '../clock.ts';
import type { Policy } from '../compose.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import { toDeadlineError } from '../upstream-errors.ts';
import type { UpstreamRequest } from '../upstream-request.ts';

interface Incoming {
  readonly request: UpstreamRequest<unknown>;
  readonly call: UpstreamCall;
}

/** Refuses a call that is already over: with its abort reason, or with the error that used up the operation's time. */
export function withDeadline({
  source,
  clock,
}: {
  readonly source: string;
  readonly clock: Clock;
}): Policy<Incoming, unknown> {
  return (next) => (incoming) => {
    const { signal, deadlineAt, deadlineCause } = incoming.call;
    if (signal.aborted) return Promise.reject(signal.reason);
    if (deadlineAt > clock.now()) return next(incoming);
    return Promise.reject(deadlineCause?.error ?? toDeadlineError(source));
  };
}
