/** The most requests in a window are remembered for ten stretches of a minute. */
const STRETCH_MS = 60_000;
const STRETCHES = 10;
/** What a client may need: the most that it used recently, a tenth more, and a few requests. */
const GROWTH = 1.1;
const SOME_REQUESTS = 3;

/** The requests of one client, or of several together, in the current window, and the most in those before. */
export class RecentRequests {
  readonly #windowMs: number;
  readonly #most: number;
  /** When those in the current window were sent, ascending. */
  #sentAt: number[] = [];
  /** The most requests in a window, by stretch of time. */
  readonly #mostByStretch = new Map<number, number>();

  /** @param most So many at most are sent in a window; what others tell of more is not so. */
  constructor(windowMs: number, most: number) {
    this.#windowMs = windowMs;
    this.#most = most;
  }

  /** Counts a request that was sent at this time; one of another replica is told later. */
  sent(at: number, now: number): void {
    this.#forget(now);
    let place = this.#sentAt.length;
    while (place > 0 && (this.#sentAt[place - 1] as number) > at) place -= 1;
    this.#sentAt.splice(place, 0, at);
    if (this.#sentAt.length > this.#most) this.#sentAt.shift();
    const stretch = Math.floor(now / STRETCH_MS);
    this.#mostByStretch.set(stretch, Math.max(this.#sentAt.length, this.#mostByStretch.get(stretch) ?? 0));
    for (const other of this.#mostByStretch.keys()) {
      if (other > stretch - STRETCHES) break;
      this.#mostByStretch.delete(other);
    }
  }

  /** How many were sent in the current window. */
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

  /** How many more may be needed in the current window, as far as recent use tells. */
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
