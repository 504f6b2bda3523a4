import { sleep } from '../clock.ts';
import type { Handler, Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import { TransportFailure } from '../http/transport-failure.ts';
import { toRetryDelayMs } from '../retry/retry-delay.ts';
import type { Sending } from '../sending.ts';
import type { UpstreamTuning } from '../upstream-options.ts';
import { isAccepted } from '../upstream-request.ts';

/**
 * Repeats a read until its response is accepted, must not be repeated, or has no time left; the last one is returned.
 */
export function withRetry({
  clock,
  random,
  retry,
}: Pick<UpstreamTuning, 'clock' | 'random' | 'retry'>): Policy<Sending, WireResponse> {
  return (next) => async (sending) => {
    const { prepared, call } = sending;
    const { request } = prepared;
    const startedAt = clock.now();
    for (let attempt = 1; ; attempt++) {
      sending.attempt = attempt;
      sending.retryAfterMs = null;
      const outcome = await outcomeOf(next, sending);
      const isFailure = outcome instanceof TransportFailure;
      if (!isFailure && isAccepted(outcome, request)) return outcome;
      const failure = isFailure ? outcome.kind : outcome.status;
      // If another source can still respond, failed connection attempts take no more than this source's share of the
      // time.
      const share = failure === 'CONNECT_TIMEOUT' ? (call.timeoutShare ?? 1) : 1;
      const untilMs = startedAt + (call.deadlineAt - startedAt) * share;
      const delayMs = toRetryDelayMs(
        {
          attempt,
          isRead: request.isRead !== false,
          failure,
          retryAfterMs: sending.retryAfterMs,
          leftMs: untilMs - clock.now(),
          random: random(),
        },
        retry,
      );
      if (delayMs !== null) await sleep(clock, delayMs, call.signal);
      else if (isFailure) throw outcome;
      else return outcome;
    }
  };
}

/** A transport failure is one possible outcome of an attempt; any other error ends the request. */
async function outcomeOf(
  next: Handler<Sending, WireResponse>,
  sending: Sending,
): Promise<WireResponse | TransportFailure> {
  try {
    return await next(sending);
  } catch (thrown) {
    if (thrown instanceof TransportFailure) return thrown;
    throw thrown;
  }
}
