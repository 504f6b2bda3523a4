import type { TransportFailureKind } from '../http/transport-failure.ts';

export interface RetryPolicy {
  /** Total attempts, including the first. */
  readonly mostAttempts: number;
  /** The first delay, doubled each time. */
  readonly baseMs: number;
  readonly capMs: number;
}

/** A failed attempt, and what is left. */
export interface FailedAttempt {
  /** From 1. */
  readonly attempt: number;
  readonly isRead: boolean;
  /** The response's status, or why there was no response. */
  readonly failure: number | TransportFailureKind;
  /** The vendor's Retry-After; null without one. */
  readonly retryAfterMs: number | null;
  /** Until the deadline. */
  readonly leftMs: number;
  /** 0 … 1. */
  readonly random: number;
}

const RETRIED_STATUSES: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

const IS_RETRIED: Readonly<Record<TransportFailureKind, boolean>> = {
  CONNECT_TIMEOUT: true,
  CONNECTION: true,
  CUT: true,
  // The time is used up, and a second attempt would double the load on a source that is already slow.
  TIMEOUT: false,
  // The next response would be the same.
  TOO_LARGE: false,
  MALFORMED: false,
  CANCELLED: false,
};

/** How long to wait before the next attempt, or null to give up. Pure: the waiting happens elsewhere. */
export function toRetryDelayMs(failed: FailedAttempt, policy: RetryPolicy): number | null {
  const { attempt, isRead, failure, retryAfterMs, leftMs, random } = failed;
  const isRetried = typeof failure === 'number' ? RETRIED_STATUSES.has(failure) : IS_RETRIED[failure];
  if (!isRead || !isRetried || attempt >= policy.mostAttempts) return null;
  const delayMs = Math.max(toBackoffMs(attempt, random, policy), retryAfterMs ?? 0);
  return delayMs < leftMs ? delayMs : null;
}

/** Exponential, half fixed and half random, so that requests that failed together do not return together. */
export function toBackoffMs(
  attempt: number,
  random: number,
  { baseMs, capMs }: Omit<RetryPolicy, 'mostAttempts'>,
): number {
  const fullMs = Math.min(capMs, baseMs * 2 ** (attempt - 1));
  return Math.round(fullMs / 2 + (fullMs / 2) * random);
}
