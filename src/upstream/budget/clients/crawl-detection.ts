import { OwnPace } from './own-pace.ts';
import type { AskedEvent, RefusedEvent, UseEvent } from './use-event.ts';

/** A shorter time between a client's requests is no pause. */
const PAUSE_MS = 1_000;
/**
 * A client without a pause for this long is a crawler, unless its operations begin by themselves. People make pauses,
 * even many of them, while their requests need not wait.
 */
const CRAWLS_AFTER_MS = 30_000;
/** It remains one for this long: a crawler that was refused waits and returns. */
const CRAWLS_FOR_MS = 5 * 60_000;
/** By so much the times that replicas tell each other may be wrong. */
const INEXACT_MS = 50;
/** The most events that wait to be put in order. */
const MOST_PENDING = 500;

/** Tells from what one client does whether it is a crawler: it uses whatever it gets, without a pause. */
export class CrawlDetection {
  readonly #settleMs: number;
  readonly #pace: OwnPace;
  /** What happened too recently for its order to be certain; ascending by time. */
  readonly #pending: UseEvent[] = [];
  #busySince: number;
  #busyAt: number;
  /** When its operations last began by themselves. */
  #peopleAt = Number.NEGATIVE_INFINITY;
  #refusedUntil = Number.NEGATIVE_INFINITY;
  #crawlsUntil = Number.NEGATIVE_INFINITY;

  /**
   * @param settleMs How late an event may be told. Events are judged in the order in which they happened, so they wait
   * this long for earlier ones.
   */
  constructor(now: number, settleMs: number) {
    this.#busySince = now;
    this.#busyAt = now;
    this.#settleMs = settleMs;
    this.#pace = new OwnPace(settleMs > 0 ? INEXACT_MS : 0);
  }

  add(event: UseEvent, now: number): void {
    let place = this.#pending.length;
    while (place > 0 && (this.#pending[place - 1] as UseEvent).at > event.at) place -= 1;
    this.#pending.splice(place, 0, event);
    this.#judge(now);
  }

  /** Whether it is a crawler, as far as events are settled. */
  isCrawler(now: number): boolean {
    this.#judge(now);
    return now < this.#crawlsUntil;
  }

  #judge(now: number): void {
    const until = now - this.#settleMs;
    let settled = Math.max(0, this.#pending.length - MOST_PENDING);
    while ((this.#pending[settled]?.at ?? Number.POSITIVE_INFINITY) <= until) settled += 1;
    if (settled === 0) return;
    for (const event of this.#pending.splice(0, settled)) {
      if (event.kind === 'ASKED') this.#asked(event);
      else if (event.kind === 'REFUSED') this.#refused(event);
      // Waiting for the permit was no pause.
      else this.#busyAt = Math.max(this.#busyAt, event.at);
    }
  }

  #asked({ at, operation }: AskedEvent): void {
    if (operation !== undefined) this.#pace.seen(operation, at);
    if (at >= this.#refusedUntil && this.#refusedUntil > this.#busyAt) {
      // The wait that it was told to make is neither a pause nor work.
      this.#busySince += this.#refusedUntil - this.#busyAt;
      this.#busyAt = this.#refusedUntil;
    }
    if (at - this.#busyAt > PAUSE_MS) this.#busySince = at;
    this.#busyAt = Math.max(this.#busyAt, at);
    if (this.#pace.isOfPeople(at, this.#busySince + PAUSE_MS)) this.#peopleAt = at;
    if (at - Math.max(this.#busySince, this.#peopleAt) >= CRAWLS_AFTER_MS) {
      this.#crawlsUntil = Math.max(this.#crawlsUntil, at + CRAWLS_FOR_MS);
    }
  }

  /** A crawler that is refused remains one. */
  #refused({ at, retryAfterMs, operation }: RefusedEvent): void {
    if (at > this.#busyAt) {
      // Until then it waited, which is neither a pause nor work.
      this.#busySince += at - this.#busyAt;
      this.#busyAt = at;
    }
    this.#refusedUntil = at + retryAfterMs;
    if (operation !== undefined) this.#pace.refused(operation, this.#refusedUntil);
    if (at < this.#crawlsUntil) this.#crawlsUntil = this.#refusedUntil + CRAWLS_FOR_MS;
  }
}
