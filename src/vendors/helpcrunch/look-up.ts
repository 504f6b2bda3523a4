import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import { isWorthless, normalPhone } from '../../customers/model/identity-keys.ts';
import { foldText } from '../../customers/model/normalize-values.ts';
import type { RecordKey, SourceRecord } from '../../customers/model/source-record.ts';
import { LARGEST_ID } from './assumptions.ts';
import { emailSpellings, phoneEndings } from './criteria/shared-criteria.ts';
import type { SearchCondition } from './wire/wire.ts';

/**
 * The conditions that surely find every record with one of the keys, each once: to be asked for under OR. A key that
 * no record can have (an id that is no integer, a phone that is none) or that names nobody (a placeholder) adds none.
 */
export function toLookUpConditions(
  keys: readonly RecordKey[],
  phoneCountry?: string,
): readonly SearchCondition[] {
  const conditions = keys.flatMap((key) => conditionsOf(key, phoneCountry));
  return [...new Map(conditions.map((condition) => [JSON.stringify(condition), condition])).values()];
}

/** Each key's records, aligned to the keys: whatever the vendor found is compared here. */
export function alignToKeys(
  keys: readonly RecordKey[],
  records: readonly SourceRecord<HelpCrunchCustomer>[],
  phoneCountry?: string,
): readonly (readonly SourceRecord<HelpCrunchCustomer>[])[] {
  const distinct = [...new Map(records.map((record) => [record.id, record])).values()];
  // Only what is asked for: working out a phone number is dear.
  const kinds = new Set(keys.map(({ kind }) => kind));
  const recordsByKey = new Map<string, SourceRecord<HelpCrunchCustomer>[]>();
  for (const record of distinct) {
    for (const name of keyNamesOf(record, kinds)) {
      const known = recordsByKey.get(name);
      if (known === undefined) recordsByKey.set(name, [record]);
      else known.push(record);
    }
  }
  return keys.map((key) => (isPlaceholder(key) ? [] : (recordsByKey.get(keyName(key, phoneCountry)) ?? [])));
}

/** Whether a key is what systems write where they have no value: everybody who has it would be the same person. */
function isPlaceholder({ kind, value }: RecordKey): boolean {
  return (kind === 'email' || kind === 'userId') && isWorthless(value);
}

/** The integer an id key stands for; null when it is none. */
function idOf(key: RecordKey): number | null {
  const id = key.kind === 'id' && /^\d+$/.test(key.value) ? Number(key.value) : null;
  return id !== null && id <= LARGEST_ID ? id : null;
}

function conditionsOf(key: RecordKey, phoneCountry: string | undefined): readonly SearchCondition[] {
  if (isPlaceholder(key)) return [];
  switch (key.kind) {
    case 'id': {
      const id = idOf(key);
      return id === null ? [] : [{ field: 'customers.id', operator: '=', value: id }];
    }
    case 'email':
      return emailSpellings(key.value).map((email) => ({
        field: 'customers.email',
        operator: '=',
        value: email,
      }));
    case 'userId':
      return [{ field: 'customers.userId', operator: '=', value: key.value.trim() }];
    case 'phone': {
      const phone = normalPhone(key.value, phoneCountry);
      if (phone === undefined) return [];
      return phoneEndings(phone).map((ending) => ({
        field: 'customers.phone',
        operator: '~',
        value: ending,
      }));
    }
  }
}

/** What a key is compared by; no record bears the name of a key that no record can have. */
function keyName(key: RecordKey, phoneCountry: string | undefined): string {
  switch (key.kind) {
    case 'id':
      return `id ${idOf(key) ?? ''}`;
    case 'email':
      return `email ${foldText(key.value)}`;
    case 'userId':
      return `userId ${key.value.trim()}`;
    case 'phone':
      return `phone ${normalPhone(key.value, phoneCountry) ?? ''}`;
  }
}

function keyNamesOf(
  { id, person, own }: SourceRecord<HelpCrunchCustomer>,
  kinds: ReadonlySet<RecordKey['kind']>,
): readonly string[] {
  const userId = own.userId?.trim();
  return [
    `id ${id}`,
    ...(person.email === null ? [] : [`email ${foldText(person.email)}`]),
    ...(userId ? [`userId ${userId}`] : []),
    ...(!kinds.has('phone') || person.phone === null ? [] : [`phone ${person.phone}`]),
  ];
}
