import { FairQueue } from '../budget/fair-queue.ts';

interface Waiting {
  readonly start: () => void;
}

/**
 * So many pieces of work at once, and those that wait start in turn, one group after the other: however much one
 * operation has waiting, another's first piece is at most one round away.
 */
export class Throttle {
  readonly #places: number;
  readonly #queue = new FairQueue<Waiting>();
  #running = 0;

  constructor(places: number) {
    this.#places = places;
  }

  /** Rejects with the signal's reason when it aborts before the work has started. */
  async run<T>(group: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#places) await this.#turn(group, signal);
    else this.#running++;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** Resolves with the place of one that has finished. */
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
