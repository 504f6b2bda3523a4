import type { FacetHealth } from '../customer-directory.ts';
import type { FacetSource } from './facet-source.ts';

/** Each facet a source has, as `Query.sources` shows it. */
export function facetHealth(source: FacetSource | undefined): readonly FacetHealth[] {
  return (source?.facets ?? []).map(({ name, requestsPerCustomer, batch }) => ({
    facet: name,
    requestsPerCustomer,
    batch,
    status: source?.status(name) ?? 'OK',
  }));
}
