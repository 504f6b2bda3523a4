import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RecordKey, SourceName, SourceRecord } from '../model/source-record.ts';
import type { RequestLine, SourceCall } from '../source-call.ts';
import type { SourceWarning } from '../source-report.ts';
import type { FoundRecords } from './found-records.ts';
import type { SearchText } from './read-search-text.ts';

/** What it took to find something. */
export interface Cost {
  readonly requests: readonly RequestLine[];
  /** Faults of the source that showed; they hold for the result as long as it is used. */
  readonly warnings: readonly SourceWarning[];
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
}

/** A source's result for a text. */
export interface CachedSearch extends FoundRecords, Cost {
  readonly text: SearchText;
  readonly typing: Typing;
}

/** A search whose result is not there yet. */
interface SearchUnderWay {
  /** Whether its request has been sent, so that it will be answered soon. */
  isSent(): boolean;
  /** Whether a complete result would serve this longer text too. */
  mayServe(longer: SearchText): boolean;
  /** Resolves when it is over, whatever came of it. */
  readonly over: Promise<unknown>;
}

/** What was sent while somebody types on, for all texts that one result serves. */
export interface Typing {
  /** Whether people were looked up at this source. */
  isLookedUp: boolean;
}

/** All records with a key. */
interface CachedLookUp extends Cost {
  readonly records: readonly SourceRecord[];
}

export interface SearchMemoryOptions {
  /** How long a result is reused (CACHE_TTL_SECONDS), in milliseconds; 0: never. */
  readonly freshMs: number;
  /** How much longer while a source's budget is scarce (CACHE_STALE_SECONDS), at most; default 0. */
  readonly staleMs?: number;
  /** How scarce a source's budget is for a client, 0 … 1; default 0. */
  readonly scarcity?: (source: SourceName, client: string) => number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The operation that asks: an older result is only for one whose client accepts its age. */
type Asking = Pick<SourceCall, 'client' | 'maxAgeMs'>;

/** The most records stored, over all results. */
const MOST_RECORDS = 20_000;
const MOST_LOOK_UPS = 5_000;
/** A search for fewer characters finds too many people to serve a longer text. */
const SHORTEST_BEGINNING = 4;

/**
 * Results of recent searches, so that continued typing costs no requests: a complete result for the beginning of a text
 * contains that for the whole. Shared by all operations of a process. Keys are hashes.
 */
export class SearchMemory {
  /** Stores nothing. */
  static readonly none = new SearchMemory({ freshMs: 0, now: Date.now });

  readonly #options: SearchMemoryOptions;
  readonly #answers: LRUCache<string, CachedSearch>;
  readonly #lookUps: LRUCache<string, CachedLookUp>;
  readonly #underWay = new Map<string, SearchUnderWay>();

  constructor(options: SearchMemoryOptions) {
    this.#options = options;
    const ttl = {
      ttl: Math.max(1, options.freshMs === 0 ? 0 : options.freshMs + (options.staleMs ?? 0)),
      ttlAutopurge: true,
      ttlResolution: 0,
      // lru-cache takes a start of 0 for none, and its timer would then fire without end.
      perf: { now: () => options.now() + 1 },
    };
    this.#answers = new LRUCache({
      ...ttl,
      maxSize: MOST_RECORDS,
      sizeCalculation: ({ records }) => 1 + records.length,
    });
    this.#lookUps = new LRUCache({ ...ttl, max: MOST_LOOK_UPS });
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#options.now();
  }

  /** Whether any look-ups are kept: hashing keys for nothing would cost each row of a list. */
  get hasLookUps(): boolean {
    return this.#lookUps.size > 0;
  }

  /** The result for this text, or a complete one for a beginning of it. */
  find(source: SourceName, text: SearchText, call: Asking): CachedSearch | undefined {
    const most = this.#mostAgeMs(source, call);
    for (let length = text.text.length; length > 0; length--) {
      const cached = this.#answers.get(keyOf(source, text.text.slice(0, length)));
      if (cached === undefined || this.now() >= cached.storedAt + most) continue;
      const isSame = length === text.text.length;
      if (isSame || (cached.isComplete && cached.covers?.(text) === true)) return cached;
    }
    return undefined;
  }

  /** Remembers a search until it is over, so that whoever types on can wait for it. */
  begin(source: SourceName, { text }: SearchText, search: SearchUnderWay): void {
    if (this.#options.freshMs === 0) return;
    const key = keyOf(source, text);
    this.#underWay.set(key, search);
    void search.over.then(() => {
      if (this.#underWay.get(key) === search) this.#underWay.delete(key);
    });
  }

  /** Resolves when a search for a beginning of this text is over, if one was sent that may serve it; else undefined. */
  untilBeginning(source: SourceName, text: SearchText): Promise<unknown> | undefined {
    if (this.#underWay.size === 0) return undefined;
    for (let length = text.text.length - 1; length >= SHORTEST_BEGINNING; length--) {
      const search = this.#underWay.get(keyOf(source, text.text.slice(0, length)));
      if (search?.isSent() === true && search.mayServe(text)) return search.over;
    }
    return undefined;
  }

  keep(source: SourceName, answer: CachedSearch): void {
    if (this.#options.freshMs > 0) this.#answers.set(keyOf(source, answer.text.text), answer);
  }

  /** What a recent search's look-up of this key found; undefined if it was not looked up recently. */
  lookUp(source: SourceName, { kind, value }: RecordKey, call: Asking): CachedLookUp | undefined {
    const cached = this.#lookUps.get(keyOf(source, kind, value));
    const isUsable = cached !== undefined && this.now() < cached.storedAt + this.#mostAgeMs(source, call);
    return isUsable ? cached : undefined;
  }

  /** How a cached result is reported. */
  ageOf({ storedAt }: Pick<Cost, 'storedAt'>): { readonly ageSeconds: number; readonly stale: boolean } {
    const ageMs = Math.max(0, this.now() - storedAt);
    return { ageSeconds: Math.floor(ageMs / 1000), stale: ageMs >= this.#options.freshMs };
  }

  /** Older ones are for scarce budgets, as far as the client accepts their age. */
  #mostAgeMs(source: SourceName, { client, maxAgeMs = Number.POSITIVE_INFINITY }: Asking): number {
    const { freshMs, staleMs = 0, scarcity } = this.#options;
    if (staleMs === 0 || scarcity === undefined) return freshMs;
    return Math.max(freshMs, Math.min(freshMs + staleMs * scarcity(source, client), maxAgeMs));
  }

  /** Unless what is known is as recent: a search that is used again shows nothing new. */
  keepLookUp(source: SourceName, { kind, value }: RecordKey, found: CachedLookUp): void {
    if (this.#options.freshMs === 0) return;
    const key = keyOf(source, kind, value);
    const known = this.#lookUps.get(key);
    if (known === undefined || known.storedAt < found.storedAt) this.#lookUps.set(key, found);
  }
}

function keyOf(source: SourceName, ...of: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([source, ...of]))
    .digest('base64url');
}
