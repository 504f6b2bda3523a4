import type { FacetRequest } from './facet.ts';

export const customerTag = (customerId: string) => `facets of ${customerId}`;
export const facetTag = (facet: string, customerId: string) => `${facet} of ${customerId}`;

const CUSTOMER = /^customer_id(\[\])?$/;

/** The tags of a request for a facet, of one customer or several; none if it is about no customer. */
export function tagsOfFacet(facet: string, { path, query }: FacetRequest): readonly string[] {
  const inPath = /^\/customers\/([^/]+)\//.exec(path)?.[1];
  const ids =
    inPath === undefined
      ? query.flatMap(([name, value]) => (CUSTOMER.test(name) ? [value] : []))
      : [decodeURIComponent(inPath)];
  return ids.flatMap((id) => [customerTag(id), facetTag(facet, id)]);
}
