import type { CustomerSource } from '../customer-source.ts';
import type { SourceName } from '../model/source-record.ts';
import type { FacetArguments, FacetDeclaration } from './facet-source.ts';

/** What a facet's price consists of. */
export type FacetPrice = Pick<FacetDeclaration, 'batch' | 'requestsPerCustomer'>;

/** A facet of at most this many customers, with its field's arguments. */
export interface AskedFacet {
  readonly kind: 'FACET';
  readonly source: SourceName;
  readonly facet: string;
  readonly args: FacetArguments;
  readonly customers: number;
  /** Identifies the set of customers: those with the same name are the same people, up to the smaller number. */
  readonly among: string;
}

/** The usual maximum of rounds for a batched facet: customers without enough rows are included in the next round. */
const ROUNDS = 3;

/**
 * The most requests for a use of a facet, by its declaration and arguments. This is the only definition of that price:
 * refusals, `@cost` and the plan all use it. Pure.
 */
function facetRequests(
  declaration: FacetDeclaration,
  { customers, args }: Pick<AskedFacet, 'customers' | 'args'>,
): number {
  const { batch, requestsPerCustomer, sharedRequests } = declaration;
  const rounds = batch > 1 ? ROUNDS : 1;
  const alone = Math.ceil(customers / batch) * rounds * requestsPerCustomer;
  const shared = sharedRequests?.((argument) => lengthOf(args[argument])) ?? null;
  return shared === null ? alone : Math.min(alone, shared);
}

function lengthOf(value: unknown): number | null {
  return Array.isArray(value) ? value.length : null;
}

/** The weight of a facet's field in `@cost`. */
export function facetWeight({ batch, requestsPerCustomer }: FacetPrice): number {
  return (batch > 1 ? BATCHED_WEIGHT : ALONE_WEIGHT) * requestsPerCustomer;
}

const BATCHED_WEIGHT = 5;
const ALONE_WEIGHT = 10;

/** The cost of all facets of an operation at one source. */
export interface FacetCost {
  /** The source's name for people. */
  readonly title: string;
  readonly requests: number;
  readonly facets: readonly { readonly facet: string; readonly requests: number }[];
}

/**
 * The maximum cost of an operation's facets at each source. The same facet with the same arguments counts once for the
 * same customers, for their largest number. Customers of different fields count as different people. Pure.
 */
export function facetCosts(
  asked: Iterable<AskedFacet>,
  sources: readonly CustomerSource[],
): ReadonlyMap<SourceName, FacetCost> {
  const costs = new Map<SourceName, FacetCost>();
  for (const use of together(asked)) {
    const facets = sources.find(({ name }) => name === use.source)?.facets;
    const declaration = facets?.facets.find(({ name }) => name === use.facet);
    if (facets === undefined || declaration === undefined) continue;
    const before = costs.get(use.source) ?? { title: facets.title, requests: 0, facets: [] };
    const requests = facetRequests(declaration, use);
    costs.set(use.source, {
      ...before,
      requests: before.requests + requests,
      facets: [...before.facets, { facet: use.facet, requests }],
    });
  }
  return costs;
}

/** Each facet with the same arguments once, for all customers, because they are loaded together. */
function together(asked: Iterable<AskedFacet>): readonly AskedFacet[] {
  const uses = new Map<string, { readonly use: AskedFacet; readonly customers: Map<string, number> }>();
  for (const use of asked) {
    const key = JSON.stringify([use.source, use.facet, use.args]);
    const known = uses.get(key) ?? { use, customers: new Map() };
    uses.set(key, known);
    known.customers.set(use.among, Math.max(use.customers, known.customers.get(use.among) ?? 0));
  }
  return [...uses.values()].map(({ use, customers }) => ({
    ...use,
    customers: [...customers.values()].reduce((sum, each) => sum + each, 0),
  }));
}

/** The message for an operation that needs more requests than allowed. */
export function tooManyFacetRequests({ title, requests }: FacetCost, most: number): string {
  return `The operation asks for up to ${requests} requests to ${title}; at most ${most}: ask for fewer rows or facets.`;
}
