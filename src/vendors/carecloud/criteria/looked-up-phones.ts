import type { CareCloudCustomer } from '../../../customers/model/care-cloud-customer.ts';
import { normalKeyValue } from '../../../customers/model/identity-keys.ts';
import type { RecordKey, SourceRecord } from '../../../customers/model/source-record.ts';
import type { LookedUpKeys } from '../../shared/traits/shown-rows.ts';
import { LOOK_UP_ROWS } from '../assumptions.ts';

/**
 * The phones among the keys, to compare with accounts that other responses show; null if there are none. Only an
 * account whose phone is written exactly as it was asked for certainly has to be found: CareCloud may keep others in
 * national notation. Emails and ids are compared by the look-up itself. Pure.
 */
export function lookedUpPhones(keys: readonly RecordKey[]): LookedUpKeys | null {
  const phones = new Set(
    keys.flatMap((key) => (key.kind === 'phone' ? (normalKeyValue(key)?.slice(1) ?? []) : [])),
  );
  if (phones.size === 0) return null;
  return {
    has: (record) => phones.has(writtenPhone(record)),
    searchFor: (record) => ({
      query: { filter: { phone: writtenPhone(record) }, order: { field: 'CUSTOMER_ID', direction: 'ASC' } },
      range: { offset: 0, limit: LOOK_UP_ROWS.atLeast },
    }),
  };
}

function writtenPhone({ own }: SourceRecord): string {
  return (own as CareCloudCustomer).phone ?? '';
}
