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

/** The fields of one object whose values are still to come. */
export class PendingFields {
  readonly #data: Record<string, unknown>;
  readonly #names: string[] = [];
  readonly #values: Promise<unknown>[] = [];

  constructor(data: Record<string, unknown>) {
    this.#data = data;
  }

  add(name: string, value: Promise<unknown>): void {
    this.#names.push(name);
    this.#values.push(value);
  }

  /** The object, once it has all values. Rejects with the first error. */
  async filled(): Promise<Record<string, unknown>> {
    const values = await Promise.all(this.#values);
    this.#names.forEach((name, at) => {
      this.#data[name] = values[at];
    });
    return this.#data;
  }
}

export function serialized(type: GraphQLLeafType, value: unknown): unknown {
  const result = type.serialize(value);
  if (result === null || result === undefined) throw new Error(`${type.name} has no text for a value.`);
  return result;
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown> | null | undefined)?.then === 'function';
}
