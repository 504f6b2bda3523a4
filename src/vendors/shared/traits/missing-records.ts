import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { SeenKey, SeenRecords } from './seen-records.ts';

/** The most missing records of a look-up that are fetched by id, one request each. */
const MOST_ASKED = 20;

/** A record that has a key but was not found by it. */
export interface MissingRecord<R extends SourceRecord> {
  readonly key: SeenKey;
  readonly record: R;
}

/** The key of a missing record, and its email as the vendor has it. */
export function asWritten<Own extends { readonly email: string | null }>({
  key,
  record,
}: MissingRecord<SourceRecord<Own>>) {
  return { key, written: record.own.email };
}

/** The keys of a look-up whose known records are missing from the result, each record once per key. Pure. */
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
 * The records that a look-up should have found: they were seen before, and fetched by id they still have the key.
 * Others are forgotten.
 *
 * @param one Fetches a record by its id, without a search.
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
