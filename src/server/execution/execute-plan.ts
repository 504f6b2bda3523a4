import {
  defaultFieldResolver,
  defaultTypeResolver,
  type ExecutionResult,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  locatedError,
  responsePathAsArray,
  TypeNameMetaFieldDef,
} from 'graphql';
import { CollectedErrors, type Place } from './collected-errors.ts';
import type { FieldPlan, ObjectPlan, OperationPlan, Selection, Variables } from './operation-plan.ts';
import type { ResultShape } from './result-shape.ts';
import { filled, isPromise, runtimeType, serialized } from './result-values.ts';

type MaybePromise<T> = Promise<T> | T;
type Data = Record<string, unknown>;

export interface PlannedRun {
  readonly rootValue: unknown;
  readonly contextValue: unknown;
  /** Coerced by graphql's getVariableValues. */
  readonly variables: Variables;
}

/**
 * Executes a query by its plan, following section 6 of the specification. Errors are the same as those of graphql's
 * `execute`.
 */
export function executePlan(plan: OperationPlan, run: PlannedRun): MaybePromise<ExecutionResult> {
  const collected = new CollectedErrors();
  const failed = (error: GraphQLError): ExecutionResult => {
    collected.add(error, undefined);
    return { errors: collected.errors, data: null };
  };
  const done = (data: Data): ExecutionResult =>
    collected.errors.length === 0 ? { data } : { errors: collected.errors, data };
  try {
    const data = new PlannedExecution(plan, run, collected).executeRoot();
    return isPromise(data) ? data.then(done, failed) : done(data);
  } catch (error) {
    return failed(error as GraphQLError);
  }
}

class PlannedExecution {
  readonly #plan: OperationPlan;
  readonly #run: PlannedRun;
  readonly #collected: CollectedErrors;
  readonly #args = new Map<FieldPlan, Data>();

  constructor(plan: OperationPlan, run: PlannedRun, collected: CollectedErrors) {
    this.#plan = plan;
    this.#run = run;
    this.#collected = collected;
  }

  executeRoot(): MaybePromise<Data> {
    const { schema, operation, root } = this.#plan;
    const type = schema.getRootType(operation.operation);
    if (type == null)
      throw new GraphQLError(`The schema has no ${operation.operation}.`, { nodes: operation });
    const plan = this.#plan.objectPlan(type, root, this.#run.variables);
    return this.#object(plan, this.#run.rootValue, undefined);
  }

  #object(
    { fields, needsNoPrototype }: ObjectPlan,
    source: unknown,
    place: Place | undefined,
  ): MaybePromise<Data> {
    const data: Data = needsNoPrototype ? Object.create(null) : {};
    const names: string[] = [];
    const values: Promise<unknown>[] = [];
    const settled = () => Promise.all(values).then((results) => filled(data, names, results));
    try {
      for (const field of fields) {
        const value = this.#field(field, source, place);
        data[field.responseName] = value;
        if (!isPromise(value)) continue;
        names.push(field.responseName);
        values.push(value);
      }
    } catch (error) {
      if (values.length === 0) throw error;
      // The others continue; their rejections must be handled.
      return settled().finally(() => {
        throw error;
      });
    }
    return values.length === 0 ? data : settled();
  }

  #field(field: FieldPlan, source: unknown, parent: Place | undefined): unknown {
    const { definition, shape, parentType } = field;
    if (definition === TypeNameMetaFieldDef) return parentType.name;
    const place: Place = { prev: parent, key: field.responseName, typename: parentType.name };
    const info = this.#info(field, place);
    try {
      const resolve = definition.resolve ?? defaultFieldResolver;
      const value = resolve(source, this.#argsOf(field), this.#run.contextValue, info);
      return this.#settled(
        isPromise(value)
          ? value.then((one) => this.#value(field, shape, one, place, info))
          : this.#value(field, shape, value, place, info),
        field,
        shape,
        place,
      );
    } catch (error) {
      return this.#fail(error, field, shape, place);
    }
  }

  #settled(value: unknown, field: FieldPlan, shape: ResultShape, place: Place): unknown {
    if (!isPromise(value)) return value;
    return value.then(undefined, (error) => this.#fail(error, field, shape, place));
  }

  /** Returns null if the type allows it; otherwise the error propagates to the parent. */
  #fail(thrown: unknown, { nodes }: FieldPlan, { isNonNull }: ResultShape, place: Place): null {
    const error = locatedError(thrown, nodes, responsePathAsArray(place));
    if (isNonNull) throw error;
    this.#collected.add(error, place);
    return null;
  }

  #value(
    field: FieldPlan,
    shape: ResultShape,
    value: unknown,
    place: Place,
    info: GraphQLResolveInfo,
  ): unknown {
    if (value instanceof Error) throw value;
    if (value === null || value === undefined) {
      if (!shape.isNonNull) return null;
      throw new Error(
        `Cannot return null for non-nullable field ${field.parentType.name}.${field.definition.name}.`,
      );
    }
    if (shape.kind === 'leaf') return serialized(shape.type, value);
    if (shape.kind === 'object') return this.#typed(shape.type, field.below, value, place, info);
    if (shape.kind === 'list') return this.#list(field, shape.item, value, place, info);
    const { contextValue } = this.#run;
    const name = (shape.type.resolveType ?? defaultTypeResolver)(value, contextValue, info, shape.type);
    const typed = (one: unknown) =>
      this.#typed(
        runtimeType(this.#plan.schema, shape.type, one, field.nodes),
        field.below,
        value,
        place,
        info,
      );
    return isPromise(name) ? name.then(typed) : typed(name);
  }

  #list(
    field: FieldPlan,
    shape: ResultShape,
    value: unknown,
    place: Place,
    info: GraphQLResolveInfo,
  ): unknown {
    if (typeof value !== 'object' || typeof (value as Iterable<unknown>)[Symbol.iterator] !== 'function') {
      throw new GraphQLError(`Expected a list for ${field.parentType.name}.${field.definition.name}.`);
    }
    const waiting: Promise<unknown>[] = [];
    const items = Array.from(value as Iterable<unknown>, (item, index) => {
      const at: Place = { prev: place, key: index, typename: undefined };
      try {
        const done = isPromise(item)
          ? item.then((one) => this.#value(field, shape, one, at, info))
          : this.#value(field, shape, item, at, info);
        const settled = this.#settled(done, field, shape, at);
        if (isPromise(settled)) waiting.push(settled);
        return settled;
      } catch (error) {
        // If this ends the list, nothing awaits the pending items any more.
        if (shape.isNonNull) for (const one of waiting) one.catch(() => undefined);
        return this.#fail(error, field, shape, at);
      }
    });
    return waiting.length > 0 ? Promise.all(items) : items;
  }

  #typed(
    type: GraphQLObjectType,
    below: Selection,
    value: unknown,
    place: Place,
    info: GraphQLResolveInfo,
  ): MaybePromise<Data> {
    const plan = this.#plan.objectPlan(type, below, this.#run.variables);
    if (type.isTypeOf == null) return this.#object(plan, value, place);
    const checked = (isOne: boolean) => {
      if (!isOne)
        throw new GraphQLError(`Expected a value of type "${type.name}".`, { nodes: info.fieldNodes });
      return this.#object(plan, value, place);
    };
    const isOne = type.isTypeOf(value, this.#run.contextValue, info);
    return isPromise(isOne) ? isOne.then(checked) : checked(isOne);
  }

  /** Coerced once for all rows. Each resolver gets its own, since it may modify it; without arguments, a frozen one. */
  #argsOf(field: FieldPlan): Data {
    const { definition, nodes } = field;
    if (definition.args.length === 0) return NO_ARGUMENTS;
    let args = this.#args.get(field);
    if (args === undefined) {
      args = getArgumentValues(definition, nodes[0] as (typeof nodes)[number], this.#run.variables);
      this.#args.set(field, args);
    }
    return { ...args };
  }

  #info(field: FieldPlan, path: Place): GraphQLResolveInfo {
    return new FieldInfo(this.#plan, this.#run, field, path);
  }
}

const NO_ARGUMENTS: Data = Object.freeze({});

/** What a resolver may ask about its field. Few do, and a page has thousands of fields: the rest is read on access. */
class FieldInfo implements GraphQLResolveInfo {
  readonly path: Place;
  readonly #plan: OperationPlan;
  readonly #run: PlannedRun;
  readonly #field: FieldPlan;

  constructor(plan: OperationPlan, run: PlannedRun, field: FieldPlan, path: Place) {
    this.path = path;
    this.#plan = plan;
    this.#run = run;
    this.#field = field;
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
