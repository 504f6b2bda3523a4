import { type GraphQLFormattedError, getNamedType, isObjectType } from 'graphql';
import type { FieldPlan, OperationPlan, Variables } from '../execution/operation-plan.ts';

/** An operation with its coerced variables. */
export interface Planned {
  readonly plan: OperationPlan;
  readonly variables: Variables;
}

/** A result, or one part of an incremental result (`@defer`, `@stream`). */
export interface ResultPart {
  readonly data?: unknown;
  /** Of a streamed list. */
  readonly items?: unknown;
  /** Where the data belongs; absent or empty: the root. */
  readonly path?: readonly (string | number)[];
  readonly errors?: readonly GraphQLFormattedError[];
}

export type Data = Readonly<Record<string, unknown>>;

/** Where an operation selects a list's `sources`. */
export class ListReports {
  readonly #planned: Planned;
  readonly #lists: readonly FieldPlan[];

  constructor(planned: Planned) {
    const { plan, variables } = planned;
    const query = plan.schema.getQueryType();
    this.#planned = planned;
    this.#lists = query == null ? [] : plan.objectPlan(query, plan.root, variables).fields;
  }

  /** The list with this response name. */
  find(key: string): FieldPlan | undefined {
    return this.#lists.find(({ responseName }) => responseName === key);
  }

  /** The fields of these names that are selected below a field. */
  below({ definition, below }: FieldPlan, names: readonly string[]): readonly FieldPlan[] {
    const { plan, variables } = this.#planned;
    const type = getNamedType(definition.type);
    if (!isObjectType(type)) return [];
    return plan
      .objectPlan(type, below, variables)
      .fields.filter((field) => names.includes(field.definition.name));
  }

  /** The selections of a list's `sources` with one of these facts. */
  reportsOf(list: FieldPlan, names: readonly string[]) {
    return this.below(list, ['sources'])
      .map((reports) => ({ key: reports.responseName, facts: this.below(reports, names) }))
      .filter(({ facts }) => facts.length > 0);
  }

  /** The part with each list in it changed. */
  map(part: ResultPart, change: (value: Data, list: FieldPlan) => Data): ResultPart {
    const { data, path = [] } = part;
    const [key, ...below] = path;
    if (data == null || typeof data !== 'object' || below.length > 0) return part;
    const lists = Object.entries(key === undefined ? data : { [key]: data });
    const told = Object.fromEntries(
      lists.map(([name, value]) => {
        const list = this.find(name);
        return [name, list && isData(value) ? change(value, list) : value];
      }),
    );
    return { ...part, data: key === undefined ? told : told[key] };
  }
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
