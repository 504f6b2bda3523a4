import type { RecordKey, SourceRecord } from '../../../customers/model/source-record.ts';
import { findMissing, type MissingRecord } from '../traits/missing-records.ts';
import type { SeenKey, SeenRecords } from '../traits/seen-records.ts';

export interface CompleteLookUp<R extends SourceRecord> {
  /** What the vendor finds for the keys, asked as is known best now. */
  readonly search: (keys: readonly RecordKey[]) => Promise<readonly R[]>;
  /** A record by its id, and not by a search. */
  readonly one: (id: string) => Promise<readonly R[]>;
  /** A key's value in the form that records have it in; undefined: no record has it. */
  readonly comparedValue: (key: RecordKey) => string | undefined;
  readonly seen: SeenRecords;
  /** Records that the search should have found. True: from now on it asks in another way. */
  readonly onMissing: (missing: readonly MissingRecord<R>[]) => boolean;
}

/**
 * A look-up that is checked against what was seen before: a record that should have come is asked for by its id. When that
 * shows how the vendor is to be asked, it is asked again, once.
 */
export async function completeLookUp<R extends SourceRecord>(
  keys: readonly RecordKey[],
  { search, one, comparedValue, seen, onMissing }: CompleteLookUp<R>,
): Promise<readonly R[]> {
  const asked = keys.flatMap((key): SeenKey[] => {
    const value = comparedValue(key);
    return value === undefined || key.kind === 'id' ? [] : [{ kind: key.kind, value }];
  });
  const found = await search(keys);
  const missing = await findMissing(asked, found, seen, one);
  const isAskedAnew = missing.length > 0 && onMissing(missing);
  const all = [...(isAskedAnew ? await search(keys) : found), ...missing.map(({ record }) => record)];
  for (const key of asked) {
    if (!all.some(({ keys: own }) => own[key.kind as 'email'] === key.value)) seen.missed(key);
  }
  return all;
}
