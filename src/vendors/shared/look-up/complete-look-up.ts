import type { RecordKey, SourceRecord } from '../../../customers/model/source-record.ts';
import { findMissing, type MissingRecord } from '../traits/missing-records.ts';
import type { SeenKey, SeenRecords } from '../traits/seen-records.ts';

export interface CompleteLookUp<R extends SourceRecord> {
  /** The vendor's result for the keys, requested in the best way known. */
  readonly search: (keys: readonly RecordKey[]) => Promise<readonly R[]>;
  /** Fetches a record by its id, without a search. */
  readonly one: (id: string) => Promise<readonly R[]>;
  /** A key's value in the form used by records; undefined if no record can have it. */
  readonly comparedValue: (key: RecordKey) => string | undefined;
  readonly seen: SeenRecords;
  /** Called with records that the search should have found. True: from now on it is sent differently. */
  readonly onMissing: (missing: readonly MissingRecord<R>[]) => boolean;
}

/**
 * A look-up checked against records seen before: a missing one is fetched by its id. If that shows a better way to send
 * the look-up, it is repeated once.
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
