import {
  defaultFieldResolver,
  defaultTypeResolver,
  type ExecutionResult,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  locatedError,
  responsePathAsArray,
  TypeNameMetaFieldDef,
} from 'graphql';
import { CollectedErrors, type Place } from './collected-errors.ts';
import { FieldInfo, type PlannedRun } from './field-info.ts';
import type { FieldPlan, ObjectPlan, OperationPlan, Selection } from './operation-plan.ts';
import type { ResultShape } from './result-shape.ts';
import { isPromise, PendingFields, runtimeType, serialized } from './result-values.ts';

type MaybePromise<T> = Promise<T> | T;
type Data = Record<string, unknown>;

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

  // The methods that run for every field contain no function: V8 would allocate what it captures on each call.

  #object(
    { fields, needsNoPrototype }: ObjectPlan,
    source: unknown,
    place: Place | undefined,
  ): MaybePromise<Data> {
    const data: Data = needsNoPrototype ? Object.create(null) : {};
    let pending: PendingFields | null = null;
    try {
      for (const field of fields) {
        const value = this.#field(field, source, place);
        data[field.responseName] = value;
        if (!isPromise(value)) continue;
        pending ??= new PendingFields(data);
        pending.add(field.responseName, value);
      }
    } catch (error) {
      if (pending === null) throw error;
      // The others continue; their rejections must be handled.
      return pending.filled().finally(() => {
        throw error;
      });
    }
    return pending === null ? data : pending.filled();
  }

  #field(field: FieldPlan, source: unknown, parent: Place | undefined): unknown {
    const { definition, shape, parentType } = field;
    if (definition === TypeNameMetaFieldDef) return parentType.name;
    const info = new FieldInfo(this.#plan, this.#run, field, parent);
    try {
      const resolve = definition.resolve ?? defaultFieldResolver;
      const value = resolve(source, this.#argsOf(field), this.#run.contextValue, info);
      return this.#settled(value, field, shape, info, info);
    } catch (error) {
      return this.#fail(error, field, shape, info);
    }
  }

  /** The completed value of a field or an item. */
  #settled(
    value: unknown,
    field: FieldPlan,
    shape: ResultShape,
    place: Place,
    info: GraphQLResolveInfo,
  ): unknown {
    const completed = isPromise(value)
      ? this.#awaited(value, field, shape, place, info)
      : this.#value(field, shape, value, place, info);
    return isPromise(completed) ? this.#caught(completed, field, shape, place) : completed;
  }

  #awaited(
    value: Promise<unknown>,
    field: FieldPlan,
    shape: ResultShape,
    place: Place,
    info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return value.then((one) => this.#value(field, shape, one, place, info));
  }

  #caught(value: Promise<unknown>, field: FieldPlan, shape: ResultShape, place: Place): Promise<unknown> {
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
    return this.#abstract(field, shape.type, value, place, info);
  }

  #abstract(
    { nodes, below }: FieldPlan,
    abstract: GraphQLAbstractType,
    value: unknown,
    place: Place,
    info: GraphQLResolveInfo,
  ): MaybePromise<Data> {
    const { contextValue } = this.#run;
    const name = (abstract.resolveType ?? defaultTypeResolver)(value, contextValue, info, abstract);
    const typed = (one: unknown) =>
      this.#typed(runtimeType(this.#plan.schema, abstract, one, nodes), below, value, place, info);
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
        const settled = this.#settled(item, field, shape, at, info);
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
    return type.isTypeOf == null
      ? this.#object(plan, value, place)
      : this.#checked(type, plan, value, place, info);
  }

  #checked(
    type: GraphQLObjectType,
    plan: ObjectPlan,
    value: unknown,
    place: Place,
    info: GraphQLResolveInfo,
  ): MaybePromise<Data> {
    const checked = (isOne: boolean) => {
      if (!isOne)
        throw new GraphQLError(`Expected a value of type "${type.name}".`, { nodes: info.fieldNodes });
      return this.#object(plan, value, place);
    };
    const isOne = type.isTypeOf?.(value, this.#run.contextValue, info) ?? true;
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
}

const NO_ARGUMENTS: Data = Object.freeze({});
