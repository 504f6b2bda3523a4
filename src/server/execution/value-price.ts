import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  type ValueNode,
} from 'graphql';
import { costWeightOf } from './cost-directives.ts';

/** A variable's value as sent by the client, or its default; undefined without either. */
type ReadVariable = (
  name: string,
) => { readonly value: unknown } | { readonly literal: ValueNode } | undefined;

/** Prices an argument's value: each item in an input field's list costs that field's `@cost`. */
export type ValuePrice = (given: ValueNode, read: ReadVariable) => number;

/** The price of an argument's values; null if none of its lists has a price. */
export function valuePriceOf({ type }: GraphQLArgument): ValuePrice | null {
  if (!isPriced(type, new Set())) return null;
  return (given, read) => priceOfLiteral(type, given, 0, read);
}

function isPriced(type: GraphQLInputType, seen: Set<GraphQLInputType>): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || seen.has(named)) return false;
  seen.add(named);
  return Object.values(named.getFields()).some((field) => weightOf(field) > 0 || isPriced(field.type, seen));
}

function weightOf(field: GraphQLInputField): number {
  return isListType(getNullableType(field.type)) ? (costWeightOf(field) ?? 0) : 0;
}

/** @param each The cost of one item of this list. */
function priceOfLiteral(type: GraphQLInputType, given: ValueNode, each: number, read: ReadVariable): number {
  if (given.kind === Kind.VARIABLE) {
    const held = read(given.name.value);
    if (held === undefined) return 0;
    return 'literal' in held
      ? priceOfLiteral(type, held.literal, each, read)
      : priceOfValue(type, held.value, each);
  }
  const { item, fields } = partsOf(type);
  if (item !== null && given.kind === Kind.LIST) {
    return sum(given.values, (value) => each + priceOfLiteral(item, value, 0, read));
  }
  // A single value is coerced to a list of one.
  if (item !== null) return given.kind === Kind.NULL ? 0 : each + priceOfLiteral(item, given, 0, read);
  if (fields === null || given.kind !== Kind.OBJECT) return 0;
  return sum(given.fields, ({ name, value }) => {
    const field = fields[name.value];
    return field === undefined ? 0 : priceOfLiteral(field.type, value, weightOf(field), read);
  });
}

function priceOfValue(type: GraphQLInputType, given: unknown, each: number): number {
  if (given === null || given === undefined) return 0;
  const { item, fields } = partsOf(type);
  if (item !== null) {
    return Array.isArray(given)
      ? sum(given, (value) => each + priceOfValue(item, value, 0))
      : each + priceOfValue(item, given, 0);
  }
  if (fields === null || typeof given !== 'object') return 0;
  return sum(Object.entries(given), ([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field === undefined ? 0 : priceOfValue(field.type, value, weightOf(field));
  });
}

function partsOf(type: GraphQLInputType) {
  const nullable = getNullableType(type) as GraphQLInputType;
  return {
    item: isListType(nullable) ? (nullable.ofType as GraphQLInputType) : null,
    fields: isInputObjectType(nullable) ? nullable.getFields() : null,
  };
}

function sum<T>(items: readonly T[], priceOf: (item: T) => number): number {
  return items.reduce((total, item) => total + priceOf(item), 0);
}
