import type { RequestBudget } from '../budget/request-budget.ts';
import type { Clock } from '../clock.ts';
import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import { toRetryAfterMs } from '../retry/retry-after.ts';
import { toBackoffMs } from '../retry/retry-delay.ts';
import type { Sending } from '../sending.ts';
import { isAccepted } from '../upstream-request.ts';

/** The pause after a 429 without Retry-After, doubled while it repeats. */
const COOL_DOWN = { baseMs: 1_000, capMs: 60_000 };

/**
 * Reads how long the vendor wants us to wait. A 429 applies to every request to the vendor, other statuses only to this
 * one.
 */
export function withRetryAfter(clock: Clock, budget: RequestBudget): Policy<Sending, WireResponse> {
  let refusals = 0;
  let coolUntil = 0;

  function coolDown(wishMs: number | null, now: number): number {
    // Concurrent 429s count as one.
    if (wishMs === null && now < coolUntil) return coolUntil - now;
    refusals += 1;
    const coolMs = wishMs ?? toBackoffMs(refusals, 1, COOL_DOWN);
    coolUntil = Math.max(coolUntil, now + coolMs);
    budget.coolDown(coolMs);
    return coolMs;
  }

  return (next) => async (sending) => {
    const response = await next(sending);
    const isOnRequest = sending.call.sandboxFaults !== undefined;
    if (isAccepted(response, sending.prepared.request)) {
      if (!isOnRequest) refusals = 0;
      return response;
    }
    const now = clock.now();
    const wishMs = toRetryAfterMs(response.headers['retry-after'], now);
    if (response.status !== 429) sending.retryAfterMs = wishMs;
    // A simulated 429 affects no other operation.
    else sending.retryAfterMs = isOnRequest ? (wishMs ?? COOL_DOWN.baseMs) : coolDown(wishMs, now);
    return response;
  };
}
