import { isWorthless, normalKeyValue, normalPhone } from '../../customers/model/identity-keys.ts';
import type { RecordKey } from '../../customers/model/source-record.ts';
import { LARGEST_ID } from './assumptions.ts';
import { emailSearch, type SearchTraits, USUAL_SEARCH } from './criteria/search-traits.ts';
import { phoneEndings } from './criteria/shared-criteria.ts';
import type { SearchCondition } from './wire/wire.ts';

/**
 * The conditions that surely find every record with one of the keys, each once: to be asked for under OR. A key that
 * no record can have (an id that is no integer, a phone that is none) or that names nobody (a placeholder) adds none.
 *
 * @param traits How the search compares: where `=` minds letter case or blanks, emails are asked for with `~`, which finds more
 *   than has the email, and all that has it.
 */
export function toLookUpConditions(
  keys: readonly RecordKey[],
  phoneCountry?: string,
  traits: SearchTraits = USUAL_SEARCH,
): readonly SearchCondition[] {
  const conditions = keys.flatMap((key) => conditionsOf(key, phoneCountry, traits));
  return [...new Map(conditions.map((condition) => [JSON.stringify(condition), condition])).values()];
}

/** A key's value in the form that records have it in; undefined for one that no record can have. */
export function comparedValue(key: RecordKey, phoneCountry?: string): string | undefined {
  return key.kind === 'id' ? idOf(key)?.toString() : normalKeyValue(key, phoneCountry);
}

/** Whether a key is what systems write where they have no value: everybody who has it would be the same person. */
function isPlaceholder({ kind, value }: RecordKey): boolean {
  return (kind === 'email' || kind === 'userId') && isWorthless(value);
}

/** Whether a look-up by these keys may lack somebody who has one of them, however it is asked. */
export function mayLack(keys: readonly RecordKey[], traits: SearchTraits): boolean {
  return keys.some(
    ({ kind, value }) =>
      (kind === 'phone' && traits.inside !== 'ANYWHERE') ||
      (kind === 'email' && !emailSearch(value, traits).isSure),
  );
}

/** The integer an id key stands for; null when it is none. */
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
      return phoneEndings(phone).map((ending) => ({
        field: 'customers.phone',
        operator: '~',
        value: ending,
      }));
    }
  }
}
