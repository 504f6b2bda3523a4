import { UpstreamError } from '../../errors/gateway-error.ts';
import { TransportFailure } from '../../upstream/http/transport-failure.ts';

/** If a page this small is refused, the size is not the reason. */
const SURELY_TAKEN = 10;

/** How long smaller pages are not tried again after none of them was accepted. */
const FUTILE_MS = 5 * 60_000;

/** Vendors may accept larger pages of the whole list than of a search, or the other way round. */
export type PageKind = 'WHOLE' | 'SEARCH';

/**
 * Learns how many rows one page may have. If a size is refused without a reason, smaller sizes are tried, the largest
 * first; if the body is too large, half. The accepted size is remembered.
 */
export class PageSize {
  readonly #smaller: readonly number[];
  readonly #onLearned: ((rows: number) => void) | undefined;
  readonly #now: () => number;
  #most: number;
  readonly #largestTaken = { WHOLE: SURELY_TAKEN, SEARCH: SURELY_TAKEN };
  /** Until when a refusal is known to have another cause. */
  readonly #futileUntil = { WHOLE: 0, SEARCH: 0 };
  /** The search for an accepted size, which others wait for. */
  readonly #search: Record<PageKind, Promise<unknown> | null> = { WHOLE: null, SEARCH: null };

  /** @param smaller The sizes to try instead of a refused one, descending. */
  constructor(
    most: number,
    smaller: readonly number[],
    onLearned?: (rows: number) => void,
    now: () => number = Date.now,
  ) {
    this.#most = most;
    this.#smaller = smaller;
    this.#onLearned = onLearned;
    this.#now = now;
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
    kind: PageKind = 'WHOLE',
  ): Promise<T> {
    const limit = Math.min(wanted, this.#most);
    try {
      const page = await ask(limit);
      this.#took(limit, kind);
      return page;
    } catch (error) {
      if (isTooLarge(error)) return this.#askHalf(limit, error, ask);
      if (limit <= this.#largestTaken[kind] || !mayBeSize(error)) throw error;
      while (this.#search[kind] !== null) await this.#search[kind];
      // Another request found a smaller size in the meantime.
      if (this.#most < limit) return this.ask(wanted, ask, mayBeSize, kind);
      if (this.#now() < this.#futileUntil[kind]) throw error;
      const search = this.#askSmaller(limit, error, ask, mayBeSize, kind);
      this.#search[kind] = search
        .catch(() => {})
        .then(() => {
          this.#search[kind] = null;
        });
      return search;
    }
  }

  #took(limit: number, kind: PageKind): void {
    this.#largestTaken[kind] = Math.max(this.#largestTaken[kind], limit);
  }

  /** What is too large may be so at any size, for example an error page: only a size that was read is remembered. */
  async #askHalf<T>(large: number, first: unknown, ask: (limit: number) => Promise<T>): Promise<T> {
    for (let limit = Math.ceil(large / 2); limit < large; large = limit, limit = Math.ceil(limit / 2)) {
      try {
        const page = await ask(limit);
        this.#learn(limit);
        return page;
      } catch (error) {
        if (!isTooLarge(error)) throw error;
      }
    }
    throw first;
  }

  async #askSmaller<T>(
    refused: number,
    first: unknown,
    ask: (limit: number) => Promise<T>,
    mayBeSize: (error: unknown) => boolean,
    kind: PageKind,
  ): Promise<T> {
    for (const limit of this.#smaller.filter((size) => size < refused)) {
      try {
        const page = await ask(limit);
        this.#took(limit, kind);
        this.#learn(limit);
        return page;
      } catch (error) {
        if (!mayBeSize(error)) throw error;
      }
    }
    this.#futileUntil[kind] = this.#now() + FUTILE_MS;
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
