import type { RequestBudget } from '../budget/request-budget.ts';
import type { Clock } from '../clock.ts';
import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import { toRetryAfterMs } from '../retry/retry-after.ts';
import { toBackoffMs } from '../retry/retry-delay.ts';
import type { Sending } from '../sending.ts';
import { isAccepted } from '../upstream-request.ts';

/** How long a source that says 429 without Retry-After is left alone: doubled while it goes on. */
const COOL_DOWN = { baseMs: 1_000, capMs: 60_000 };

/** Reads how long the vendor wants us to wait. A 429 concerns every request to it, other statuses only this one. */
export function withRetryAfter(clock: Clock, budget: RequestBudget): Policy<Sending, WireResponse> {
  let refusals = 0;
  let coolUntil = 0;

  function coolDown(wishMs: number | null, now: number): number {
    // Refusals of requests that were under way together are one.
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
    if (isAccepted(response.status, sending.prepared.request)) {
      if (!isOnRequest) refusals = 0;
      return response;
    }
    const now = clock.now();
    const wishMs = toRetryAfterMs(response.headers['retry-after'], now);
    if (response.status !== 429) sending.retryAfterMs = wishMs;
    // A refusal that was asked for concerns nobody else.
    else sending.retryAfterMs = isOnRequest ? (wishMs ?? COOL_DOWN.baseMs) : coolDown(wishMs, now);
    return response;
  };
}
