import { tooManyFacetRequests } from '../../customers/facets/facet-cost.ts';
import type { GatewayContext } from '../../schema/context.ts';
import { tooComplex } from '../http-error.ts';
import { type GatewayPlugin, requestStateOf } from '../request-state.ts';
import { askedFields } from './asked-fields.ts';
import { PlannedOperations } from './planned-operations.ts';

/**
 * Refuses operations that are certain to need more requests to a source than one operation may send, before any
 * request. Requests that only become known during execution are stopped there (RequestAllowance). Plans the operation.
 * @param most By source.
 */
export function useRequestLimit(most: ReadonlyMap<string, number>): GatewayPlugin {
  const operations = new PlannedOperations();
  return {
    onExecute({ args }) {
      const state = requestStateOf(args.contextValue);
      const planned = operations.planned(args);
      state.planned = planned;
      // Execution will report what is wrong with its variables.
      if (planned === null || planned.errors) return;
      const context = args.contextValue as unknown as GatewayContext;
      const fields = askedFields(planned.plan, planned.variables, context);
      if (fields.length === 0) return;
      const facetCosts = context.directory.facetCosts(fields);
      state.facetCosts = [...facetCosts].map(([source, cost]) => ({
        source,
        ...cost,
      }));
      for (const [source, cost] of facetCosts) {
        const maximum = most.get(source) ?? Number.POSITIVE_INFINITY;
        if (cost.requests > maximum) throw tooComplex(tooManyFacetRequests(cost, maximum));
      }
      for (const [source, estimate] of context.directory.leastRequests(fields)) {
        const maximum = most.get(source) ?? Number.POSITIVE_INFINITY;
        if (estimate > maximum) {
          throw tooComplex(
            `The operation needs at least ${estimate} requests to ${source}; at most ${maximum} are allowed for one operation. Request less in one operation.`,
          );
        }
      }
    },
  };
}
