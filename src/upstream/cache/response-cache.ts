import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { Lifetime } from '../lanes/request-lane.ts';
import type { UpstreamCall } from '../upstream-call.ts';

/** A decoded response and when it was fetched. It is shared by all readers, so it is never modified. */
export interface CachedResponse {
  readonly value: unknown;
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
  /** Absent: the cache's default. */
  readonly lifetime?: Lifetime;
}

/** The lifetime applies to responses without their own. */
export interface ResponseCacheOptions extends Lifetime {
  readonly maxEntries: number;
  /** Approximate: the decoded size of the responses' texts. */
  readonly maxBytes: number;
  readonly clock: Clock;
}

/** Estimated bytes of a decoded object per character of its JSON (measured on customers). */
const BYTES_PER_CHARACTER = 4;
const ENTRY_BYTES = 300;

/** How often expired responses are dropped if only some kinds are cached. */
const SWEEP_MS = 60_000;

/** Cached responses in this process, bounded in number and size. Expired ones are removed, not just hidden. */
export class ResponseCache {
  readonly #options: ResponseCacheOptions;
  readonly #responses: LRUCache<string, CachedResponse>;
  #cancelSweep: (() => void) | null = null;

  constructor(options: ResponseCacheOptions) {
    this.#options = options;
    this.#responses = new LRUCache({ max: options.maxEntries, maxSize: options.maxBytes });
  }

  /** Whether a response with this lifetime, or the default one, would be cached at all. */
  keeps({ freshMs, staleMs }: Lifetime = this.#options): boolean {
    return freshMs + staleMs > 0;
  }

  /** The number of responses in memory. */
  get size(): number {
    return this.#responses.size;
  }

  /** A response that may still be served, fresh or stale. */
  get(key: string): CachedResponse | undefined {
    const response = this.#responses.get(key);
    return response === undefined || this.#isExpired(response) ? undefined : response;
  }

  /**
   * @param scarcity 0 … 1: the scarcer the source's budget, the longer a response is served, up to the end of the time
   * for which it may replace a failed request.
   */
  isFresh(response: CachedResponse, scarcity = 0): boolean {
    const { freshMs, staleMs } = response.lifetime ?? this.#options;
    return this.#options.clock.now() < response.storedAt + freshMs + scarcity * staleMs;
  }

  /**
   * Whether it may be served though it is not fresh, because the budget is scarce: to a client that accepts its age.
   */
  isServedStale(
    response: CachedResponse,
    { maxAgeMs }: Pick<UpstreamCall, 'maxAgeMs'>,
    scarcity: number,
  ): boolean {
    if (maxAgeMs !== undefined && this.ageMs(response) > maxAgeMs) return false;
    return this.isFresh(response, scarcity);
  }

  ageMs({ storedAt }: CachedResponse): number {
    return this.#options.clock.now() - storedAt;
  }

  set(key: string, response: CachedResponse, characters: number): void {
    if (!this.keeps(response.lifetime) || this.#isExpired(response)) return;
    this.#responses.set(key, response, { size: ENTRY_BYTES + characters * BYTES_PER_CHARACTER });
    this.#cancelSweep ??= this.#options.clock.setTimer(this.#sweepMs, () => this.#sweep());
  }

  clear(): void {
    this.#cancelSweep?.();
    this.#cancelSweep = null;
    this.#responses.clear();
  }

  get #sweepMs(): number {
    return this.#options.freshMs + this.#options.staleMs || SWEEP_MS;
  }

  #isExpired({ storedAt, lifetime = this.#options }: CachedResponse): boolean {
    return this.#options.clock.now() >= storedAt + lifetime.freshMs + lifetime.staleMs;
  }

  /** Personal data must not stay in memory longer than promised just because it is not read again. */
  #sweep(): void {
    this.#cancelSweep = null;
    for (const [key, response] of this.#responses.entries()) {
      if (this.#isExpired(response)) this.#responses.delete(key);
    }
    if (this.#responses.size > 0) {
      this.#cancelSweep = this.#options.clock.setTimer(this.#sweepMs, () => this.#sweep());
    }
  }
}
