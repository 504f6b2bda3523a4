import { crc32 } from 'node:zlib';
import type { SourceRecord } from '../../../customers/model/source-record.ts';

/** The most values remembered; the oldest are dropped first. */
const MOST_VALUES = 20_000;

/** The kinds of keys that are remembered; phones are not, because parsing them is expensive. */
const KINDS = ['email', 'userId'] as const;
type Kind = (typeof KINDS)[number];

/** A look-up value in the form used by records. */
export interface SeenKey {
  readonly kind: string;
  readonly value: string;
}

/**
 * Remembers which records responses contained, by their keys. If a look-up misses one of them, the vendor's search does
 * not find what its lists show, or not when sent that way. It also remembers which keys were looked up, so that a
 * further record with one of them shows the same. Only hashes and ids are stored. The memory may be out of date, so it
 * is a reason to check, never an answer.
 */
export class SeenRecords {
  readonly #ids = new Map<number, readonly string[]>();
  readonly #lookedUp = new Map<number, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * Remembers the records of a response. Returns their keys that were recently looked up without finding them, each
   * once.
   */
  saw(records: readonly SourceRecord[]): readonly SeenKey[] {
    const missed: SeenKey[] = [];
    for (const { id, keys, isUnreadable } of records) {
      if (isUnreadable === true) continue;
      for (const kind of KINDS) {
        const value = keys[kind];
        if (value === undefined) continue;
        const name = nameOf({ kind, value });
        const ids = this.#ids.get(name) ?? [];
        if (ids.includes(id)) continue;
        keep(this.#ids, name, [...ids.slice(-MOST_IDS + 1), id]);
        const lookedUpAt = this.#lookedUp.get(name);
        if (lookedUpAt === undefined) continue;
        this.#lookedUp.delete(name);
        if (this.#now() - lookedUpAt < RECENT_MS) missed.push({ kind, value });
      }
    }
    return missed;
  }

  /** The ids of records that had a key when last seen. */
  idsWith(key: SeenKey): readonly string[] {
    return isSeenKind(key.kind) ? (this.#ids.get(nameOf(key)) ?? []) : [];
  }

  /** A key was looked up, and all records that it found have been seen. */
  lookedUp(key: SeenKey): void {
    if (isSeenKind(key.kind)) keep(this.#lookedUp, nameOf(key), this.#now());
  }

  /** A record no longer has the key. */
  forget(key: SeenKey, id: string): void {
    const ids = this.idsWith(key).filter((each) => each !== id);
    if (ids.length === 0) this.#ids.delete(nameOf(key));
    else this.#ids.set(nameOf(key), ids);
  }
}

/** A record may have gained the value since. */
const RECENT_MS = 60_000;

/** The most records remembered per value. */
const MOST_IDS = 20;

function isSeenKind(kind: string): kind is Kind {
  return (KINDS as readonly string[]).includes(kind);
}

function nameOf({ kind, value }: SeenKey): number {
  return crc32(`${kind} ${value}`);
}

function keep<Value>(map: Map<number, Value>, name: number, value: Value): void {
  map.set(name, value);
  const [oldest] = map.keys();
  if (map.size > MOST_VALUES && oldest !== undefined) map.delete(oldest);
}
