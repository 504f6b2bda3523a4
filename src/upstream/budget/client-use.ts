import type { OperationState } from '../operation-state.ts';
import { OwnPace } from './own-pace.ts';

/** A shorter time between a client's requests is no pause. */
const PAUSE_MS = 1_000;
/**
 * A client without a pause for this long is a crawler, unless its operations begin by themselves. People make pauses,
 * even many of them, while their requests need not wait.
 */
const CRAWLS_AFTER_MS = 30_000;
/** It remains one for this long: a crawler that was refused waits and returns. */
const CRAWLS_FOR_MS = 5 * 60_000;
/** The most requests in a window are remembered for ten stretches of a minute. */
const STRETCH_MS = 60_000;
const STRETCHES = 10;
/** What a client may need: the most that it used recently, a tenth more, and a few requests. */
const GROWTH = 1.1;
const SOME_REQUESTS = 3;

/** What one client uses of a budget, and how. */
export class ClientUse {
  readonly #windowMs: number;
  seenAt: number;
  readonly #pace = new OwnPace();
  /** When its requests in the current window were sent, ascending. */
  #sentAt: number[] = [];
  #busySince: number;
  #busyAt: number;
  /** When its operations last began by themselves. */
  #peopleAt = Number.NEGATIVE_INFINITY;
  #refusedUntil = Number.NEGATIVE_INFINITY;
  #crawlsUntil = Number.NEGATIVE_INFINITY;
  /** The most requests in a window, by stretch of time. */
  readonly #mostByStretch = new Map<number, number>();

  constructor(windowMs: number, now: number) {
    this.#windowMs = windowMs;
    this.seenAt = now;
    this.#busySince = now;
    this.#busyAt = now;
  }

  /** It requests a permit, for this operation if that is known. */
  seen(now: number, operation?: OperationState): void {
    this.seenAt = now;
    if (operation !== undefined) this.#pace.seen(operation, now);
    if (now >= this.#refusedUntil && this.#refusedUntil > this.#busyAt) {
      // The wait that it was told to make is neither a pause nor work.
      this.#busySince += this.#refusedUntil - this.#busyAt;
      this.#busyAt = this.#refusedUntil;
    }
    if (now - this.#busyAt > PAUSE_MS) this.#busySince = now;
    this.#busyAt = now;
    if (this.#pace.isOfPeople(now, this.#busySince + PAUSE_MS)) this.#peopleAt = now;
    if (now - Math.max(this.#busySince, this.#peopleAt) >= CRAWLS_AFTER_MS) {
      this.#crawlsUntil = now + CRAWLS_FOR_MS;
    }
  }

  /** It is told to retry after this time. A crawler that is refused remains one. */
  refused(now: number, retryAfterMs: number, operation?: OperationState): void {
    this.#refusedUntil = now + retryAfterMs;
    if (operation !== undefined) this.#pace.refused(operation, this.#refusedUntil);
    if (this.crawls(now)) this.#crawlsUntil = this.#refusedUntil + CRAWLS_FOR_MS;
  }

  /** One of its requests was sent. */
  sent(now: number): void {
    this.#forget(now);
    this.#sentAt.push(now);
    // Waiting for the permit was no pause.
    this.#busyAt = now;
    const stretch = Math.floor(now / STRETCH_MS);
    this.#mostByStretch.set(stretch, Math.max(this.#sentAt.length, this.#mostByStretch.get(stretch) ?? 0));
    for (const other of this.#mostByStretch.keys()) {
      if (other > stretch - STRETCHES) break;
      this.#mostByStretch.delete(other);
    }
  }

  /** Its requests in the current window. */
  used(now: number): number {
    this.#forget(now);
    return this.#sentAt.length;
  }

  /** How many of them leave the window within this time. */
  endingWithin(ms: number, now: number): number {
    this.#forget(now);
    const until = now + ms - this.#windowMs;
    const later = this.#sentAt.findIndex((at) => at > until);
    return later === -1 ? this.#sentAt.length : later;
  }

  /** Whether it uses whatever it gets, without a pause. */
  crawls(now: number): boolean {
    return now < this.#crawlsUntil;
  }

  /** How many more requests it may need in the current window, as far as its recent use tells. */
  mayNeed(now: number): number {
    const first = Math.floor(now / STRETCH_MS) - STRETCHES;
    let most = 0;
    for (const [stretch, count] of this.#mostByStretch) if (stretch > first) most = Math.max(most, count);
    return Math.max(0, Math.ceil(GROWTH * most) + SOME_REQUESTS - this.used(now));
  }

  #forget(now: number): void {
    const [first] = this.#sentAt;
    const since = now - this.#windowMs;
    if (first !== undefined && first <= since) this.#sentAt = this.#sentAt.filter((at) => at > since);
  }
}
