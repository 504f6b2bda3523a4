import type { RecordKey } from '../model/source-record.ts';

/** The key of a facet of a whole person's: one record's id, or several records, or the identity values that records have. */
export function personKey(keys: readonly RecordKey[]): string {
  const [only] = keys;
  if (only !== undefined && keys.length === 1 && only.kind === 'id') return only.value;
  return JSON.stringify(keys.map(({ kind, value }) => [kind, value]));
}

/** What `personKey` was made of. */
export function keysOfPerson(key: string): readonly RecordKey[] {
  if (!key.startsWith('[')) return [{ kind: 'id', value: key }];
  return (JSON.parse(key) as readonly (readonly [RecordKey['kind'], string])[]).map(([kind, value]) => ({
    kind,
    value,
  }));
}
