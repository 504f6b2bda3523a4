import type { Clock } from '../../../src/upstream/clock.ts';

interface Timer {
  readonly at: number;
  readonly ms: number;
  readonly callback: () => void;
}

/** Time that only passes when a test says so. */
export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now = (): number => this.#now;

  setTimer = (ms: number, callback: () => void): (() => void) => {
    const timer = { at: this.#now + ms, ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Whether a timer waits for exactly this long. */
  hasTimer(ms: number): boolean {
    return [...this.#timers].some((timer) => timer.ms === ms);
  }

  get timerCount(): number {
    return this.#timers.size;
  }

  /**
   * Lets time pass and calls back in order. When it resolves, everything that follows by promises alone has happened.
   */
  async advance(ms: number): Promise<void> {
    await settled();
    const end = this.#now + ms;
    for (let next = this.#nextUntil(end); next !== undefined; next = this.#nextUntil(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settled();
    }
    this.#now = end;
    await settled();
  }

  #nextUntil(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
  }
}

/** Resolves when everything that only waits for promises has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits (for sockets, not for time) until a condition holds. */
export async function until(holds: () => boolean, what = 'what was waited for'): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > giveUpAt) throw new Error(`it never came: ${what}`);
    await settled();
  }
}
