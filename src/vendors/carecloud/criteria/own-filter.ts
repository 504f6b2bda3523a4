import type { PlannedCriterion, PushDown } from '../../../customers/customer-source.ts';
import type { CareCloudCustomerFilter } from '../../../customers/model/care-cloud-customer.ts';
import type { OwnFilter } from '../../../customers/model/customer-filter.ts';
import type { CustomersFilter } from '../wire/wire.ts';
import { toFoundCriteria } from './found-accounts.ts';
import { FILTERS, OWN_PARAMETERS } from './parameters.ts';
import { checksOf, toCheckedCriterion } from './record-checks.ts';

/**
 * Plans the vendor's own filter as one query. Nothing is added, split or checked again: the vendor's semantics apply.
 * Null = the whole list; an empty list of values matches nothing and sends no request.
 */
export function planOwnFilter(filter: CareCloudCustomerFilter | null): PushDown {
  const query = toOwnQuery(filter);
  const checks = checksOf(filter);
  const isEmpty = matchesNothing(query) || checks.some(({ isImpossible }) => isImpossible);
  const criteria = FILTERS.flatMap((criterion): PlannedCriterion[] => {
    const value = filter?.[criterion];
    if (value === undefined) return [];
    if (typeof value !== 'string' && value.length === 0) return [{ criterion, handling: 'IMPOSSIBLE' }];
    return [{ criterion, handling: 'PUSHED_DOWN', parameter: OWN_PARAMETERS[criterion] }];
  });
  const { states, storeIds, consent } = filter ?? {};
  const residual: CareCloudCustomerFilter = {
    ...(states && { states }),
    ...(storeIds && { storeIds }),
    ...(consent && { consent }),
  };
  // Rows are counted by the found ids, whether or not the accounts satisfy the rest.
  const isCounted = query?.found_ids === undefined || Object.keys(query).length === 1;
  const isExact = checks.length === 0 && isCounted;
  return {
    filters: isEmpty ? [] : [query],
    exact: isExact,
    ...(!isExact && { residual }),
    criteria: [
      ...criteria,
      ...toFoundCriteria(filter, ''),
      ...checks.map((check) => toCheckedCriterion(check, '')),
    ],
  };
}

/** The vendor's own filter as query parameters. */
export function toOwnQuery(filter: CareCloudCustomerFilter | null): CustomersFilter | null {
  const { email, emails, phone, firstName, lastName, birthdate, customerSourceId, customerIds } =
    filter ?? {};
  const found = filter?.foundIds;
  const query: CustomersFilter = {
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone: phone.replace(/\D/g, '') }),
    ...(customerSourceId !== undefined && { customer_source_id: customerSourceId }),
    ...(firstName !== undefined && { first_name: firstName }),
    ...(lastName !== undefined && { last_name: lastName }),
    ...(birthdate !== undefined && { birthdate }),
    ...(emails !== undefined && { email_list: emails }),
    // The resolved ids are a subset of these.
    ...(customerIds !== undefined && found === undefined && { customer_ids: customerIds }),
    ...(found !== undefined && { found_ids: found }),
  };
  return Object.keys(query).length === 0 ? null : query;
}

/**
 * Whether a query has an array parameter without values. It is never sent, because an omitted parameter would mean no
 * restriction.
 */
export function matchesNothing(query: CustomersFilter | null): boolean {
  return (
    query?.email_list?.length === 0 || query?.customer_ids?.length === 0 || query?.found_ids?.length === 0
  );
}

/** The customer source: a parameter of the list that records do not show. */
export function invisible(filter: OwnFilter): CareCloudCustomerFilter | null {
  const { customerSourceId } = filter as CareCloudCustomerFilter;
  return customerSourceId === undefined ? null : { customerSourceId };
}
