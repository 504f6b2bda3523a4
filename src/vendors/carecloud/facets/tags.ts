import type { FacetRequest } from './facet.ts';

export const customerTag = (customerId: string) => `facets of ${customerId}`;
export const facetTag = (facet: string, customerId: string) => `${facet} of ${customerId}`;

const CUSTOMER = /^customer_id(\[\])?$/;

/** Whose facet a request is about, one customer or several; none where it is about nobody. */
export function tagsOfFacet(facet: string, { path, query }: FacetRequest): readonly string[] {
  const inPath = /^\/customers\/([^/]+)\//.exec(path)?.[1];
  const ids =
    inPath === undefined
      ? query.flatMap(([name, value]) => (CUSTOMER.test(name) ? [value] : []))
      : [decodeURIComponent(inPath)];
  return ids.flatMap((id) => [customerTag(id), facetTag(facet, id)]);
}
