import { normalKeyValue } from '../model/identity-keys.ts';
import type { RecordKey, SourceRecord } from '../model/source-record.ts';

type Kind = RecordKey['kind'];

/** Records by one kind of key, as far as needed. */
interface Index {
  /** How many of the records are indexed. */
  done: number;
  readonly byValue: Map<string, SourceRecord[]>;
}

/**
 * The records that an operation has received from one source. They win over look-ups: a list may show a record that the
 * vendor's search does not find, and a record counts for the whole operation.
 */
export class RecordsInHand {
  readonly #records: SourceRecord[] = [];
  readonly #ids = new Set<string>();
  readonly #indexes = new Map<Kind, Index>();

  saw(records: readonly SourceRecord[]): void {
    for (const record of records) {
      if (record.isUnreadable === true || this.#ids.has(record.id)) continue;
      this.#ids.add(record.id);
      this.#records.push(record);
    }
  }

  /** The records found for a key, plus those in hand with it. */
  complete(key: RecordKey, found: readonly SourceRecord[]): readonly SourceRecord[] {
    if (this.#records.length === 0) return found;
    const inHand = this.#withKey(key);
    if (inHand.length === 0) return found;
    const others = inHand.filter(({ id }) => !found.some((each) => each.id === id));
    return others.length === 0 ? found : [...found, ...others];
  }

  #withKey(key: RecordKey): readonly SourceRecord[] {
    const index = this.#indexes.get(key.kind) ?? { done: 0, byValue: new Map() };
    this.#indexes.set(key.kind, index);
    for (; index.done < this.#records.length; index.done++) {
      const record = this.#records[index.done];
      const value = record && (key.kind === 'id' ? record.id : record.keys[key.kind]);
      if (record === undefined || value === undefined) continue;
      const known = index.byValue.get(value);
      if (known === undefined) index.byValue.set(value, [record]);
      else known.push(record);
    }
    return index.byValue.get(normalKeyValue(key) ?? '') ?? [];
  }
}
