import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type ArgumentReader, createArgumentReader } from './argument-reader.ts';
import { createPriceList, LARGEST_PAGE, type ListSize, type PriceList } from './price-list.ts';

export interface ComplexityRequest {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** As sent by the client. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The page size that a connection passes down to its `sizedFields`. */
interface Page {
  readonly size: number;
  readonly fields: ReadonlySet<string>;
}

/**
 * The maximum cost of an operation, by the schema's `@cost` and `@listSize`: a field costs its weight plus the
 * selection below it, times the number of items it returns. `@skip` and `@include` are respected. Each fragment is
 * counted once per page size it is spread under, so that deeply nested fragments are priced quickly.
 */
export function operationComplexity({ schema, operation, fragments, variables }: ComplexityRequest): number {
  const prices = pricesOf(schema);
  const read = createArgumentReader(operation, variables);
  const known = new Map<string, number>();

  function costOfSet(set: SelectionSetNode, parent: GraphQLNamedType, page: Page | null): number {
    let cost = 0;
    for (const selection of set.selections) {
      if (isIncluded(selection, read)) cost += costOf(selection, parent, page);
    }
    return cost;
  }

  function costOf(selection: SelectionNode, parent: GraphQLNamedType, page: Page | null): number {
    if (selection.kind === Kind.FIELD) return costOfField(selection, parent, page);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return costOfFragment(selection.name.value, page);
    const condition = selection.typeCondition?.name.value;
    const type = condition === undefined ? parent : schema.getType(condition);
    return type == null ? 0 : costOfSet(selection.selectionSet, type, page);
  }

  function costOfFragment(name: string, page: Page | null): number {
    const key = page === null ? name : `${name} ${page.size} ${[...page.fields]}`;
    const measured = known.get(key);
    if (measured !== undefined) return measured;
    known.set(key, 0);
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const cost = fragment && type ? costOfSet(fragment.selectionSet, type, page) : 0;
    known.set(key, cost);
    return cost;
  }

  function costOfField(node: FieldNode, parent: GraphQLNamedType, page: Page | null): number {
    const price = prices(parent, node.name.value);
    if (price === undefined) return 0;
    const { type, weight, size, values } = price;
    const below = pageOf(node, size, read);
    const each = weight + (node.selectionSet ? costOfSet(node.selectionSet, type, below) : 0);
    const given = values.reduce((sum, value) => sum + read.price(node, value.argument, value.price), 0);
    const length = page?.fields.has(node.name.value) ? page.size : lengthOf(node, size, below, read);
    // Avoids 0 × Infinity, which is NaN and exceeds no limit.
    return given + (length === 0 || each === 0 ? 0 : each * length);
  }

  const root = schema.getRootType(operation.operation);
  return root == null ? 0 : costOfSet(operation.selectionSet, root, null);
}

const priceListBySchema = new WeakMap<GraphQLSchema, PriceList>();

export function pricesOf(schema: GraphQLSchema): PriceList {
  const prices = priceListBySchema.get(schema) ?? createPriceList(schema);
  priceListBySchema.set(schema, prices);
  return prices;
}

function pageOf(
  node: FieldNode,
  { assumed, slicingArguments, sizedFields }: ListSize,
  read: ArgumentReader,
): Page | null {
  if (slicingArguments.length === 0) return null;
  const asked = slicingArguments.map((name) => read.number(node, name)).filter((size) => size !== null);
  const size = asked.length === 0 ? assumed : Math.min(LARGEST_PAGE, Math.max(0, ...asked));
  return { size, fields: sizedFields };
}

function lengthOf(node: FieldNode, size: ListSize, page: Page | null, read: ArgumentReader): number {
  if (!size.isList) return 1;
  if (size.keysArgument !== null) return Math.ceil(read.length(node, size.keysArgument) / size.keysPerThing);
  return page === null ? size.assumed : page.size;
}

function isIncluded(selection: SelectionNode, read: ArgumentReader): boolean {
  return (selection.directives ?? []).every((directive) => {
    if (directive.name.value === 'skip') return read.boolean(directive, 'if') !== true;
    if (directive.name.value === 'include') return read.boolean(directive, 'if') !== false;
    return true;
  });
}
