import type { FacetDeclaration } from './facet-source.ts';

/** What a facet's price is made of. */
export type FacetPrice = Pick<FacetDeclaration, 'batch' | 'requestsPerCustomer'>;

/** How often a facet is asked for: by so many customers, with these arguments. */
export interface FacetUse {
  readonly customers: number;
  /** How many values an argument has; null when it is absent. */
  readonly valuesIn: (argument: string) => number | null;
}

/** Rounds that a batched facet takes at most in the usual case: whoever has not enough yet is asked about again. */
const ROUNDS = 3;

/**
 * The most requests that a use of a facet takes, as far as its declaration and arguments tell. The one home of this price:
 * what is refused, what `@cost` says and what the plan shows all come from here. Pure.
 */
export function facetRequests(declaration: FacetDeclaration, { customers, valuesIn }: FacetUse): number {
  const { batch, requestsPerCustomer, sharedRequests } = declaration;
  const rounds = batch > 1 ? ROUNDS : 1;
  const alone = Math.ceil(customers / batch) * rounds * requestsPerCustomer;
  const shared = sharedRequests?.(valuesIn) ?? null;
  return shared === null ? alone : Math.min(alone, shared);
}

/** The weight of a facet's field in `@cost`. */
export function facetWeight({ batch, requestsPerCustomer }: FacetPrice): number {
  return (batch > 1 ? BATCHED_WEIGHT : ALONE_WEIGHT) * requestsPerCustomer;
}

const BATCHED_WEIGHT = 5;
const ALONE_WEIGHT = 10;

/** The refusal of an operation that needs more requests than one may make. */
export function tooManyRequests(source: string, requests: number, most: number): string {
  return `The operation asks for up to ${requests} requests to ${source}; at most ${most}: ask for fewer rows or facets.`;
}
