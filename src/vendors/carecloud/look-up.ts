import type { CareCloudCustomerFilter } from '../../customers/model/care-cloud-customer.ts';
import { emailSpellings } from '../../customers/model/email.ts';
import { normalEmail, normalKeyValue } from '../../customers/model/identity-keys.ts';
import type { RecordKey } from '../../customers/model/source-record.ts';
import { LARGEST_PAGE, LOOK_UP_ROWS, PATH_SAFE_ID } from './assumptions.ts';
import { allSpellings, chooseAllowedValues, packValues } from './criteria/allowed-values.ts';
import type { SpellEmail } from './criteria/criteria.ts';
import type { CustomersFilter } from './wire/wire.ts';

/** One request of a look-up: a single account by id, or a list read to the end in pages of `rows`. */
export type LookUpStep =
  | { readonly kind: 'ONE'; readonly customerId: string }
  | { readonly kind: 'LIST'; readonly filter: CustomersFilter; readonly rows: number };

/**
 * Plans the requests that return every account with one of the keys. CareCloud ANDs parameters, so each kind of key has
 * its own requests: ids and user ids (a profile's user id is an account's id) by `customer_ids[]`, a single one by GET
 * /customers/{customer_id}; emails by `email_list[]` in all spellings; phones one by one. Placeholder values send no
 * request.
 *
 * @param batch The most values in one array parameter (CARECLOUD_LOOKUP_BATCH).
 * @param restrictTo Only accounts of this customer source. @param spellEmail Returns an email's spellings.
 */
export function planLookUp(
  keys: readonly RecordKey[],
  batch: number,
  restrictTo?: CareCloudCustomerFilter,
  spellEmail: SpellEmail = emailSpellings,
): readonly LookUpStep[] {
  const source = restrictTo?.customerSourceId;
  const common: CustomersFilter = source === undefined ? {} : { customer_source_id: source };
  const list = (filter: CustomersFilter, values: number): LookUpStep => {
    const rows = Math.min(LARGEST_PAGE, Math.max(LOOK_UP_ROWS.atLeast, LOOK_UP_ROWS.perValue * values));
    return { kind: 'LIST', filter: { ...common, ...filter }, rows };
  };
  const valuesOf = (kinds: readonly RecordKey['kind'][]) =>
    keys.filter(({ kind }) => kinds.includes(kind)).map((key) => normalKeyValue(key) ?? '');

  const ids = chooseAllowedValues([valuesOf(['id', 'userId'])], same, (id) => [id]);
  const emails = chooseAllowedValues(
    [keys.filter(({ kind }) => kind === 'email').map(({ value }) => value)],
    (email) => normalEmail(email) ?? '',
    spellEmail,
  );
  const phones = new Set(valuesOf(['phone']).filter((phone) => phone !== ''));

  const [onlyId] = ids.keys();
  const isOne = ids.size === 1 && onlyId !== undefined && source === undefined && PATH_SAFE_ID.test(onlyId);
  return [
    ...(isOne
      ? [{ kind: 'ONE', customerId: onlyId } as const]
      : packValues(ids, batch).map((pack) => list({ customer_ids: allSpellings(pack) }, pack.size))),
    ...packValues(emails, batch).map((pack) => {
      const spellings = allSpellings(pack);
      return list({ email_list: spellings }, spellings.length);
    }),
    ...[...phones].map((phone) => list({ phone: phone.slice(1) }, 1)),
  ];
}

/** How many values a step's array parameter has; 1 without one. */
export function valuesOfStep(step: LookUpStep): number {
  if (step.kind === 'ONE') return 1;
  return Math.max(1, step.filter.email_list?.length ?? 0, step.filter.customer_ids?.length ?? 0);
}

/** The emails that the steps look up, as they are sent; none if they look up anything else. */
export function emailsOf(steps: readonly LookUpStep[]): readonly string[] {
  const lists = steps.map((step) => (step.kind === 'LIST' ? (step.filter.email_list ?? []) : []));
  return lists.some((emails) => emails.length === 0) ? [] : lists.flat();
}

function same(text: string): string {
  return text;
}
