import {
  type DirectiveNode,
  type ExecutionArgs,
  getDirectiveValues,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { badUserInput } from '../../errors/gateway-error.ts';

/**
 * Whether an operation's response is incremental: it has `@defer` or `@stream`, directly or in a fragment it spreads,
 * and `if` does not switch it off. Invalid variables are left for execution to refuse.
 *
 * @throws BAD_USER_INPUT if `if` is null, or if `initialCount` is not a valid count.
 */
export function comesInParts({ schema, document, operationName, variableValues }: ExecutionArgs): boolean {
  const operation = getOperationAST(document, operationName);
  if (operation == null) return false;
  const directives = directivesOf(operation, document);
  if (directives.length === 0) return false;
  const { variableDefinitions = [] } = operation;
  const { coerced } = getVariableValues(schema, variableDefinitions, variableValues ?? {});
  return coerced !== undefined && directives.filter((one) => isInForce(one, schema, coerced)).length > 0;
}

function isInForce(node: DirectiveNode, schema: ExecutionArgs['schema'], variables: Record<string, unknown>) {
  const name = node.name.value;
  const definition = schema.getDirective(name);
  if (definition == null) return false;
  const values = valuesOf(() => getDirectiveValues(definition, { directives: [node] }, variables));
  if (values?.if !== true) return false;
  const { initialCount } = values;
  if (name === 'stream' && !(typeof initialCount === 'number' && initialCount >= 0)) {
    throw badUserInput(`@stream: expected initialCount of at least 0, got ${initialCount}.`);
  }
  return true;
}

function valuesOf<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw badUserInput((error as Error).message);
  }
}

const directivesByOperation = new WeakMap<OperationDefinitionNode, readonly DirectiveNode[]>();

function directivesOf(operation: OperationDefinitionNode, document: ExecutionArgs['document']) {
  const known = directivesByOperation.get(operation);
  if (known !== undefined) return known;
  const found: DirectiveNode[] = [];
  const spread = new Set<string>();
  const collector = {
    Directive(node: DirectiveNode) {
      if (node.name.value === 'defer' || node.name.value === 'stream') found.push(node);
    },
    FragmentSpread: ({ name }: { readonly name: { readonly value: string } }) => void spread.add(name.value),
  };
  visit(operation, collector);
  // Iterating over a set includes items added during the iteration.
  for (const name of spread) {
    for (const one of document.definitions) {
      if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name) visit(one, collector);
    }
  }
  directivesByOperation.set(operation, found);
  return found;
}
