import { crc32 } from 'node:zlib';
import type { SourceRecord } from '../../../customers/model/source-record.ts';

/** So many values are remembered; the oldest go first. */
const MOST_VALUES = 20_000;

/** The kinds of keys whose records are remembered: reading phones is expensive, so they are not. */
const KINDS = ['email', 'userId'] as const;
type Kind = (typeof KINDS)[number];

/** A value by which a record can be looked up, in the form that records have it in. */
export interface SeenKey {
  readonly kind: string;
  readonly value: string;
}

/**
 * Which records responses showed, by their keys: a look-up that lacks one of them shows that the vendor's search does not find
 * what its lists show, or not as it was asked. And which keys were looked up in vain: a list that then shows such a record
 * tells the same. Hashes and ids only; what is remembered may be out of date, so it is a reason to ask and no answer.
 */
export class SeenRecords {
  readonly #ids = new Map<number, readonly string[]>();
  readonly #missed = new Map<number, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Records of a response. Gives back the keys of theirs that were looked up in vain a moment ago, each once. */
  saw(records: readonly SourceRecord[]): readonly SeenKey[] {
    const missed: SeenKey[] = [];
    for (const { id, keys, isUnreadable } of records) {
      if (isUnreadable === true) continue;
      for (const kind of KINDS) {
        const value = keys[kind];
        if (value === undefined) continue;
        const name = nameOf({ kind, value });
        const missedAt = this.#missed.get(name);
        if (missedAt !== undefined) {
          this.#missed.delete(name);
          if (this.#now() - missedAt < RECENT_MS) missed.push({ kind, value });
        }
        const ids = this.#ids.get(name) ?? [];
        if (!ids.includes(id)) keep(this.#ids, name, [...ids.slice(-MOST_IDS + 1), id]);
      }
    }
    return missed;
  }

  /** The ids of records that had a key when they were last seen. */
  idsWith(key: SeenKey): readonly string[] {
    return isSeenKind(key.kind) ? (this.#ids.get(nameOf(key)) ?? []) : [];
  }

  /** A key was looked up, and no record has it. */
  missed(key: SeenKey): void {
    if (isSeenKind(key.kind)) keep(this.#missed, nameOf(key), this.#now());
  }

  /** A record does not have the key after all. */
  forget(key: SeenKey, id: string): void {
    const ids = this.idsWith(key).filter((each) => each !== id);
    if (ids.length === 0) this.#ids.delete(nameOf(key));
    else this.#ids.set(nameOf(key), ids);
  }
}

/** Somebody may have got the value since. */
const RECENT_MS = 60_000;

/** Records of one value that are remembered. */
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
