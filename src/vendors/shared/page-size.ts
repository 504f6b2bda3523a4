import { UpstreamError } from '../../errors/gateway-error.ts';
import { TransportFailure } from '../../upstream/http/transport-failure.ts';

/** If a page this small is refused, the size is not the reason. */
const SURELY_TAKEN = 10;

/**
 * Learns how many rows one page may have. If a size is refused without a reason, smaller sizes are tried, the largest
 * first; if the body is too large, half. The accepted size is remembered.
 */
export class PageSize {
  readonly #smaller: readonly number[];
  readonly #onLearned: ((rows: number) => void) | undefined;
  #most: number;
  #largestTaken = SURELY_TAKEN;

  /** @param smaller The sizes to try instead of a refused one, descending. */
  constructor(most: number, smaller: readonly number[], onLearned?: (rows: number) => void) {
    this.#most = most;
    this.#smaller = smaller;
    this.#onLearned = onLearned;
  }

  get most(): number {
    return this.#most;
  }

  /**
   * The result of `ask` with as many rows as are wanted and accepted.
   *
   * @param mayBeSize Whether an error may be about the size rather than the rest of the request.
   */
  async ask<T>(
    wanted: number,
    ask: (limit: number) => Promise<T>,
    mayBeSize: (error: unknown) => boolean,
  ): Promise<T> {
    const limit = Math.min(wanted, this.#most);
    try {
      const page = await ask(limit);
      this.#largestTaken = Math.max(this.#largestTaken, limit);
      return page;
    } catch (error) {
      if (isTooLarge(error) && limit > 1) {
        this.#learn(Math.ceil(limit / 2));
        return this.ask(wanted, ask, mayBeSize);
      }
      if (limit <= this.#largestTaken || !mayBeSize(error)) throw error;
      return this.#askSmaller(limit, error, ask, mayBeSize);
    }
  }

  async #askSmaller<T>(
    refused: number,
    first: unknown,
    ask: (limit: number) => Promise<T>,
    mayBeSize: (error: unknown) => boolean,
  ): Promise<T> {
    for (const limit of this.#smaller.filter((size) => size < refused)) {
      try {
        const page = await ask(limit);
        this.#learn(limit);
        return page;
      } catch (error) {
        if (!mayBeSize(error)) throw error;
      }
    }
    throw first;
  }

  /** Learned by another process. */
  adopt(rows: number): void {
    if (rows >= SURELY_TAKEN) this.#most = Math.min(this.#most, rows);
  }

  #learn(rows: number): void {
    if (rows >= this.#most) return;
    this.#most = rows;
    this.#onLearned?.(rows);
  }
}

function isTooLarge(error: unknown): boolean {
  const cause = error instanceof UpstreamError ? error.cause : null;
  return cause instanceof TransportFailure && cause.kind === 'TOO_LARGE';
}
