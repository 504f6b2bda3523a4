import type { RecordKey } from '../../customers/model/source-record.ts';
import type { LookedUpKeys } from '../shared/traits/shown-rows.ts';
import { LARGEST_PAGE } from './assumptions.ts';
import { comparedValue, toLookUpConditions } from './look-up.ts';
import type { HelpCrunchSearch } from './wire/wire.ts';

/**
 * The phones among the keys, to compare with profiles that other responses show; null if there are none. Emails and
 * user ids are compared by the look-up itself. Pure.
 */
export function lookedUpPhones(keys: readonly RecordKey[], phoneCountry?: string): LookedUpKeys | null {
  const phones = new Set(
    keys.flatMap((key) => (key.kind === 'phone' ? (comparedValue(key, phoneCountry) ?? []) : [])),
  );
  if (phones.size === 0) return null;
  return {
    has: ({ keys: { phone } }) => phone !== undefined && phones.has(phone),
    searchFor({ keys: { phone: value = '' } }) {
      const conditions = toLookUpConditions([{ kind: 'phone', value }], phoneCountry);
      const filter: HelpCrunchSearch = { comparison: 'OR', conditions };
      const query = { filter, order: { field: 'FIRST_SEEN', direction: 'ASC' } } as const;
      return { query, range: { offset: 0, limit: LARGEST_PAGE } };
    },
  };
}
