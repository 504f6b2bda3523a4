import type { FacetRequest } from './facet.ts';

export const customerTag = (customerId: string) => `facets of ${customerId}`;
export const facetTag = (facet: string, customerId: string) => `${facet} of ${customerId}`;

/** Whose facet a request is about; none where it is about nobody, or many. */
export function tagsOfFacet(facet: string, { path, query }: FacetRequest): readonly string[] {
  const inPath = /^\/customers\/([^/]+)\//.exec(path)?.[1];
  const id =
    inPath === undefined ? query.find(([name]) => name === 'customer_id')?.[1] : decodeURIComponent(inPath);
  return id === undefined ? [] : [customerTag(id), facetTag(facet, id)];
}
