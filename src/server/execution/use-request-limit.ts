import { type FragmentDefinitionNode, getOperationAST, getVariableValues, Kind } from 'graphql';
import { tooManyFacetRequests } from '../../customers/facets/facet-cost.ts';
import type { GatewayContext } from '../../schema/context.ts';
import { tooComplex } from '../http-error.ts';
import { type GatewayPlugin, requestStateOf } from '../request-state.ts';
import { askedFields } from './asked-fields.ts';
import { OperationPlan } from './operation-plan.ts';

/**
 * Refuses operations that are certain to need more requests to a source than one operation may send, before any
 * request. Requests that only become known during execution are stopped there (RequestAllowance).
 * @param most By source.
 */
export function useRequestLimit(most: ReadonlyMap<string, number>): GatewayPlugin {
  return {
    onExecute({ args }) {
      const { schema, document, contextValue } = args;
      const operation = getOperationAST(document, args.operationName);
      if (operation?.operation !== 'query') return;
      const { coerced } = getVariableValues(
        schema,
        operation.variableDefinitions ?? [],
        args.variableValues ?? {},
        { maxErrors: 1 },
      );
      // Execution will report what is wrong with them.
      if (coerced === undefined) return;
      const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
      for (const one of document.definitions) {
        if (one.kind === Kind.FRAGMENT_DEFINITION) fragments[one.name.value] = one;
      }
      const plan = new OperationPlan(schema, operation, fragments);
      const context = contextValue as unknown as GatewayContext;
      const fields = [...askedFields(plan, coerced, context)];
      if (fields.length === 0) return;
      const facetCosts = context.directory.facetCosts(fields);
      requestStateOf(args.contextValue).facetCosts = [...facetCosts].map(([source, cost]) => ({
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
