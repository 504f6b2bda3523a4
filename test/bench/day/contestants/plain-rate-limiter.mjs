/** At most so many requests in any window; who comes waits in line, first come, first served, as long as it has patience. */
export class PlainRateLimiter {
  #options;
  /** When the latest `limit` requests went, or will go; ascending. */
  #times = [];

  constructor(options) {
    this.#options = options;
  }

  async wait() {
    const { time, limit, windowMs, patienceMs, refuse } = this.#options;
    const now = time.now();
    const blocker = this.#times.length < limit ? undefined : this.#times.at(-limit);
    const goesAt = blocker === undefined ? now : Math.max(now, blocker + windowMs);
    if (goesAt - now > patienceMs) throw refuse(Math.ceil((goesAt - now) / 1_000));
    this.#times.push(goesAt);
    if (this.#times.length > limit) this.#times.shift();
    if (goesAt > now) await time.sleep(goesAt - now);
  }
}
