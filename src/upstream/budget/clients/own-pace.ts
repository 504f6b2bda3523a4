import type { ObservedOperation } from './use-event.ts';

/** Whoever waits for an answer begins the next operation so soon after it. */
const NEXT_WITHIN_MS = 1_000;
/** An operation that its client gave up after this time was not typed past: the next may be another try. */
const GIVEN_UP_AFTER_MS = 1_000;
/** How long what began is taken into account. */
const WATCHED_MS = 25_000;
/** This part of the operations at least, and so many, begin by themselves if people are behind them. */
const OWN_PART = 0.15;
const FEWEST_OWN = 3;
/** Each request of the client looks through them, so they are few. */
const MOST_OPERATIONS = 200;

interface Begun {
  readonly at: number;
  readonly isOwn: boolean;
  readonly operation: ObservedOperation;
  /** Another operation began after it ended. */
  isFollowed: boolean;
  /** Until when its client was told to wait. */
  returnsAt: number;
}

/**
 * Whether a client's operations begin independently of the ends of others. A crawler, with any number of connections,
 * begins one when another has ended, so each end accounts for one beginning. People do not wait for one another, so
 * many of their operations begin when none has just ended.
 */
export class OwnPace {
  readonly #inexactMs: number;
  /** Ascending by time. */
  #begun: Begun[] = [];

  /** @param inexactMs By how much times may be wrong: an end that seems to be this much too late may be in time. */
  constructor(inexactMs = 0) {
    this.#inexactMs = inexactMs;
  }

  /** The operation needs a request; only its first one counts. */
  seen(operation: ObservedOperation, now: number): void {
    if (this.#begun.some((begun) => begun.operation === operation)) return;
    this.#forget(now);
    const before = this.#begun.find((begun) => isFollowedBy(begun, now, this.#inexactMs));
    if (before !== undefined) before.isFollowed = true;
    const isOwn = before === undefined;
    this.#begun.push({ at: now, isOwn, operation, isFollowed: false, returnsAt: Number.NEGATIVE_INFINITY });
  }

  /** The operation was refused, and its client told to return at this time. */
  refused(operation: ObservedOperation, returnsAt: number): void {
    const begun = this.#begun.find((one) => one.operation === operation);
    if (begun !== undefined) begun.returnsAt = Math.max(begun.returnsAt, returnsAt);
  }

  /**
   * Whether people are behind it, as far as the latest operations tell. Those before `from` do not count: many
   * connections that are opened at once begin by themselves.
   */
  isOfPeople(now: number, from = Number.NEGATIVE_INFINITY): boolean {
    const since = Math.max(from, now - WATCHED_MS);
    let all = 0;
    let own = 0;
    for (const { at, isOwn } of this.#begun) {
      if (at <= since) continue;
      all += 1;
      if (isOwn) own += 1;
    }
    return own >= FEWEST_OWN && own >= OWN_PART * all;
  }

  /** What has not ended stays: its end still accounts for a beginning. */
  #forget(now: number): void {
    const since = now - WATCHED_MS;
    const [first] = this.#begun;
    if (first === undefined || (first.at > since && this.#begun.length < MOST_OPERATIONS)) return;
    this.#begun = this.#begun
      .filter(({ at, isFollowed, operation, returnsAt }) => {
        if (at > since) return true;
        const endedAt = Math.max(operation.endedAt ?? now, returnsAt);
        return !isFollowed && endedAt > since && at > now - 2 * 60_000;
      })
      .slice(1 - MOST_OPERATIONS);
  }
}

function isFollowedBy(
  { at, operation, isFollowed, returnsAt }: Begun,
  now: number,
  inexactMs: number,
): boolean {
  if (isFollowed) return false;
  const { endedAt, signal } = operation;
  // It may have ended since.
  if (endedAt !== null && endedAt > now + inexactMs) return false;
  if (endedAt !== null) return now <= Math.max(endedAt, returnsAt) + NEXT_WITHIN_MS;
  return signal.aborted && now >= at + GIVEN_UP_AFTER_MS;
}
