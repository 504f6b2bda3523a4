import type { PlannedCriterion } from '../../../customers/customer-source.ts';
import type { CareCloudCustomerFilter } from '../../../customers/model/care-cloud-customer.ts';
import type { OwnFilter } from '../../../customers/model/customer-filter.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';

/** Criteria that are resolved to accounts first, which are then filtered by id. */
const FOUND = [
  'segmentId',
  'externalIds',
  'cardNumbers',
] as const satisfies readonly (keyof CareCloudCustomerFilter)[];

/** The accounts that a filter resolved to; undefined if it needed no resolving. */
export function foundIds(own: OwnFilter | null): readonly string[] | undefined {
  return (own as CareCloudCustomerFilter | null)?.foundIds;
}

/** Whether a filter resolved to this account; true if it needed no resolving. */
export function isFound({ id }: SourceRecord, own: OwnFilter | null): boolean {
  const ids = foundIds(own);
  if (own === null || ids === undefined) return true;
  const known = foundByFilter.get(own) ?? new Set(ids);
  foundByFilter.set(own, known);
  return known.has(id);
}

/** A segment of thousands is converted to a set only once. */
const foundByFilter = new WeakMap<OwnFilter, ReadonlySet<string>>();

/** @param prefix Of the criteria's public names: `careCloud.` in the unified list. */
export function toFoundCriteria(own: OwnFilter | null, prefix: string): readonly PlannedCriterion[] {
  const filter = (own ?? {}) as CareCloudCustomerFilter;
  const handling = filter.foundIds?.length === 0 ? 'IMPOSSIBLE' : 'PUSHED_DOWN';
  return FOUND.filter((name) => filter[name] !== undefined).map((name) => ({
    criterion: `${prefix}${name}`,
    handling,
    ...(handling === 'PUSHED_DOWN' && { parameter: 'customer_ids[]' }),
  }));
}
