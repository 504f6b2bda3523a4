import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  typeFromAST,
} from 'graphql';
import { type ResultShape, resultShape } from './result-shape.ts';

export type Variables = Readonly<Record<string, unknown>>;

/**
 * One field of an object in the response. Fields with the same response name are merged: all their nodes, and the
 * arguments of the first.
 */
export interface FieldPlan {
  readonly responseName: string;
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  readonly shape: ResultShape;
  readonly below: Selection;
}

/** The fields selected on one object type, in response order. */
export interface ObjectPlan {
  readonly fields: readonly FieldPlan[];
  /** Whether a field is called `__proto__`, which only an object without a prototype can have. */
  readonly needsNoPrototype: boolean;
}

/** The selection below a set of field nodes, wherever it occurs, with one plan per object type encountered. */
class Selection {
  readonly sets: readonly SelectionSetNode[];
  readonly plans = new Map<GraphQLObjectType, ObjectPlan>();

  constructor(sets: readonly SelectionSetNode[]) {
    this.sets = sets;
  }
}

const NOTHING = new Selection([]);

/** A step on the path from a list of nodes to their shared selection. */
interface Step {
  readonly next: Map<FieldNode, Step>;
  selection: Selection | null;
}

/**
 * Which fields an operation resolves on which type, so that the executor need not collect them on each execution. Built
 * as execution encounters the types, and keyed by nodes rather than paths: fragments that spread each other five times
 * have only as many plans as fields. Valid for one set of values of the variables in `@skip` and `@include`.
 */
export class OperationPlan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly root: Selection;
  /** The number of fields in the plan so far: its size in memory. */
  size = 0;
  readonly #start: Step = { next: new Map(), selection: null };

  constructor(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  ) {
    this.schema = schema;
    this.operation = operation;
    this.fragments = fragments;
    this.root = new Selection([operation.selectionSet]);
  }

  /** Throws a GraphQLError if `@skip` or `@include` has no value. */
  objectPlan(type: GraphQLObjectType, selection: Selection, variables: Variables): ObjectPlan {
    const known = selection.plans.get(type);
    if (known !== undefined) return known;
    const nodesByName = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const set of selection.sets) this.#collect(type, set, variables, nodesByName, spread);
    const fields = [...nodesByName].flatMap(([name, nodes]) => this.#fieldPlan(type, name, nodes) ?? []);
    const plan = { fields, needsNoPrototype: nodesByName.has('__proto__') };
    selection.plans.set(type, plan);
    this.size += fields.length;
    return plan;
  }

  #fieldPlan(parentType: GraphQLObjectType, responseName: string, nodes: FieldNode[]): FieldPlan | null {
    const definition = this.#definition(parentType, nodes[0]?.name.value ?? '');
    if (definition === undefined) return null;
    const shape = resultShape(definition.type);
    return { responseName, parentType, definition, nodes, shape, below: this.#selectionOf(nodes) };
  }

  #definition(type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (type === this.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return type.getFields()[name];
  }

  #selectionOf(nodes: readonly FieldNode[]): Selection {
    if (nodes.every(({ selectionSet }) => selectionSet === undefined)) return NOTHING;
    let step = this.#start;
    for (const node of nodes) {
      const next: Step = step.next.get(node) ?? { next: new Map(), selection: null };
      step.next.set(node, next);
      step = next;
    }
    step.selection ??= new Selection(nodes.flatMap(({ selectionSet }) => selectionSet ?? []));
    return step.selection;
  }

  #collect(
    type: GraphQLObjectType,
    set: SelectionSetNode,
    variables: Variables,
    nodesByName: Map<string, FieldNode[]>,
    spread: Set<string>,
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD && spread.has(selection.name.value)) continue;
      if (!isIncluded(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const nodes = nodesByName.get(name);
        if (nodes) nodes.push(selection);
        else nodesByName.set(name, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) spread.add(selection.name.value);
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments[selection.name.value] : selection;
      if (fragment === undefined || !this.#applies(fragment, type)) continue;
      this.#collect(type, fragment.selectionSet, variables, nodesByName, spread);
    }
  }

  #applies({ typeCondition }: WithCondition, type: GraphQLObjectType) {
    if (typeCondition === undefined) return true;
    const condition = typeFromAST(this.schema, typeCondition);
    if (condition === type) return true;
    return isAbstractType(condition) && this.schema.isSubType(condition, type);
  }
}

interface WithCondition {
  readonly typeCondition?: FragmentDefinitionNode['typeCondition'] | undefined;
}

export type { Selection };

function isIncluded(node: SelectionNode, variables: Variables): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
}

/** The variables that `@skip` and `@include` may read; each combination of values has its own plan. */
export function conditionOf({ name, arguments: given }: DirectiveNode): string | null {
  if (name.value !== 'skip' && name.value !== 'include') return null;
  const value = given?.find((argument) => argument.name.value === 'if')?.value;
  return value?.kind === Kind.VARIABLE ? value.name.value : null;
}
