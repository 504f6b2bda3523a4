import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';

/** A decoded answer and when it came from the source. Shared by all who read it: never changed. */
export interface CachedResponse {
  readonly value: unknown;
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
}

export interface ResponseCacheOptions {
  /** For how long an answer is served without asking; 0: never. */
  readonly freshMs: number;
  /** For how long after that it stands in when the source fails; 0: never. */
  readonly staleMs: number;
  readonly maxEntries: number;
  /** Approximate: what the answers' texts would take decoded. */
  readonly maxBytes: number;
  readonly clock: Clock;
}

/** Decoded objects take about this many bytes for each character of their JSON (measured on customers; an estimate). */
const BYTES_PER_CHARACTER = 4;
const ENTRY_BYTES = 300;

/** Answers kept for a while in this process, bounded in number and size; what is out of time is dropped, not only hidden. */
export class ResponseCache {
  readonly #options: ResponseCacheOptions;
  readonly #answers: LRUCache<string, CachedResponse>;
  #cancelSweep: (() => void) | null = null;

  constructor(options: ResponseCacheOptions) {
    this.#options = options;
    this.#answers = new LRUCache({ max: options.maxEntries, maxSize: options.maxBytes });
  }

  /** Whether anything would ever be kept. */
  get isOn(): boolean {
    return this.#options.freshMs + this.#options.staleMs > 0;
  }

  /** How many answers are held in memory. */
  get size(): number {
    return this.#answers.size;
  }

  /** An answer that still may be served, fresh or stale. */
  get(key: string): CachedResponse | undefined {
    const answer = this.#answers.get(key);
    return answer === undefined || this.#isOut(answer) ? undefined : answer;
  }

  isFresh(answer: CachedResponse): boolean {
    return this.#options.clock.now() < answer.storedAt + this.#options.freshMs;
  }

  set(key: string, answer: CachedResponse, characters: number): void {
    if (!this.isOn || this.#isOut(answer)) return;
    this.#answers.set(key, answer, { size: ENTRY_BYTES + characters * BYTES_PER_CHARACTER });
    this.#cancelSweep ??= this.#options.clock.setTimer(this.#keepMs, () => this.#sweep());
  }

  clear(): void {
    this.#cancelSweep?.();
    this.#cancelSweep = null;
    this.#answers.clear();
  }

  get #keepMs(): number {
    return this.#options.freshMs + this.#options.staleMs;
  }

  #isOut({ storedAt }: CachedResponse): boolean {
    return this.#options.clock.now() >= storedAt + this.#keepMs;
  }

  /** People's data does not stay in memory longer than promised just because nobody asks for it again. */
  #sweep(): void {
    this.#cancelSweep = null;
    for (const [key, answer] of this.#answers.entries()) {
      if (this.#isOut(answer)) this.#answers.delete(key);
    }
    if (this.#answers.size > 0) {
      this.#cancelSweep = this.#options.clock.setTimer(this.#keepMs, () => this.#sweep());
    }
  }
}
