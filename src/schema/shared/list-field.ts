import { DEFAULT_PAGE_SIZE } from '../../paging/limits.ts';
import type { PageArguments } from '../../paging/page-request.ts';
import { read } from './scopes.ts';

/**
 * Spread into a field that is a list of people: its scope, and its price for routers. A list of unknown length counts
 * as a default page; `@cost` expresses that it sends a request.
 */
export const listField = {
  ...read,
  cost: 5,
  listSize: {
    assumedSize: DEFAULT_PAGE_SIZE,
    slicingArguments: ['first', 'last'],
    sizedFields: ['edges', 'nodes'],
    requireOneSlicingArgument: false,
  },
};

/** The paging arguments in the directory's form; paging/page-request.ts validates them. */
export function pageArguments({
  first,
  after,
  last,
  before,
}: {
  [K in keyof PageArguments]?: PageArguments[K] | undefined;
}): PageArguments {
  return { first: first ?? null, after: after ?? null, last: last ?? null, before: before ?? null };
}

/** The plugin's paging arguments in the usual reading order. */
export function inReadingOrder<First, After, Last, Before>(args: {
  readonly first: First;
  readonly after: After;
  readonly last: Last;
  readonly before: Before;
}) {
  return { first: args.first, after: args.after, last: args.last, before: args.before };
}
