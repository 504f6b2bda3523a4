import { hash, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SharedStore, StoreScript } from '../redis/shared-store.ts';

/** If more tags than this are dropped within the life of a cached response, the oldest are forgotten. */
const MOST_TAGS = 50_000;
const SHARED_TAGS = 10_000;
const DAY_MS = 86_400_000;

/**
 * KEYS[1]: tags by the number of the last drop that named them. KEYS[2]: that number. ARGV: how many to keep, for how
 * long (ms), tags.
 */
const DROP = script(`
local number = redis.call('INCR', KEYS[2])
for index = 3, #ARGV do redis.call('ZADD', KEYS[1], number, ARGV[index]) end
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[1]) - 1)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return number`);

/** ARGV[1]: the last number known. Returns the current number, then tags and numbers since. */
const SINCE = script(`
local number = tonumber(redis.call('GET', KEYS[2]) or '0')
local from = tonumber(ARGV[1])
if number < from then from = 0 end
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. from, '+inf', 'WITHSCORES')
table.insert(found, 1, tostring(number))
return found`);

const KEYS = ['customer-gateway:dropped', 'customer-gateway:drops'];

/**
 * Decides which cached responses may still be served, by their tags. A response is cached under the versions of its
 * tags. When a tag is dropped, its version changes, locally at once and, through the shared store, in all replicas
 * within a beat. Anything cached or pending under the previous version is no longer found.
 */
export class TagVersions {
  readonly #versions = new LRUCache<string, string>({ max: MOST_TAGS });
  readonly #shared: SharedStore | null;
  readonly #own = randomUUID();
  #dropped = 0;
  #known = 0;

  constructor(shared: SharedStore | null) {
    this.#shared = shared;
    shared?.onBeat(() => this.#learn());
  }

  /** The versions of these tags of one source; `''` if none of them was ever dropped. */
  of(source: string, tags: readonly string[] | undefined): string {
    if (tags === undefined || this.#versions.size === 0) return '';
    return tags.flatMap((tag) => this.#versions.get(toName(source, tag)) ?? []).join(' ');
  }

  /** True: dropped in all replicas. False: only here, since the shared store is unavailable. */
  async drop(source: string, tags: readonly string[]): Promise<boolean> {
    const names = tags.map((tag) => toName(source, tag));
    this.#dropped++;
    for (const name of names) this.#versions.set(name, `${this.#own} ${this.#dropped}`);
    if (this.#shared === null) return true;
    try {
      const number = await this.#shared.run(DROP, KEYS, [SHARED_TAGS, DAY_MS, ...names]);
      // All replicas use the same version, so that they continue to share what they fetch from now on.
      for (const name of names) this.#versions.set(name, String(number));
      return true;
    } catch {
      return false;
    }
  }

  async #learn(): Promise<void> {
    const found = await this.#shared?.run(SINCE, KEYS, [this.#known]);
    const [number = '0', ...entries] = Array.isArray(found) ? found.map(String) : [];
    for (let at = 0; at + 1 < entries.length; at += 2) {
      this.#versions.set(entries[at] ?? '', entries[at + 1] ?? '');
    }
    this.#known = Number(number);
  }
}

/** Hashed, because tags name customers. */
function toName(source: string, tag: string): string {
  return hash('sha256', `${source}\n${tag}`, 'base64url').slice(0, 22);
}

function script(lua: string): StoreScript {
  return { lua, sha: hash('sha1', lua, 'hex') };
}
