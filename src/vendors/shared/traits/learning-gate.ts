import type { SourceName } from '../../../customers/model/source-record.ts';
import type { Clock } from '../../../upstream/clock.ts';

/**
 * How long after the start operations wait for sources to be learned, and once more for those that respond. A slower
 * source is learned from ordinary responses.
 */
const LONGEST_WAIT_MS = 3000;

interface Waiting {
  readonly done: Promise<void>;
  open(): void;
}

/**
 * Holds operations back while sources are learned after the start. A source's guarantees depend on its traits, and a
 * response before they are known could be wrong without a warning. Each source is awaited separately, and none for
 * long.
 */
export class LearningGate {
  readonly #clock: Pick<Clock, 'setTimer'>;
  readonly #waiting = new Map<SourceName, Waiting>();
  /** Those that responded while operations wait for them. */
  readonly #responding = new Set<SourceName>();

  constructor(clock: Pick<Clock, 'setTimer'>) {
    this.#clock = clock;
  }

  /** From now on operations that need these sources wait. */
  close(sources: readonly SourceName[]): void {
    for (const source of sources) {
      if (!this.#waiting.has(source)) this.#waiting.set(source, newWaiting());
    }
    for (const source of sources) this.#clock.setTimer(LONGEST_WAIT_MS, () => this.#timeUp(source));
  }

  /** A source responds while it is learned, so it is worth waiting for longer. */
  responds(source: SourceName): void {
    if (this.#waiting.has(source)) this.#responding.add(source);
  }

  #timeUp(source: SourceName): void {
    if (this.#responding.delete(source)) {
      this.#clock.setTimer(LONGEST_WAIT_MS, () => this.open([source]));
    } else {
      this.open([source]);
    }
  }

  /** These sources were learned, or do not respond. */
  open(sources: readonly SourceName[]): void {
    for (const source of sources) {
      this.#waiting.get(source)?.open();
      this.#waiting.delete(source);
      this.#responding.delete(source);
    }
  }

  /** Null if there is nothing to wait for. @param source Absent: every source. */
  wait(source?: SourceName): Promise<unknown> | null {
    if (this.#waiting.size === 0) return null;
    if (source !== undefined) return this.#waiting.get(source)?.done ?? null;
    return Promise.all([...this.#waiting.values()].map(({ done }) => done));
  }
}

function newWaiting(): Waiting {
  let open = () => {};
  const done = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { done, open };
}
