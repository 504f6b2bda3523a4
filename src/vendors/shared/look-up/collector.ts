import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SourceCall } from '../../../customers/source-call.ts';
import type { UpstreamError } from '../../../errors/gateway-error.ts';
import type { Clock } from '../../../upstream/clock.ts';
import { NotCached } from '../../../upstream/single-flight/not-cached.ts';
import { Pending } from '../../../upstream/single-flight/pending.ts';
import type { UpstreamCall } from '../../../upstream/upstream-call.ts';
import { SharedCall } from './shared-call.ts';
import type { SharedSets } from './shared-sets.ts';

/**
 * How long a question waits for those of other operations: routers send the `_entities` calls of an operation at once.
 * Only idle time of the process counts, up to the longest wait: while it still parses other operations, it could not
 * process a response either.
 */
const WINDOW_MS = 1;
const LONGEST_WAIT_MS = 10;

/** The most sets of keys remembered, each with the combined set that was requested. */
const MOST_REMEMBERED = 2000;

/** The most keys remembered, each with the set that it was requested in. */
const MOST_KEYS = 20_000;

/** An answer is put together from the responses to at most so many earlier questions. */
const MOST_SETS = 8;

export interface CollectOptions {
  readonly clock: Clock;
  /** How long the process has been idle since it started, in milliseconds. */
  readonly idleMs: () => number;
  /** How long a response is served from the cache, and how long it may replace a failed request. */
  readonly freshMs: number;
  readonly staleMs: number;
  /** The error for an operation of this client whose deadline passes while the source is asked. */
  readonly timeoutError: (client: string) => UpstreamError;
  /** What other replicas asked together; absent: there are none. */
  readonly sharedSets?: Pick<SharedSets, 'find' | 'remember'> | undefined;
}

export interface CollectorOptions<Key, Found> extends CollectOptions {
  readonly textOf: (key: Key) => string;
  /** The key of a text; null if it is none. */
  readonly keyOf: (text: string) => Key | null;
  /** Whether one request certainly holds them. */
  readonly fits: (keys: readonly Key[]) => boolean;
  /** What is found for each of the keys, aligned to them. Rejects with NotCached for a call that wants no request. */
  readonly ask: (keys: readonly Key[], call: SourceCall) => Promise<readonly Found[]>;
}

/** One operation's keys that wait for the end of the window. */
interface Waiting<Key, Found> {
  readonly keys: readonly Key[];
  readonly call: SourceCall;
  settle(found: Promise<readonly Found[]>): void;
}

/**
 * Combines a client's questions of different operations within a millisecond into one request. Each operation keeps its
 * own deadline and leaves without affecting the others. One operation is charged with the request, the others share it.
 *
 * A key that was asked before, with whichever others, is answered from that response as long as the cache serves it.
 * Only the other keys are sent.
 */
export class Collector<Key, Found> {
  readonly #options: CollectorOptions<Key, Found>;
  readonly #windows = new Map<string, Waiting<Key, Found>[]>();
  // Only the request that was sent is cached, so keys that were sent with others are sent with them again.
  readonly #askedIn = new LRUCache<string, readonly Key[]>({ max: MOST_REMEMBERED });
  readonly #setOfKey = new LRUCache<string, readonly Key[]>({ max: MOST_KEYS });

  constructor(options: CollectorOptions<Key, Found>) {
    this.#options = options;
  }

  /** What is found for each key, aligned to them. */
  async find(keys: readonly Key[], call: SourceCall): Promise<readonly Found[]> {
    const { fits, ask, textOf } = this.#options;
    if (!fits(keys)) {
      this.#rememberKeys(keys, keys);
      this.#share(keys);
      return ask(keys, call);
    }
    if (this.#options.sharedSets !== undefined) await this.#learnSets(keys);
    const keysBySet = new Map<readonly Key[] | null, Key[]>();
    for (const key of keys) {
      const set = this.#setOfKey.get(this.#hashOf([key])) ?? null;
      const place = keysBySet.has(set) || keysBySet.size < MOST_SETS ? set : null;
      keysBySet.set(place, [...(keysBySet.get(place) ?? []), key]);
    }
    const askRest = (rest: readonly Key[]) =>
      rest.length === keys.length ? this.#askAgain(keys, call) : this.#join(rest, call);
    const byKey = new Map<string, Found>();
    await Promise.all(
      [...keysBySet].map(async ([set, own]) => {
        const cached = set === null ? null : await this.#fromCache(own, set, call);
        const found = cached ?? (await askRest(own));
        own.forEach((key, index) => void byKey.set(textOf(key), found[index] as Found));
      }),
    );
    return keys.map((key) => byKey.get(textOf(key)) as Found);
  }

  /** What other replicas asked for the keys in, unless they were asked here so recently that the response is fresh. */
  async #learnSets(keys: readonly Key[]): Promise<void> {
    const { sharedSets, textOf, keyOf, staleMs } = this.#options;
    const unknown = keys.filter((key) => this.#setOfKey.getRemainingTTL(this.#hashOf([key])) <= staleMs);
    if (unknown.length === 0) return;
    const texts = (await sharedSets?.find(unknown.map(textOf))) ?? [];
    const setByTexts = new Map<readonly string[], readonly Key[]>();
    for (const [index, key] of unknown.entries()) {
      const found = texts[index];
      if (found === undefined) continue;
      // One array for all keys of a set, because they are answered together.
      const set = setByTexts.get(found) ?? found.map(keyOf).filter((each) => each !== null);
      setByTexts.set(found, set);
      if (set.length === found.length) this.#rememberKeys([key], set);
    }
  }

  /** From the response to an earlier question about this set; null if it is no longer cached. */
  async #fromCache(
    keys: readonly Key[],
    set: readonly Key[],
    call: SourceCall,
  ): Promise<readonly Found[] | null> {
    try {
      return await this.#pick(keys, set, this.#options.ask(set, { ...call, isCachedOnly: true }));
    } catch (error) {
      if (error instanceof NotCached) return null;
      throw error;
    }
  }

  /** With the same others as before, if the same keys were asked before: an old response may replace a failed one. */
  #askAgain(keys: readonly Key[], call: SourceCall): Promise<readonly Found[]> {
    const before = this.#askedIn.get(this.#hashOf(keys));
    return before === undefined
      ? this.#join(keys, call)
      : this.#pick(keys, before, this.#options.ask(before, call));
  }

  #join(keys: readonly Key[], call: SourceCall): Promise<readonly Found[]> {
    return new Promise((settle) => {
      const { client } = call;
      const open = this.#windows.get(client);
      const waiting = { keys, call, settle };
      if (open !== undefined && this.#options.fits(this.#unionOf([...open, waiting]))) {
        open.push(waiting);
        return;
      }
      const window = [waiting];
      this.#windows.set(client, window);
      this.#atEndOfWindow(() => {
        if (this.#windows.get(client) === window) this.#windows.delete(client);
        this.#ask(window);
      });
    });
  }

  #atEndOfWindow(run: () => void): void {
    const { clock, idleMs } = this.#options;
    const openedAt = clock.now();
    const idleBefore = idleMs();
    const wait = (ms: number) => {
      clock.setTimer(ms, () => {
        const left = WINDOW_MS - (idleMs() - idleBefore);
        if (left > 0 && clock.now() - openedAt < LONGEST_WAIT_MS) wait(left);
        else run();
      });
    };
    wait(WINDOW_MS);
  }

  #ask(window: readonly Waiting<Key, Found>[]): void {
    const { clock, freshMs, staleMs, ask } = this.#options;
    const gone = window.filter(({ call }) => call.signal.aborted);
    for (const { call, settle } of gone) settle(Promise.reject(call.signal.reason));
    const waiting = window.filter((each) => !gone.includes(each));
    const [first, ...others] = waiting;
    if (first === undefined) return;
    if (others.length === 0) {
      this.#remember(first.keys, first.keys, freshMs);
      this.#share(first.keys);
      first.settle(ask(first.keys, first.call));
      return;
    }
    const keys = this.#unionOf(waiting);
    this.#share(keys);
    const pending = new Pending<readonly Found[]>(first.call, clock, (call) => this.#toTimeout(call));
    const calls = new Set(waiting.map(({ call }) => call));
    for (const each of waiting) {
      this.#remember(each.keys, keys, freshMs + staleMs);
      const joined = pending.join(each.call).finally(() => calls.delete(each.call));
      each.settle(this.#pick(each.keys, keys, joined));
    }
    pending.settleWith(ask(keys, new SharedCall(pending, calls)));
  }

  #remember(keys: readonly Key[], askedWith: readonly Key[], ttl: number): void {
    if (this.#options.freshMs > 0) this.#askedIn.set(this.#hashOf(keys), askedWith, { ttl });
    this.#rememberKeys(keys, askedWith);
  }

  #rememberKeys(keys: readonly Key[], askedWith: readonly Key[]): void {
    const { freshMs, staleMs } = this.#options;
    if (freshMs === 0) return;
    for (const key of keys) this.#setOfKey.set(this.#hashOf([key]), askedWith, { ttl: freshMs + staleMs });
  }

  #share(keys: readonly Key[]): void {
    this.#options.sharedSets?.remember(keys.map(this.#options.textOf));
  }

  #toTimeout({ client, deadlineCause }: UpstreamCall) {
    const error = this.#options.timeoutError(client);
    if (deadlineCause !== undefined) deadlineCause.error ??= error;
    return error;
  }

  /** Each key once, in the order received. */
  #unionOf(waiting: readonly Waiting<Key, Found>[]): readonly Key[] {
    const { textOf } = this.#options;
    return [
      ...new Map(waiting.flatMap(({ keys }) => keys.map((key) => [textOf(key), key] as const))).values(),
    ];
  }

  /** Of what is found for `asked`, what belongs to `keys`. */
  async #pick(
    keys: readonly Key[],
    asked: readonly Key[],
    finding: Promise<readonly Found[]>,
  ): Promise<readonly Found[]> {
    const found = await finding;
    if (asked === keys) return found;
    const { textOf } = this.#options;
    const places = new Map(asked.map((key, index) => [textOf(key), index]));
    return keys.map((key) => found[places.get(textOf(key)) ?? -1] as Found);
  }

  /** Hashed, because emails and phones must not be stored in clear. */
  #hashOf(keys: readonly Key[]): string {
    return hash('sha256', JSON.stringify(keys.map(this.#options.textOf)), 'base64url');
  }
}
