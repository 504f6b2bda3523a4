import DataLoader from 'dataloader';
import type { CustomerSource } from '../customer-source.ts';
import { emailSpellings } from '../model/email.ts';
import type { RecordKey, SourceRecord } from '../model/source-record.ts';
import { type RecordingMeter, recording } from '../recording-meter.ts';
import type { SourceCall } from '../source-call.ts';
import { RecordsInHand } from './records-in-hand.ts';

/** All records with a key. */
export interface FoundByKey {
  readonly key: RecordKey;
  readonly records: readonly SourceRecord[];
}

/** What is looked up along with other keys. */
interface Along {
  readonly keys: readonly RecordKey[];
  /** Receives everything that the request found. */
  finish(found: readonly FoundByKey[], meter: RecordingMeter): void;
}

/** Chooses what is looked up along with these keys. */
export type ChooseAlong = (keys: readonly RecordKey[]) => Along;

/**
 * One operation's cache of one source's look-ups: a key is looked up once, and keys of one tick share requests. A
 * failure is cached too, so an operation does not retry.
 */
export class RecordLookup {
  readonly source: CustomerSource;
  readonly #memory = new Map<string, Promise<readonly SourceRecord[]>>();
  readonly #loader: DataLoader<RecordKey, readonly SourceRecord[], string>;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #inHand = new RecordsInHand();
  #along: ChooseAlong | null = null;

  constructor(source: CustomerSource, call: SourceCall) {
    this.source = source;
    // DataLoader drops a batch that rejects, but caches errors that are its values.
    const ask = (keys: readonly RecordKey[]) =>
      this.#askAlong(keys, call).catch((error) => keys.map(() => error));
    this.#loader = new DataLoader(ask, {
      cacheKeyFn: memoryKey,
      cacheMap: this.#memory,
      batchScheduleFn: (go) => atEndOfTick(() => void this.#afterPending(go)),
    });
  }

  /** Keys from now on wait until this work is done, whatever its outcome: it may add keys to the same request. */
  waitFor(work: Promise<unknown>): void {
    const settled = work.then(nothing, nothing);
    this.#pending.add(settled);
    settled.then(() => this.#pending.delete(settled));
  }

  /** Every record with this key. Batched with all others of this tick, and charged to the operation. */
  load(key: RecordKey): Promise<readonly SourceRecord[]> {
    if (!this.#canAsk(key)) return NOTHING;
    return this.#loader.load(key).then((found) => this.#inHand.complete(key, found));
  }

  /** Adds records from another response: each counts for the keys it has, whatever a look-up finds. */
  saw(records: readonly SourceRecord[]): void {
    this.#inHand.saw(records);
  }

  /** Every record with one of these keys, aligned to `keys`: looked up at once, and charged to this call. */
  async loadNow(keys: readonly RecordKey[], call: SourceCall): Promise<readonly (readonly SourceRecord[])[]> {
    const unasked = this.unasked(keys);
    if (unasked.length > 0) {
      const answers = this.#ask(unasked, call);
      unasked.forEach((key, index) => {
        const answer = orNone(answers, index);
        this.#memory.set(memoryKey(key), answer);
        for (const other of spellingsOf(key).map(memoryKey)) {
          if (!this.#memory.has(other)) this.#memory.set(other, answer);
        }
      });
    }
    return Promise.all(
      keys.map(async (key) => {
        const found = this.#canAsk(key) ? await (this.#memory.get(memoryKey(key)) ?? NOTHING) : [];
        return this.#inHand.complete(key, found);
      }),
    );
  }

  /** Caches all records with a key, from a list. */
  prime(key: RecordKey, records: readonly SourceRecord[]): void {
    if (!this.#memory.has(memoryKey(key))) this.#memory.set(memoryKey(key), Promise.resolve(records));
  }

  /** Caches a failure that a look-up of these keys would meet, too. */
  failed(keys: readonly RecordKey[], error: unknown): void {
    const failure = Promise.reject(error);
    failure.catch(nothing); // Readers of the cache receive it.
    for (const key of this.unasked(keys)) this.#memory.set(memoryKey(key), failure);
  }

  /** Further keys for each request that `load` sends. */
  lookUpAlong(choose: ChooseAlong): void {
    this.#along = choose;
  }

  /** The keys that `loadNow` would have to look up, each once. */
  unasked(keys: readonly RecordKey[]): readonly RecordKey[] {
    const open = keys.filter((key) => this.#canAsk(key) && !this.#memory.has(memoryKey(key)));
    return [...new Map(open.map((key) => [memoryKey(key), key])).values()];
  }

  async #askAlong(
    keys: readonly RecordKey[],
    call: SourceCall,
  ): Promise<readonly (readonly SourceRecord[])[]> {
    if (this.#along === null) return this.#ask(keys, call);
    const along = this.#along(keys);
    const all = [...keys, ...along.keys];
    const meter = recording(call.meter);
    const answers = this.#ask(all, { ...call, meter });
    for (const [at, key] of all.entries()) {
      if (at >= keys.length) this.#memory.set(memoryKey(key), orNone(answers, at));
    }
    const found = await answers;
    along.finish(
      all.map((key, at) => ({ key, records: found[at] ?? [] })),
      meter,
    );
    return found.slice(0, keys.length);
  }

  async #ask(keys: readonly RecordKey[], call: SourceCall): Promise<readonly (readonly SourceRecord[])[]> {
    const answers = await this.source.lookUp(keys, call);
    for (const found of answers) this.#inHand.saw(found);
    return answers;
  }

  async #afterPending(ask: () => void): Promise<void> {
    if (this.#pending.size === 0) return ask();
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    atEndOfTick(ask);
  }

  #canAsk(key: RecordKey): boolean {
    return this.source.abilities.lookUpBatch[key.kind] > 0;
  }
}

const NOTHING: Promise<readonly SourceRecord[]> = Promise.resolve([]);

/** Runs once all promises that can settle have settled, so that resulting look-ups share the same request. */
function atEndOfTick(run: () => void): void {
  Promise.resolve().then(() => process.nextTick(run));
}

const nothing = () => {};

function orNone(
  answers: Promise<readonly (readonly SourceRecord[])[]>,
  at: number,
): Promise<readonly SourceRecord[]> {
  const answer = answers.then((found) => found[at] ?? []);
  answer.catch(nothing); // Readers of the cache receive the failure.
  return answer;
}

/** Keys that are answered together with a key: sources search for all spellings of an email. */
function spellingsOf({ kind, value }: RecordKey): readonly RecordKey[] {
  return kind === 'email' ? emailSpellings(value).map((spelling) => ({ kind, value: spelling })) : [];
}

const memoryKey = (key: RecordKey) => `${key.kind}:${key.value}`;
