import type { RecordKey, SourceRecord } from '../../../customers/model/source-record.ts';
import { findMissing, type MissingRecord, missingOf } from '../traits/missing-records.ts';
import type { SeenKey, SeenRecords } from '../traits/seen-records.ts';

export interface CompleteLookUp<R extends SourceRecord> {
  /** The vendor's result for the keys, requested in the best way known. */
  readonly search: (keys: readonly RecordKey[]) => Promise<readonly R[]>;
  /** Fetches a record by its id, without a search. */
  readonly one: (id: string) => Promise<readonly R[]>;
  /** A key's value in the form used by records; undefined if no record can have it. */
  readonly comparedValue: (key: RecordKey) => string | undefined;
  readonly seen: SeenRecords;
  /** Whether a look-up by these keys may have been read in part. */
  readonly mayBeCut: (keys: readonly RecordKey[]) => boolean;
  /** It was: one of the keys finds a record alone. */
  readonly onCut: (keys: readonly RecordKey[]) => void;
  /** Called with records that the search should have found. True: from now on it is sent differently. */
  readonly onMissing: (missing: readonly MissingRecord<R>[]) => boolean;
  /** Called with those that were found when it was sent differently, and with those that were not. */
  readonly onAskedAnew: (found: readonly MissingRecord<R>[], missing: readonly MissingRecord<R>[]) => void;
}

/**
 * A look-up checked against records seen before. If some are missing because the vendor read only a part of the keys,
 * it is repeated in smaller parts; otherwise they are fetched by their ids. If that shows a better way to send the
 * look-up, it is repeated once.
 */
export async function completeLookUp<R extends SourceRecord>(
  keys: readonly RecordKey[],
  options: CompleteLookUp<R>,
): Promise<readonly R[]> {
  const { search, one, comparedValue, seen, onMissing, onAskedAnew } = options;
  const asked = keys.flatMap((key): SeenKey[] => {
    const value = comparedValue(key);
    return value === undefined || key.kind === 'id' ? [] : [{ kind: key.kind, value }];
  });
  const found = await searchUncut(keys, options);
  const missing = await findMissing(asked, found, seen, one);
  const isAskedAnew = missing.length > 0 && onMissing(missing);
  const answer = isAskedAnew ? await search(keys) : found;
  if (isAskedAnew) {
    const isFound = ({ record }: MissingRecord<R>) => answer.some(({ id }) => id === record.id);
    onAskedAnew(
      missing.filter(isFound),
      missing.filter((each) => !isFound(each)),
    );
  }
  return [...answer, ...missing.map(({ record }) => record)];
}

/** The result of a search that lacks no known record because it was cut. */
async function searchUncut<R extends SourceRecord>(
  keys: readonly RecordKey[],
  options: CompleteLookUp<R>,
): Promise<readonly R[]> {
  const { search, comparedValue, seen, mayBeCut, onCut } = options;
  const found = await search(keys);
  const lackOf = (key: RecordKey, records: readonly R[]) =>
    missingOf([{ kind: key.kind, value: comparedValue(key) ?? '' }], records, seen);
  const lacking = keys.find((key) => lackOf(key, found).length > 0);
  if (lacking === undefined || keys.length < 2 || !mayBeCut(keys)) return found;
  const alone = await search([lacking]);
  if (lackOf(lacking, found).every(({ id }) => !alone.some((record) => record.id === id))) return found;
  onCut(keys);
  return searchUncut(keys, options);
}
