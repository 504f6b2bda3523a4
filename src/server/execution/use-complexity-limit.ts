import {
  type ExecutionArgs,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { tooComplex } from '../http-error.ts';
import { type GatewayPlugin, requestStateOf } from '../request-state.ts';
import { operationComplexity } from './operation-complexity.ts';

/**
 * Refuses operations above the limit. Measured at each execution instead of in a validation rule, because the price
 * depends on the variables and validation results are cached per document.
 */
export function useComplexityLimit(maxComplexity: number): GatewayPlugin {
  /** Of operations without variables: it is the same each time. */
  const known = new WeakMap<OperationDefinitionNode, number>();
  return {
    onExecute({ args }) {
      const operation = getOperationAST(args.document, args.operationName);
      if (operation == null) return;
      const cost = known.get(operation) ?? complexityOf(args, operation);
      if (operation.variableDefinitions?.length === 0) known.set(operation, cost);
      requestStateOf(args.contextValue).complexity = { value: cost, maximum: maxComplexity };
      if (cost > maxComplexity) {
        throw tooComplex(
          `The operation’s complexity is ${shownCost(cost)}; at most ${maxComplexity} is allowed.`,
        );
      }
    },
  };
}

function complexityOf(
  { schema, document, variableValues }: ExecutionArgs,
  operation: OperationDefinitionNode,
) {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return operationComplexity({ schema, operation, fragments, variables: variableValues ?? {} });
}

function shownCost(cost: number): string {
  return cost > Number.MAX_SAFE_INTEGER ? `more than ${Number.MAX_SAFE_INTEGER}` : String(cost);
}
