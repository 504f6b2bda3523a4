/** The name for all callers that are not among the busiest. */
export const OTHER = 'other';

/**
 * Bounds the number of label values: the busiest names are counted separately, the rest as `other`. A name that
 * overtakes the least busy one replaces it, and `onLeave` receives the replaced name. Each count therefore only grows
 * while it is exported.
 */
export class BusiestNames {
  readonly #most: number;
  readonly #onLeave: (name: string) => void;
  readonly #named = new Map<string, number>();
  /** How busy the others were lately; the oldest are dropped first. */
  readonly #waiting = new Map<string, number>();

  constructor(most: number, onLeave: (name: string) => void) {
    this.#most = most;
    this.#onLeave = onLeave;
  }

  /** The name that `amount` is counted under. */
  nameFor(name: string, amount: number): string {
    const known = this.#named.get(name);
    if (known !== undefined || this.#named.size < this.#most) {
      this.#named.set(name, (known ?? 0) + amount);
      return name;
    }
    const total = (this.#waiting.get(name) ?? 0) + amount;
    this.#waiting.delete(name);
    const [least = name, leastTotal = 0] = [...this.#named].reduce((a, b) => (b[1] < a[1] ? b : a));
    if (total <= leastTotal) {
      this.#wait(name, total);
      return OTHER;
    }
    this.#named.delete(least);
    this.#onLeave(least);
    this.#wait(least, leastTotal);
    this.#named.set(name, total);
    return name;
  }

  #wait(name: string, total: number): void {
    this.#waiting.set(name, total);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MOST_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
  }
}

const MOST_WAITING = 1_000;
