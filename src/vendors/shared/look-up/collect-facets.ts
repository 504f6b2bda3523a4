import type { CustomerSource } from '../../../customers/customer-source.ts';
import type { FacetSource } from '../../../customers/facets/facet-source.ts';
import { NotCached } from '../../../upstream/single-flight/not-cached.ts';
import { type CollectOptions, Collector } from './collector.ts';

/** With more people the vendor's answer may need a second page, which nobody asked for. */
const MOST_PEOPLE = 10;

/**
 * Combines the facets that different operations want of their customers, where one request holds many customers: the last
 * chats of ten people cost what one costs. Facets with arguments, and operations that bypass caches, are not combined.
 */
export function collectFacets(source: CustomerSource, options: CollectOptions): CustomerSource {
  const { facets: own, name } = source;
  if (own === undefined) return source;
  const facets: FacetSource = own;
  const together = new Map(
    facets.facets
      .filter(({ batch, pages }) => batch > 1 && pages === undefined)
      .map((facet) => [facet.name, collectorOf(facet.name, Math.min(facet.batch, MOST_PEOPLE))]),
  );

  function collectorOf(facet: string, most: number) {
    return new Collector<string, unknown>({
      ...options,
      source: name,
      textOf: (key) => key,
      fits: (keys) => keys.length <= most,
      async ask(keys, call) {
        const found = await facets.load(facet, keys, {}, call);
        const uncached = found.find((value) => value instanceof NotCached);
        if (uncached !== undefined) throw uncached;
        return found;
      },
    });
  }

  return {
    ...source,
    facets: {
      ...facets,
      load(facet, keys, args, call) {
        const collector =
          Object.keys(args).length === 0 && !call.bypassCache ? together.get(facet) : undefined;
        return collector?.find(keys, call) ?? facets.load(facet, keys, args, call);
      },
    },
  };
}
