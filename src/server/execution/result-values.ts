import {
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';

/** The object type that a value of an abstract type resolved to. */
export function runtimeType(
  schema: GraphQLSchema,
  abstract: GraphQLAbstractType,
  name: unknown,
  nodes: readonly FieldNode[],
): GraphQLObjectType {
  const type = typeof name === 'string' ? schema.getType(name) : undefined;
  if (isObjectType(type) && schema.isSubType(abstract, type)) return type;
  throw new GraphQLError(`Expected a type of "${abstract.name}", got ${String(name)}.`, { nodes });
}

export function filled(
  data: Record<string, unknown>,
  names: readonly string[],
  values: readonly unknown[],
): Record<string, unknown> {
  names.forEach((name, at) => {
    data[name] = values[at];
  });
  return data;
}

export function serialized(type: GraphQLLeafType, value: unknown): unknown {
  const result = type.serialize(value);
  if (result === null || result === undefined) throw new Error(`${type.name} has no text for a value.`);
  return result;
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown> | null | undefined)?.then === 'function';
}
