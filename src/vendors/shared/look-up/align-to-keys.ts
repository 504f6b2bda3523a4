import type { RecordKey, SourceRecord } from '../../../customers/model/source-record.ts';

/**
 * Aligns the records found by a look-up to its keys: each record goes to every key it has and to no other, whatever the
 * vendor matched.
 *
 * @param comparedValue A key's value in the form used by records (`SourceRecord.id`, `keys`); undefined if no record
 * can have it.
 */
export function alignToKeys<R extends SourceRecord>(
  keys: readonly RecordKey[],
  records: readonly R[],
  comparedValue: (key: RecordKey) => string | undefined,
): readonly (readonly R[])[] {
  // Only the requested kinds: parsing a phone number is expensive.
  const kinds = [...new Set(keys.map(({ kind }) => kind))];
  const byKey = new Map<string, R[]>();
  for (const record of new Map(records.map((found) => [found.id, found])).values()) {
    for (const kind of kinds) {
      const value = kind === 'id' ? record.id : record.keys[kind];
      if (value === undefined) continue;
      const known = byKey.get(`${kind}:${value}`);
      if (known === undefined) byKey.set(`${kind}:${value}`, [record]);
      else known.push(record);
    }
  }
  return keys.map((key) => {
    const value = comparedValue(key);
    return value === undefined ? [] : (byKey.get(`${key.kind}:${value}`) ?? []);
  });
}
