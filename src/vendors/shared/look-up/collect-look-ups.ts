import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CustomerSource } from '../../../customers/customer-source.ts';
import { shareOfRequest, slotOf } from '../../../customers/lookup/lookup-batching.ts';
import type { RecordKey, SourceRecord } from '../../../customers/model/source-record.ts';
import type { SourceCall } from '../../../customers/source-call.ts';
import type { Clock } from '../../../upstream/clock.ts';
import { NotCached } from '../../../upstream/single-flight/not-cached.ts';
import { Pending } from '../../../upstream/single-flight/pending.ts';
import type { UpstreamCall } from '../../../upstream/upstream-call.ts';
import { toTimeoutError } from '../../../upstream/upstream-errors.ts';
import { SharedCall } from './shared-call.ts';

/**
 * How long a look-up waits for those of other operations: routers send the `_entities` calls of an operation at once.
 * Only idle time of the process counts, up to the longest wait: while it still parses other operations, it could not
 * process a response either.
 */
const WINDOW_MS = 1;
const LONGEST_WAIT_MS = 10;

/** The most sets of keys remembered, each with the combined set that was requested. */
const MOST_REMEMBERED = 2000;

/** The most keys remembered, each with the set that it was requested in. */
const MOST_KEYS = 20_000;

/** A look-up is put together from the responses to at most so many earlier ones. */
const MOST_SETS = 8;

export interface CollectOptions {
  readonly clock: Clock;
  /** How long the process has been idle since it started, in milliseconds. */
  readonly idleMs: () => number;
  /** How long a response is served from the cache, and how long it may replace a failed request. */
  readonly freshMs: number;
  readonly staleMs: number;
}

type Found = readonly (readonly SourceRecord[])[];

/** One operation's keys that wait for the end of the window. */
interface Waiting {
  readonly keys: readonly RecordKey[];
  readonly call: SourceCall;
  settle(found: Promise<Found>): void;
}

/**
 * Combines look-ups of different operations within a millisecond into one, as far as one request can hold them, and by
 * kind of key if the source does not mix kinds. Each operation keeps its own deadline and leaves without affecting the
 * others. One operation is charged with the request, the others share it.
 *
 * A key that was looked up before, with whichever others, is answered from that response as long as the cache serves it:
 * the profile found for a list serves the panel and the search. Only the other keys are sent.
 *
 * Look-ups that are restricted, bypass caches, or fill a request by themselves are not combined.
 */
export function collectLookUps(
  source: CustomerSource,
  { clock, idleMs, freshMs, staleMs }: CollectOptions,
): CustomerSource {
  const { abilities, name } = source;
  const windows = new Map<string, Waiting[]>();
  // Only the request that was sent is cached, so keys that were sent with others are sent with them again.
  const askedIn = new LRUCache<string, readonly RecordKey[]>({ max: MOST_REMEMBERED });
  const setOfKey = new LRUCache<string, readonly RecordKey[]>({ max: MOST_KEYS });

  async function lookUpGroup(keys: readonly RecordKey[], call: SourceCall): Promise<Found> {
    if (!fitsOneRequest(keys, source)) {
      rememberKeys(keys, keys);
      return source.lookUp(keys, call);
    }
    const keysBySet = new Map<readonly RecordKey[] | null, RecordKey[]>();
    for (const key of keys) {
      const set = setOfKey.get(hashOf([key])) ?? null;
      const place = keysBySet.has(set) || keysBySet.size < MOST_SETS ? set : null;
      keysBySet.set(place, [...(keysBySet.get(place) ?? []), key]);
    }
    const answers = await Promise.all(
      [...keysBySet].map(async ([set, own]) => {
        const found = set === null ? await askOrJoin(own, call) : await fromCache(own, set, call);
        return own.map((key, index) => [textOf(key), found[index] ?? []] as const);
      }),
    );
    const byKey = new Map(answers.flat());
    return keys.map((key) => byKey.get(textOf(key)) ?? []);
  }

  /** From the response to an earlier look-up of this set, if it is still cached; else by a request. */
  async function fromCache(
    keys: readonly RecordKey[],
    set: readonly RecordKey[],
    call: SourceCall,
  ): Promise<Found> {
    try {
      return await pick(keys, set, source.lookUp(set, { ...call, isCachedOnly: true }));
    } catch (error) {
      if (error instanceof NotCached) return askOrJoin(keys, call);
      throw error;
    }
  }

  function askOrJoin(keys: readonly RecordKey[], call: SourceCall): Promise<Found> {
    const before = askedIn.get(hashOf(keys));
    return before === undefined ? join(keys, call) : pick(keys, before, source.lookUp(before, call));
  }

  function join(keys: readonly RecordKey[], call: SourceCall): Promise<Found> {
    return new Promise((settle) => {
      const slot = slotOf(keys[0] as RecordKey, abilities);
      const open = windows.get(slot);
      const waiting = { keys, call, settle };
      if (open !== undefined && fitsOneRequest(unionOf([...open, waiting]), source)) {
        open.push(waiting);
        return;
      }
      const window: Waiting[] = [waiting];
      windows.set(slot, window);
      atEndOfWindow(() => {
        if (windows.get(slot) === window) windows.delete(slot);
        ask(window);
      });
    });
  }

  function atEndOfWindow(run: () => void): void {
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

  function ask(window: readonly Waiting[]): void {
    const gone = window.filter(({ call }) => call.signal.aborted);
    for (const { call, settle } of gone) settle(Promise.reject(call.signal.reason));
    const waiting = window.filter((each) => !gone.includes(each));
    const [first, ...others] = waiting;
    if (first === undefined) return;
    if (others.length === 0) {
      remember(first.keys, first.keys, freshMs);
      first.settle(source.lookUp(first.keys, first.call));
      return;
    }
    const keys = unionOf(waiting);
    const pending = new Pending<Found>(first.call, clock, toTimeout);
    const calls = new Set(waiting.map(({ call }) => call));
    for (const each of waiting) {
      remember(each.keys, keys, freshMs + staleMs);
      const joined = pending.join(each.call).finally(() => calls.delete(each.call));
      each.settle(pick(each.keys, keys, joined));
    }
    pending.settleWith(source.lookUp(keys, new SharedCall(pending, calls)));
  }

  function remember(keys: readonly RecordKey[], askedWith: readonly RecordKey[], ttl: number): void {
    if (freshMs > 0) askedIn.set(hashOf(keys), askedWith, { ttl });
    rememberKeys(keys, askedWith);
  }

  function rememberKeys(keys: readonly RecordKey[], askedWith: readonly RecordKey[]): void {
    if (freshMs === 0) return;
    for (const key of keys) setOfKey.set(hashOf([key]), askedWith, { ttl: freshMs + staleMs });
  }

  function toTimeout({ deadlineCause }: UpstreamCall) {
    const error = toTimeoutError(name);
    if (deadlineCause !== undefined) deadlineCause.error ??= error;
    return error;
  }

  return {
    ...source,
    async lookUp(keys, call, restrictTo) {
      if (restrictTo !== undefined || call.bypassCache) return source.lookUp(keys, call, restrictTo);
      const slots = new Map<string, RecordKey[]>();
      for (const key of keys) {
        const slot = slotOf(key, abilities);
        slots.set(slot, [...(slots.get(slot) ?? []), key]);
      }
      const found = new Map<string, readonly SourceRecord[]>();
      await Promise.all(
        [...slots.values()].map(async (own) => {
          const records = await lookUpGroup(own, call);
          own.forEach((key, index) => void found.set(textOf(key), records[index] ?? []));
        }),
      );
      return keys.map((key) => found.get(textOf(key)) ?? []);
    },
  };
}

/** Whether one request certainly holds them. */
function fitsOneRequest(keys: readonly RecordKey[], { abilities }: CustomerSource): boolean {
  return keys.reduce((sum, key) => sum + shareOfRequest(key, abilities), 0) <= 1;
}

/** Each key once, in the order received. */
function unionOf(waiting: readonly Waiting[]): readonly RecordKey[] {
  return [...new Map(waiting.flatMap(({ keys }) => keys.map((key) => [textOf(key), key] as const))).values()];
}

/** Of the records found for `asked`, those that belong to `keys`. */
async function pick(
  keys: readonly RecordKey[],
  asked: readonly RecordKey[],
  finding: Promise<Found>,
): Promise<Found> {
  const found = await finding;
  if (asked === keys) return found;
  const places = new Map(asked.map((key, index) => [textOf(key), index]));
  return keys.map((key) => found[places.get(textOf(key)) ?? -1] ?? []);
}

const textOf = ({ kind, value }: RecordKey) => `${kind}:${value}`;

/** Hashed, because emails and phones must not be stored in clear. */
function hashOf(keys: readonly RecordKey[]): string {
  return hash('sha256', JSON.stringify(keys.map(textOf)), 'base64url');
}
