import { hash } from 'node:crypto';
import type { SharedStore } from '../../../upstream/redis/shared-store.ts';
import { toStoreScript } from '../../../upstream/redis/store-script.ts';

export interface SharedSetsOptions {
  readonly store: SharedStore;
  /** A hash that distinguishes sources and credentials. */
  readonly scope: string;
  /** How long a set is remembered, in milliseconds. */
  readonly keepMs: number;
}

/** Larger sets are not shared: nothing was combined in them. */
const MOST_KEYS = 200;
const LONGEST_KEY = 400;
/** Of the sets that one question's keys were asked in. */
const MOST_SETS = 8;

/** KEYS[1]: the set. KEYS[2] …: its keys. ARGV: the set, how long it is kept (ms), its name. */
const REMEMBER = toStoreScript(`
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
for i = 2, #KEYS do redis.call('SET', KEYS[i], ARGV[3], 'PX', ARGV[2]) end
return 0`);

/** The names of the sets that KEYS were asked in; '' for none, or for anything else. */
const NAMES = toStoreScript(`
local names = {}
for i, key in ipairs(KEYS) do
  local name = redis.pcall('GETRANGE', key, 0, 99)
  names[i] = type(name) == 'string' and name or ''
end
return names`);

/**
 * Which keys were asked together in one request, in all replicas: a key is answered from the cached response to any set
 * that had it. Keys are stored under hashes. An unavailable store neither delays nor fails a question.
 */
export class SharedSets {
  readonly #options: SharedSetsOptions;
  readonly #prefix: string;

  constructor(options: SharedSetsOptions) {
    this.#options = options;
    this.#prefix = `customer-gateway:asked:{${options.scope}}`;
  }

  remember(set: readonly string[]): void {
    const { store, keepMs } = this.#options;
    // Alone, or with itself, a key's response is found without this.
    if (set.length < 2 || set.length > MOST_KEYS || keepMs <= 0 || !store.isUp) return;
    const text = JSON.stringify(set);
    const name = this.#hashOf(text);
    const keys = [this.#setKey(name), ...set.map((key) => this.#keyKey(key))];
    store.run(REMEMBER, keys, [text, Math.ceil(keepMs), name]).catch(() => {});
  }

  /** The set that each key was asked in most recently; undefined if it is not known. */
  async find(keys: readonly string[]): Promise<readonly (readonly string[] | undefined)[]> {
    const { store } = this.#options;
    if (!store.isUp || keys.length > MOST_KEYS) return keys.map(() => undefined);
    try {
      const answer: unknown = await store.run(
        NAMES,
        keys.map((key) => this.#keyKey(key)),
        [],
      );
      const names = keys.map((_, index) => toName(Array.isArray(answer) ? answer[index] : null));
      const wanted = [...new Set(names.filter((name) => name !== null))].slice(0, MOST_SETS);
      const sets = await Promise.all(wanted.map((name) => store.get(this.#setKey(name))));
      const setByName = new Map(wanted.map((name, index) => [name, toSet(sets[index] ?? null)]));
      return keys.map((key, index) => {
        const set = setByName.get(names[index] ?? '');
        return set?.includes(key) === true ? set : undefined;
      });
    } catch {
      return keys.map(() => undefined);
    }
  }

  #setKey(name: string): string {
    return `${this.#prefix}:set:${name}`;
  }

  #keyKey(key: string): string {
    return `${this.#prefix}:key:${this.#hashOf(key)}`;
  }

  #hashOf(text: string): string {
    return hash('sha256', `${this.#options.scope}\n${text}`, 'base64url');
  }
}

function toName(answer: unknown): string | null {
  return typeof answer === 'string' && /^[\w-]{43}$/.test(answer) ? answer : null;
}

/**
 * Anyone who can write to the store can write anything: a list of strings, each once, within the limits, or null. Pure.
 */
export function toSet(stored: string | null): readonly string[] | null {
  if (stored === null || stored.length > MOST_KEYS * LONGEST_KEY) return null;
  let set: unknown;
  try {
    set = JSON.parse(stored);
  } catch {
    return null;
  }
  if (!Array.isArray(set) || set.length > MOST_KEYS || new Set(set).size !== set.length) return null;
  const areKeys = set.every((key) => typeof key === 'string' && key.length <= LONGEST_KEY);
  return areKeys ? (set as readonly string[]) : null;
}
