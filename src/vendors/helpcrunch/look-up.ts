import { isWorthless, normalKeyValue, normalPhone } from '../../customers/model/identity-keys.ts';
import type { RecordKey } from '../../customers/model/source-record.ts';
import { LARGEST_ID } from './assumptions.ts';
import { emailSearch, type SearchTraits, USUAL_SEARCH } from './criteria/search-traits.ts';
import { phoneTexts } from './criteria/shared-criteria.ts';
import type { SearchCondition } from './wire/wire.ts';

/**
 * The conditions, each once and combined under OR, that certainly find every record with one of the keys. A key that no
 * record can have (an id that is not an integer, an invalid phone) or that identifies no person (a placeholder) adds
 * none.
 *
 * @param traits How the search compares. If `=` respects letter case or blanks, emails are searched for with `~`, which
 * finds
 *  every profile with the email, and others.
 */
export function toLookUpConditions(
  keys: readonly RecordKey[],
  phoneCountry?: string,
  traits: SearchTraits = USUAL_SEARCH,
): readonly SearchCondition[] {
  const conditions = keys.flatMap((key) => conditionsOf(key, phoneCountry, traits));
  return [...new Map(conditions.map((condition) => [JSON.stringify(condition), condition])).values()];
}

/** A key's value in the form used by records; undefined for a value that no record can have. */
export function comparedValue(key: RecordKey, phoneCountry?: string): string | undefined {
  return key.kind === 'id' ? idOf(key)?.toString() : normalKeyValue(key, phoneCountry);
}

/** Whether a key is a placeholder for a missing value: all records with it would be the same person. */
function isPlaceholder({ kind, value }: RecordKey): boolean {
  return (kind === 'email' || kind === 'userId') && isWorthless(value);
}

/** Whether a look-up by these keys may miss records, however it is sent. */
export function mayLack(keys: readonly RecordKey[], traits: SearchTraits): boolean {
  return keys.some(
    ({ kind, value }) =>
      (kind === 'phone' && traits.inside !== 'ANYWHERE') ||
      (kind === 'email' && isEmailUnsure(value, traits)),
  );
}

function isEmailUnsure(email: string, traits: SearchTraits): boolean {
  return !emailSearch(email, traits).isSure;
}

/** The integer of an id key; null if it is none. */
function idOf(key: RecordKey): number | null {
  const id = key.kind === 'id' && /^\d+$/.test(key.value) ? Number(key.value) : null;
  return id !== null && id <= LARGEST_ID ? id : null;
}

function conditionsOf(
  key: RecordKey,
  phoneCountry: string | undefined,
  traits: SearchTraits,
): readonly SearchCondition[] {
  if (isPlaceholder(key)) return [];
  switch (key.kind) {
    case 'id': {
      const id = idOf(key);
      return id === null ? [] : [{ field: 'customers.id', operator: '=', value: id }];
    }
    case 'email': {
      const { operator, values } = emailSearch(key.value, traits);
      return values.map((value) => ({ field: 'customers.email', operator, value }));
    }
    case 'userId':
      return [{ field: 'customers.userId', operator: '=', value: key.value.trim() }];
    case 'phone': {
      const phone = normalPhone(key.value, phoneCountry);
      if (phone === undefined) return [];
      return phoneTexts(phone, traits.inside).map((value) => ({
        field: 'customers.phone',
        operator: '~',
        value,
      }));
    }
  }
}
