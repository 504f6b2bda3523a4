import type { Clock } from '../clock.ts';
import type { Handler } from '../compose.ts';
import type { Cancellable, WireResponse } from '../http/buffered-response.ts';
import type { HttpTransport } from '../http/http-transport.ts';
import { TransportFailure } from '../http/transport-failure.ts';
import type { Sending } from '../sending.ts';
import { DeadlinePassed, type PendingCall } from '../single-flight/pending.ts';
import type { UpstreamTuning } from '../upstream-options.ts';

/** A source that took this long when our deadline came counts as timed out. */
const SLOW_MS = 2_000;

/**
 * One HTTP request within the call's share of time. Resolves with any complete response; rejects with a
 * TransportFailure.
 */
export function timedTransport(
  http: HttpTransport,
  { clock, headersTimeoutMs }: Pick<UpstreamTuning, 'clock' | 'headersTimeoutMs'>,
): Handler<Sending, WireResponse> {
  return async ({ prepared, call, headers, redirectedTo }) => {
    const { path, body, request } = prepared;
    const startedAt = clock.now();
    const limitMs = toHeadersTimeout(call, startedAt);
    const wire = { method: request.method, path: redirectedTo ?? path, headers, body };
    try {
      return await http.send(
        limitMs < headersTimeoutMs ? { ...wire, headersTimeout: limitMs } : wire,
        toCancellable(call, clock),
      );
    } catch (thrown) {
      const failure =
        thrown instanceof TransportFailure ? thrown : new TransportFailure('CONNECTION', thrown);
      const isOurs = failure.kind === 'CANCELLED' && isTimeout(call, clock.now() - startedAt);
      throw isOurs ? new TransportFailure('TIMEOUT', failure.cause) : failure;
    }
  };
}

/** How long this call waits for a response to begin. */
function toHeadersTimeout({ timeoutShare, deadlineAt }: PendingCall, now: number): number {
  if (timeoutShare === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.floor((deadlineAt - now) * timeoutShare));
}

/**
 * The call, also cancelled if a response that began in time arrives slowly: the rest may take half of the remaining
 * time.
 */
function toCancellable(call: PendingCall, clock: Clock): Cancellable {
  const { timeoutShare } = call;
  if (timeoutShare === undefined) return call;
  return {
    onCancel(callback) {
      const forget = call.onCancel(callback);
      const stopTimer = clock.setTimer((call.deadlineAt - clock.now()) * ((1 + timeoutShare) / 2), callback);
      return () => {
        stopTimer();
        forget();
      };
    },
  };
}

/** Whether it was cancelled by a timeout, not because its callers left. */
function isTimeout({ cancelReason }: PendingCall, durationMs: number): boolean {
  return cancelReason === undefined || (cancelReason instanceof DeadlinePassed && durationMs >= SLOW_MS);
}
