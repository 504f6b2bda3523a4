import { type FragmentDefinitionNode, getOperationAST, Kind } from 'graphql';
import { tooComplex } from '../http-error.ts';
import { type GatewayPlugin, requestStateOf } from '../request-state.ts';
import { operationComplexity } from './operation-complexity.ts';

/**
 * Refuses operations above the limit. Measured at each execution instead of in a validation rule, because the price
 * depends on the variables and validation results are cached per document.
 */
export function useComplexityLimit(maxComplexity: number): GatewayPlugin {
  return {
    onExecute({ args }) {
      const operation = getOperationAST(args.document, args.operationName);
      if (operation == null) return;
      const fragments = new Map<string, FragmentDefinitionNode>();
      for (const definition of args.document.definitions) {
        if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
      }
      const variables = args.variableValues ?? {};
      const cost = operationComplexity({ schema: args.schema, operation, fragments, variables });
      requestStateOf(args.contextValue).complexity = { value: cost, maximum: maxComplexity };
      if (cost > maxComplexity) {
        throw tooComplex(
          `The operation’s complexity is ${shownCost(cost)}; at most ${maxComplexity} is allowed.`,
        );
      }
    },
  };
}

function shownCost(cost: number): string {
  return cost > Number.MAX_SAFE_INTEGER ? `more than ${Number.MAX_SAFE_INTEGER}` : String(cost);
}
