import type { RecordKey } from '../model/source-record.ts';

/** The key of a person's facet: one record's id, or several records, or the identity values of records. */
export function personKey(keys: readonly RecordKey[]): string {
  const [only] = keys;
  if (only !== undefined && keys.length === 1 && only.kind === 'id') return only.value;
  return JSON.stringify(keys.map(({ kind, value }) => [kind, value]));
}

/** Parses the result of `personKey`. */
export function keysOfPerson(key: string): readonly RecordKey[] {
  if (!key.startsWith('[')) return [{ kind: 'id', value: key }];
  return (JSON.parse(key) as readonly (readonly [RecordKey['kind'], string])[]).map(([kind, value]) => ({
    kind,
    value,
  }));
}
