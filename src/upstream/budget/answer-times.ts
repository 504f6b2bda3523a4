/** How many response times are kept, and for how long. */
const MOST_ANSWERS = 100;
const REMEMBERED_MS = 60_000;
/** Fewer are not meaningful. */
const FEWEST_ANSWERS = 10;

/** How long a source usually takes to respond: the 90th percentile of its latest response times. */
export class AnswerTimes {
  readonly #now: () => number;
  /** Oldest first. */
  readonly #answers: { readonly at: number; readonly ms: number }[] = [];
  #usualMs: number | null = null;

  /** @param now Milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  add(ms: number): void {
    this.#answers.push({ at: this.#now(), ms });
    if (this.#answers.length > MOST_ANSWERS) this.#answers.shift();
    this.#usualMs = null;
  }

  /** 0 with too few recent responses, so a source that was slow for a while is tried again. */
  get usualMs(): number {
    const since = this.#now() - REMEMBERED_MS;
    while ((this.#answers[0]?.at ?? Number.POSITIVE_INFINITY) <= since) {
      this.#answers.shift();
      this.#usualMs = null;
    }
    this.#usualMs ??= percentile90(this.#answers.map(({ ms }) => ms));
    return this.#usualMs;
  }
}

function percentile90(times: readonly number[]): number {
  if (times.length < FEWEST_ANSWERS) return 0;
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;
}
