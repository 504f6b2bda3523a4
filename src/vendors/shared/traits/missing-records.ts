import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { SeenKey, SeenRecords } from './seen-records.ts';

/** What a look-up finds in vain is asked for by id, so many at a time at most: each is a request. */
const MOST_ASKED = 20;

/** A record that has a key, and did not come when it was looked up by it. */
export interface MissingRecord<R extends SourceRecord> {
  readonly key: SeenKey;
  readonly record: R;
}

/** The keys of a look-up whose records were seen and did not come, each record once for each key. Pure. */
export function missingOf(
  keys: readonly SeenKey[],
  found: readonly { readonly id: string }[],
  seen: Pick<SeenRecords, 'idsWith'>,
): readonly { readonly key: SeenKey; readonly id: string }[] {
  const ids = new Set(found.map(({ id }) => id));
  return keys.flatMap((key) =>
    seen
      .idsWith(key)
      .filter((id) => !ids.has(id))
      .map((id) => ({ key, id })),
  );
}

/**
 * The records that a look-up should have found: they were seen before, and asked for by id they still have the key. Those
 * that do not are forgotten.
 *
 * @param one A record by its id, and not by a search.
 */
export async function findMissing<R extends SourceRecord>(
  keys: readonly SeenKey[],
  found: readonly R[],
  seen: SeenRecords,
  one: (id: string) => Promise<readonly R[]>,
): Promise<readonly MissingRecord<R>[]> {
  const missing = missingOf(keys, found, seen);
  const ids = [...new Set(missing.map(({ id }) => id))].slice(0, MOST_ASKED);
  const records = new Map(
    await Promise.all(ids.map(async (id) => [id, (await one(id))[0] ?? null] as const)),
  );
  return missing.flatMap(({ key, id }) => {
    const record = records.get(id);
    if (record === undefined) return [];
    if (record !== null && record.keys[key.kind as 'email'] === key.value) return [{ key, record }];
    seen.forget(key, id);
    return [];
  });
}
