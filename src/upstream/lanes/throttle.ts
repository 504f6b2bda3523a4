import { FairQueue } from '../budget/fair-queue.ts';

interface Waiting {
  readonly start: () => void;
}

/**
 * Limits concurrent work. Waiting work starts in turn, one group after another, so an operation's first item is at most
 * one round away, however much another has waiting.
 */
export class Throttle {
  readonly #places: number;
  readonly #queue = new FairQueue<Waiting>();
  #running = 0;

  constructor(places: number) {
    this.#places = places;
  }

  /** Rejects with the signal's reason if it aborts before the work has started. */
  async run<T>(group: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#places) await this.#turn(group, signal);
    else this.#running++;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** Resolves when a slot becomes free. */
  #turn(group: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const onAbort = () => {
        this.#queue.remove(waiting);
        reject(signal.reason);
      };
      const waiting: Waiting = {
        start: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.add(group, waiting);
    });
  }

  #next(): void {
    const next = this.#queue.peek(() => true);
    if (next === null) {
      this.#running--;
      return;
    }
    this.#queue.take(next);
    next.item.start();
  }
}
