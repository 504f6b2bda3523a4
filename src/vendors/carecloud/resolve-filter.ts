import type { FacetSource } from '../../customers/facets/facet-source.ts';
import type { CareCloudCustomerFilter } from '../../customers/model/care-cloud-customer.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { SegmentReader } from './facets/facet-source.ts';

/** Whether a filter has criteria that records do not show. */
export function hasValuesToFind({ segmentId, externalIds, cardNumbers }: CareCloudCustomerFilter): boolean {
  return segmentId !== undefined || externalIds !== undefined || cardNumbers !== undefined;
}

/**
 * Resolves a filter to the accounts that are in its segment, have one of its external ids, and one of its cards. An
 * account must be found by all of them, and be in `customerIds` if given.
 */
export async function resolveCareCloudFilter(
  filter: CareCloudCustomerFilter,
  facets: Pick<FacetSource, 'find'> & SegmentReader,
  call: SourceCall,
): Promise<CareCloudCustomerFilter> {
  const { segmentId, externalIds, cardNumbers, customerIds } = filter;
  const found = await Promise.all([
    ...(segmentId === undefined
      ? []
      : [facets.members(segmentId, call).then((members) => [...members.keys()])]),
    ...(externalIds === undefined ? [] : [findAll('externalId', externalIds.ids, externalIds.sourceId)]),
    ...(cardNumbers === undefined ? [] : [findAll('cardNumber', cardNumbers)]),
  ]);
  if (found.length === 0) return filter;
  const sets = [...found, ...(customerIds === undefined ? [] : [customerIds])].map((ids) => new Set(ids));
  const [first = new Set<string>(), ...others] = sets;
  const ids = [...first].filter((id) => others.every((other) => other.has(id)));
  return { ...filter, foundIds: ids.sort() };

  async function findAll(
    finder: string,
    values: readonly string[],
    scope?: string,
  ): Promise<readonly string[]> {
    if (values.length === 0) return [];
    const asked = values.map((value) => ({ value, ...(scope !== undefined && { scope }) }));
    const found = await facets.find(finder, asked, call);
    return found.flat().map((each) => (typeof each === 'string' ? each : each.id));
  }
}
