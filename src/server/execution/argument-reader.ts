import { type ArgumentNode, Kind, type OperationDefinitionNode, type ValueNode } from 'graphql';
import type { ValuePrice } from './value-price.ts';

interface WithArguments {
  readonly arguments?: readonly ArgumentNode[];
}

/** Reads the few arguments that a price depends on, without coercing a thousand emails twice. */
export interface ArgumentReader {
  /** Null if the argument is absent, null or not a number. */
  number(node: WithArguments, name: string): number | null;
  boolean(node: WithArguments, name: string): boolean | null;
  /** A list's length; 1 for a single value (as in coercion), 0 if absent. */
  length(node: WithArguments, name: string): number;
  /** The cost of the argument's values. */
  price(node: WithArguments, name: string, price: ValuePrice): number;
}

/** @param variables As sent by the client: before coercion and defaults. */
export function createArgumentReader(
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): ArgumentReader {
  /** The literal, or the value of the variable it names. */
  function find(node: WithArguments, name: string): { literal: ValueNode } | { value: unknown } | null {
    const literal = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (literal === undefined) return null;
    if (literal.kind !== Kind.VARIABLE) return { literal };
    return variableOf(literal.name.value) ?? null;
  }

  function variableOf(variable: string): { literal: ValueNode } | { value: unknown } | undefined {
    if (Object.hasOwn(variables, variable)) return { value: variables[variable] };
    const definition = operation.variableDefinitions?.find((one) => one.variable.name.value === variable);
    return definition?.defaultValue === undefined ? undefined : { literal: definition.defaultValue };
  }

  return {
    number(node, name) {
      const found = find(node, name);
      if (found === null) return null;
      if ('value' in found) return typeof found.value === 'number' ? found.value : null;
      return found.literal.kind === Kind.INT ? Number(found.literal.value) : null;
    },
    boolean(node, name) {
      const found = find(node, name);
      if (found === null) return null;
      if ('value' in found) return typeof found.value === 'boolean' ? found.value : null;
      return found.literal.kind === Kind.BOOLEAN ? found.literal.value : null;
    },
    price(node, name, price) {
      const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
      return given === undefined ? 0 : price(given, variableOf);
    },
    length(node, name) {
      const found = find(node, name);
      if (found === null) return 0;
      if ('value' in found) return Array.isArray(found.value) ? found.value.length : 1;
      return found.literal.kind === Kind.LIST ? found.literal.values.length : 1;
    },
  };
}
