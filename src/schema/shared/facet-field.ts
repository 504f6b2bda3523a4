import { type FacetPrice, facetWeight } from '../../customers/facets/facet-cost.ts';
import type { SourceName } from '../../customers/model/source-record.ts';
import { read } from './scopes.ts';

/** Which facet a field asks for: in the field's extensions, where the server prices operations by it. */
export interface FacetOfField {
  readonly source: SourceName;
  readonly facet: string;
}

/** A facet that a vendor has for one customer a request. */
export const ONE_A_CUSTOMER: FacetPrice = { batch: 1, requestsPerCustomer: 1 };

/** Spread into a field that asks a source for a facet: its scope, its price, and what it is. */
export function facetField(source: SourceName, facet: string, price: FacetPrice = ONE_A_CUSTOMER) {
  const asked: FacetOfField = { source, facet };
  return { ...read, cost: facetWeight(price), extensions: { facet: asked } };
}
