import { type FacetPrice, facetWeight } from '../../../customers/facets/facet-cost.ts';
import type { FacetArguments } from '../../../customers/facets/facet-source.ts';
import type { SourceName } from '../../../customers/model/source-record.ts';
import { asks } from '../asks.ts';
import { read } from '../scopes.ts';

/** A facet that costs one request per customer. */
const ONE_A_CUSTOMER: FacetPrice = { batch: 1, requestsPerCustomer: 1 };

/** Spread into a field that loads a facet: its scope, its price, and its look-ups. */
export function facetField(source: SourceName, facet: string, price: FacetPrice = ONE_A_CUSTOMER) {
  return withCost(source, facet, facetWeight(price));
}

/** The same for a list with this usual length: `@cost` is per item, but the list is one request. */
export function facetList(
  source: SourceName,
  facet: string,
  assumedSize: number,
  price: FacetPrice = ONE_A_CUSTOMER,
) {
  const cost = Math.max(1, Math.round(facetWeight(price) / assumedSize));
  return { ...withCost(source, facet, cost), listSize: { assumedSize } };
}

function withCost(source: SourceName, facet: string, cost: number) {
  return {
    ...read,
    cost,
    extensions: asks<FacetArguments>((args, _context, { parents, among }) => [
      { kind: 'FACET', source, facet, args, customers: parents, among },
    ]),
  };
}
