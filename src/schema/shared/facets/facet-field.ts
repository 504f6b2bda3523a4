import { type FacetPrice, facetWeight } from '../../../customers/facets/facet-cost.ts';
import type { FacetArguments } from '../../../customers/facets/facet-source.ts';
import type { SourceName } from '../../../customers/model/source-record.ts';
import { asks } from '../asks.ts';
import { read } from '../scopes.ts';

/** A facet that a vendor has for one customer a request. */
const ONE_A_CUSTOMER: FacetPrice = { batch: 1, requestsPerCustomer: 1 };

/** Spread into a field that asks a source for a facet: its scope, its price, and what it will ask. */
export function facetField(source: SourceName, facet: string, price: FacetPrice = ONE_A_CUSTOMER) {
  return withCost(source, facet, facetWeight(price));
}

/** The same for a list of usually so many things: `@cost` is of each of them, and the request is one. */
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
    extensions: asks<FacetArguments>((args, _context, { parents }) => [
      { kind: 'FACET', source, facet, args, customers: parents },
    ]),
  };
}
