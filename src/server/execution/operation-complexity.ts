import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type ArgumentReader, createArgumentReader } from './argument-reader.ts';

/** The page size where neither `first` nor `last` is given, and the largest that is ever fetched (DESIGN §4). */
const DEFAULT_PAGE = 20;
const LARGEST_PAGE = 100;
/** How many entities a list is taken to have that has no arguments to tell (a person's profiles). */
const UNTOLD_ENTITIES = 5;

export interface ComplexityRequest {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * What an operation may cost at most: one per field, and what is below a list times its length. A connection's `edges` and
 * `nodes` have its page size; a list with a required list argument (`nodes(ids:)`, `_entities(representations:)`) has that
 * one's length; lists of entities with no such argument count as 5, other lists as 1. `@skip` and `@include` are respected.
 * A fragment is counted once per page size it is spread under, so that a bomb of fragments is priced as fast as it is sent.
 */
export function operationComplexity({ schema, operation, fragments, variables }: ComplexityRequest): number {
  const read = createArgumentReader(operation, variables);
  const known = new Map<string, number>();

  function costOfSet(set: SelectionSetNode, parent: GraphQLNamedType, pageSize: number | null): number {
    let cost = 0;
    for (const selection of set.selections) {
      if (isIncluded(selection, read)) cost += costOf(selection, parent, pageSize);
    }
    return cost;
  }

  function costOf(selection: SelectionNode, parent: GraphQLNamedType, pageSize: number | null): number {
    if (selection.kind === Kind.FIELD) return costOfField(selection, parent, pageSize);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return costOfFragment(selection.name.value, pageSize);
    const condition = selection.typeCondition?.name.value;
    const type = condition === undefined ? parent : schema.getType(condition);
    return type == null ? 0 : costOfSet(selection.selectionSet, type, pageSize);
  }

  function costOfFragment(name: string, pageSize: number | null): number {
    const key = `${name} ${pageSize}`;
    const measured = known.get(key);
    if (measured !== undefined) return measured;
    known.set(key, 0);
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const cost = fragment && type ? costOfSet(fragment.selectionSet, type, pageSize) : 0;
    known.set(key, cost);
    return cost;
  }

  function costOfField(node: FieldNode, parent: GraphQLNamedType, pageSize: number | null): number {
    const field = fieldOf(parent, node.name.value);
    if (field === undefined || node.selectionSet === undefined) return 1;
    const type = getNamedType(field.type);
    const below = costOfSet(node.selectionSet, type, pageSizeOf(node, field, read));
    const length = lengthOf(node, field, pageSize, read);
    // Not 0 × Infinity, which is no number and over no limit.
    return 1 + (length === 0 ? 0 : below * length);
  }

  const root = schema.getRootType(operation.operation);
  return root == null ? 0 : costOfSet(operation.selectionSet, root, null);
}

function fieldOf(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

/** The page size that a connection hands down to its `edges` and `nodes`; null where a field pages nothing. */
function pageSizeOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  read: ArgumentReader,
): number | null {
  if (!field.args.some(({ name }) => name === 'first' || name === 'last')) return null;
  const asked = [read.number(node, 'first'), read.number(node, 'last')].filter((size) => size !== null);
  return asked.length === 0 ? DEFAULT_PAGE : Math.min(LARGEST_PAGE, Math.max(0, ...asked));
}

function lengthOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  pageSize: number | null,
  read: ArgumentReader,
): number {
  if (!isListType(getNullableType(field.type))) return 1;
  if (pageSize !== null) return pageSize;
  const keys = field.args.find(({ type }) => isNonNullType(type) && isListType(type.ofType));
  if (keys !== undefined) return read.length(node, keys.name);
  const type = getNamedType(field.type);
  const isEntity = isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
  return isEntity ? UNTOLD_ENTITIES : 1;
}

function isIncluded(selection: SelectionNode, read: ArgumentReader): boolean {
  return (selection.directives ?? []).every((directive) => {
    if (directive.name.value === 'skip') return read.boolean(directive, 'if') !== true;
    if (directive.name.value === 'include') return read.boolean(directive, 'if') !== false;
    return true;
  });
}
