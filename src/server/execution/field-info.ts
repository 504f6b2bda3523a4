import type { GraphQLResolveInfo } from 'graphql';
import type { Place } from './collected-errors.ts';
import type { FieldPlan, OperationPlan, Variables } from './operation-plan.ts';

export interface PlannedRun {
  readonly rootValue: unknown;
  readonly contextValue: unknown;
  /** Coerced by graphql's getVariableValues. */
  readonly variables: Variables;
}

/**
 * A field's place in the response, and what its resolver may ask about it. A page has thousands of fields and few
 * resolvers ask: everything is read on access.
 */
export class FieldInfo implements GraphQLResolveInfo, Place {
  readonly prev: Place | undefined;
  readonly #plan: OperationPlan;
  readonly #run: PlannedRun;
  readonly #field: FieldPlan;

  constructor(plan: OperationPlan, run: PlannedRun, field: FieldPlan, prev: Place | undefined) {
    this.prev = prev;
    this.#plan = plan;
    this.#run = run;
    this.#field = field;
  }

  get key() {
    return this.#field.responseName;
  }
  get typename() {
    return this.#field.parentType.name;
  }
  get path() {
    return pathOf(this);
  }
  get fieldName() {
    return this.#field.definition.name;
  }
  get fieldNodes() {
    return this.#field.nodes;
  }
  get returnType() {
    return this.#field.definition.type;
  }
  get parentType() {
    return this.#field.parentType;
  }
  get schema() {
    return this.#plan.schema;
  }
  get fragments() {
    return this.#plan.fragments as GraphQLResolveInfo['fragments'];
  }
  get rootValue() {
    return this.#run.rootValue;
  }
  get operation() {
    return this.#plan.operation;
  }
  get variableValues() {
    return this.#run.variables as GraphQLResolveInfo['variableValues'];
  }
}

function pathOf({ prev, key, typename }: Place): GraphQLResolveInfo['path'] {
  return { prev: prev && pathOf(prev), key, typename };
}
