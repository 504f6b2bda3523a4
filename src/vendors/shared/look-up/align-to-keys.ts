import type { RecordKey, SourceRecord } from '../../../customers/model/source-record.ts';

/**
 * The records found by a look-up, aligned to its keys: each goes to every key it has and to no other, whatever the
 * vendor took for a match.
 *
 * @param comparedValue A key's value in the form that records have it in (`SourceRecord.id`, `keys`); undefined: no record has it.
 */
export function alignToKeys<R extends SourceRecord>(
  keys: readonly RecordKey[],
  records: readonly R[],
  comparedValue: (key: RecordKey) => string | undefined,
): readonly (readonly R[])[] {
  // Only the kinds asked for: parsing a phone number is expensive.
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
