import { type GraphQLFormattedError, getNamedType, isObjectType } from 'graphql';
import { isUpstreamCode, type UpstreamErrorCode } from '../../errors/error-codes.ts';
import type { FieldPlan, OperationPlan, Variables } from '../execution/operation-plan.ts';

/** An operation with its coerced variables. */
export interface Planned {
  readonly plan: OperationPlan;
  readonly variables: Variables;
}

/** How a failure is reported in a list's own `sources`. */
interface FailureReport {
  readonly source: string;
  readonly code: UpstreamErrorCode;
  readonly message: string;
  readonly retryAfterSeconds: number | null;
}

export interface FailureAsDataOptions {
  /** The configured sources, in the order of `sources`. */
  readonly sources: readonly string[];
  readonly statusOf: (code: UpstreamErrorCode) => string;
  /** Whether a report with this status says that the source failed. */
  readonly isFailed: (status: unknown) => boolean;
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

type Data = Readonly<Record<string, unknown>>;

/** A failure of a field below a list that selects failures as data. */
interface Failing {
  readonly error: GraphQLFormattedError;
  readonly list: FieldPlan;
  readonly failure: FailureReport;
}

/**
 * For clients that want failures as data. If a list's own `sources` is selected with `status` or `error`, a field of
 * its rows that a failed source would have filled is null without an error, and the source's entry reports the failure.
 * If an incremental result delivers the entry later, the failure waits for it; if it came earlier and reports that the
 * source did not fail, the error stays. Other errors stay, too. Nothing is changed in place.
 */
export class FailuresAsData {
  readonly #planned: Planned;
  readonly #lists: readonly FieldPlan[];
  readonly #options: FailureAsDataOptions;
  /** The lists whose `sources` were delivered, with the sources that they report as failed. */
  readonly #reported = new Map<string, Set<string>>();
  #waiting: readonly Failing[] = [];

  constructor(planned: Planned, options: FailureAsDataOptions) {
    const { plan, variables } = planned;
    const query = plan.schema.getQueryType();
    this.#planned = planned;
    this.#lists = query == null ? [] : plan.objectPlan(query, plan.root, variables).fields;
    this.#options = options;
  }

  /** The parts of one payload. With the last payload, failures that no `sources` has reported become errors. */
  tell(parts: readonly ResultPart[], isLast: boolean): readonly ResultPart[] {
    const failing = new Map<GraphQLFormattedError, Failing>();
    for (const error of parts.flatMap(({ errors = [] }) => errors)) {
      const each = this.#failingOf(error);
      if (each !== null) failing.set(error, each);
    }
    const failures = [...this.#waiting, ...failing.values()];
    const told = parts.map((part) => this.#withReports(part, failures));
    const untold = failures.filter(
      ({ list, failure }) => this.#reported.get(list.responseName)?.has(failure.source) !== true,
    );
    const isAwaited = ({ list }: Failing) => !isLast && !this.#reported.has(list.responseName);
    this.#waiting = untold.filter(isAwaited);
    const kept = new Set(untold.filter((each) => !isAwaited(each)).map(({ error }) => error));
    const result = told.map(({ errors, ...part }) => {
      const left = errors?.filter((error) => !failing.has(error) || kept.delete(error));
      return { ...part, ...(left !== undefined && left.length > 0 && { errors: left }) };
    });
    const last = result.at(-1);
    if (kept.size === 0 || last === undefined) return result;
    return [...result.slice(0, -1), { ...last, errors: [...(last.errors ?? []), ...kept] }];
  }

  /** Null if the error is not a source's failure, or the list does not select failures as data. */
  #failingOf(error: GraphQLFormattedError): Failing | null {
    const [key, ...below] = error.path ?? [];
    const failure = below.length === 0 ? null : failureOf(error);
    const list = this.#list(String(key));
    if (failure === null || list === undefined || this.#reportsOf(list).length === 0) return null;
    return { error, list, failure };
  }

  #list(key: string): FieldPlan | undefined {
    return this.#lists.find(({ responseName }) => responseName === key);
  }

  /** The fields of these names that are selected below a field. */
  #below({ definition, below }: FieldPlan, names: readonly string[]): readonly FieldPlan[] {
    const { plan, variables } = this.#planned;
    const type = getNamedType(definition.type);
    if (!isObjectType(type)) return [];
    return plan
      .objectPlan(type, below, variables)
      .fields.filter((field) => names.includes(field.definition.name));
  }

  /** The selections of a list's `sources` with `status` or `error`. */
  #reportsOf(list: FieldPlan) {
    return this.#below(list, ['sources'])
      .map((reports) => ({ key: reports.responseName, facts: this.#below(reports, ['status', 'error']) }))
      .filter(({ facts }) => facts.length > 0);
  }

  #withReports(part: ResultPart, failures: readonly Failing[]): ResultPart {
    const { data, path = [] } = part;
    const [key, ...below] = path;
    if (data == null || typeof data !== 'object' || below.length > 0) return part;
    const lists = Object.entries(key === undefined ? data : { [key]: data });
    const told = Object.fromEntries(
      lists.map(([name, value]) => {
        const list = this.#list(name);
        return [name, list && isData(value) ? this.#tellIn(value, list, failures) : value];
      }),
    );
    return { ...part, data: key === undefined ? told : told[key] };
  }

  #tellIn(value: Data, list: FieldPlan, failures: readonly Failing[]): Data {
    const { sources, isFailed } = this.#options;
    let told = value;
    for (const { key, facts } of this.#reportsOf(list)) {
      const lines: unknown = told[key];
      if (!Array.isArray(lines)) continue;
      const reported = this.#reported.get(list.responseName) ?? new Set();
      this.#reported.set(list.responseName, reported);
      const all = lines.map((line: Data | null, index) => {
        const source = sources[index] ?? '';
        if (line === null) return line;
        const own = failures.filter((each) => each.list === list && each.failure.source === source);
        const after = own.reduce((before, { failure }) => this.#withFailure(before, facts, failure), line);
        const tells = ({ definition, responseName }: FieldPlan) =>
          definition.name === 'error' ? after[responseName] != null : isFailed(after[responseName]);
        if (own.length > 0 || facts.some(tells)) reported.add(source);
        return after;
      });
      told = { ...told, [key]: all };
    }
    return told;
  }

  #withFailure(line: Data, facts: readonly FieldPlan[], failure: FailureReport): Data {
    const told: Record<string, unknown> = { ...line };
    for (const fact of facts) {
      if (fact.definition.name === 'status') told[fact.responseName] = this.#options.statusOf(failure.code);
      else {
        const values = toValues(failure);
        const fields = this.#below(fact, Object.keys(values));
        told[fact.responseName] ??= Object.fromEntries(
          fields.map(({ responseName, definition }) => [responseName, values[definition.name]]),
        );
      }
    }
    return told;
  }
}

function failureOf({ message, extensions }: GraphQLFormattedError): FailureReport | null {
  const { code, source, retryAfterSeconds } = extensions ?? {};
  if (typeof source !== 'string' || !isUpstreamCode(code)) return null;
  const seconds = typeof retryAfterSeconds === 'number' ? retryAfterSeconds : null;
  return { source, code, message, retryAfterSeconds: seconds };
}

function toValues({ code, message, retryAfterSeconds }: FailureReport): Data {
  return { code, reason: code, message, retryAfterSeconds, __typename: 'SourceError' };
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
