import type { SourceQuery } from '../../customers/customer-source.ts';
import type { RecordKey, SourceRecord } from '../../customers/model/source-record.ts';
import type { RowRange } from '../../paging/leg.ts';
import { LARGEST_PAGE } from './assumptions.ts';
import { comparedValue, toLookUpConditions } from './look-up.ts';
import type { HelpCrunchSearch } from './wire/wire.ts';

/** The phones of a look-up, to compare with the profiles that other responses showed. */
interface LookedUpPhones {
  /** Whether a profile has one of them. */
  has(profile: SourceRecord): boolean;
  /** A search that must find a profile by its phone, and its range, which is all of it. */
  searchFor(profile: SourceRecord): { readonly query: SourceQuery; readonly range: RowRange };
}

/** The phones among the keys; null if there are none. Emails and user ids are compared by the look-up itself. Pure. */
export function lookedUpPhones(keys: readonly RecordKey[], phoneCountry?: string): LookedUpPhones | null {
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
