import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SourceName, SourceRecord } from '../model/source-record.ts';
import type { RequestLine } from '../source-call.ts';
import type { FoundRecords } from './found-records.ts';
import type { SearchText } from './read-search-text.ts';

/** A source's result for a text, and the requests it took. */
export interface CachedSearch extends FoundRecords {
  readonly text: SearchText;
  readonly requests: readonly RequestLine[];
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
}

export interface SearchMemoryOptions {
  /** How long a result is reused (CACHE_TTL_SECONDS), in milliseconds; 0: never. */
  readonly freshMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The most records stored, over all results. */
const MOST_RECORDS = 5_000;
const MOST_PEOPLE = 5_000;

/**
 * Results of recent searches, so that continued typing costs no requests: a complete result for the beginning of a text
 * contains that for the whole. Shared by all operations of a process. Keys are hashes.
 */
export class SearchMemory {
  /** Stores nothing. */
  static readonly none = new SearchMemory({ freshMs: 0, now: Date.now });

  readonly #options: SearchMemoryOptions;
  readonly #answers: LRUCache<string, CachedSearch>;
  readonly #people: LRUCache<string, readonly SourceRecord[]>;

  constructor(options: SearchMemoryOptions) {
    this.#options = options;
    const ttl = {
      ttl: Math.max(1, options.freshMs),
      ttlAutopurge: true,
      ttlResolution: 0,
      perf: { now: options.now },
    };
    this.#answers = new LRUCache({
      ...ttl,
      maxSize: MOST_RECORDS,
      sizeCalculation: ({ records }) => 1 + records.length,
    });
    this.#people = new LRUCache({ ...ttl, max: MOST_PEOPLE });
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#options.now();
  }

  /** The result for this text, or a complete one for a beginning of it. */
  find(source: SourceName, text: SearchText): CachedSearch | undefined {
    for (let length = text.text.length; length > 0; length--) {
      const cached = this.#answers.get(keyOf(source, text.text.slice(0, length)));
      if (cached === undefined || this.now() >= cached.storedAt + this.#options.freshMs) continue;
      const isSame = length === text.text.length;
      if (isSame || (cached.isComplete && cached.covers?.(text) === true)) return cached;
    }
    return undefined;
  }

  keep(source: SourceName, answer: CachedSearch): void {
    if (this.#options.freshMs > 0) this.#answers.set(keyOf(source, answer.text.text), answer);
  }

  /** The records of the other role that belong to this one; undefined if not looked up recently. */
  relatives(record: SourceRecord): readonly SourceRecord[] | undefined {
    return this.#people.get(personKey(record));
  }

  keepRelatives(record: SourceRecord, relatives: readonly SourceRecord[]): void {
    if (this.#options.freshMs > 0) this.#people.set(personKey(record), relatives);
  }
}

function keyOf(source: SourceName, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([source, text]))
    .digest('base64url');
}

function personKey({ source, id }: SourceRecord): string {
  return `${source}:${id}`;
}
