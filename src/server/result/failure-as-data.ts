import type { GraphQLFormattedError } from 'graphql';
import { isUpstreamCode, type UpstreamErrorCode } from '../../errors/error-codes.ts';
import type { FieldPlan } from '../execution/operation-plan.ts';
import { type Data, ListReports, type Planned, type ResultPart } from './list-reports.ts';

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

/** What a list selects of its `sources` to have failures as data. */
const FACTS = ['status', 'error'];

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
  readonly #lists: ListReports;
  readonly #options: FailureAsDataOptions;
  /** The lists whose `sources` were delivered, with the sources that they report as failed. */
  readonly #reported = new Map<string, Set<string>>();
  #waiting: readonly Failing[] = [];

  constructor(planned: Planned, options: FailureAsDataOptions) {
    this.#lists = new ListReports(planned);
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
    const told = parts.map((part) =>
      this.#lists.map(part, (value, list) => this.#tellIn(value, list, failures)),
    );
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
    const list = this.#lists.find(String(key));
    if (failure === null || list === undefined || this.#lists.reportsOf(list, FACTS).length === 0)
      return null;
    return { error, list, failure };
  }

  #tellIn(value: Data, list: FieldPlan, failures: readonly Failing[]): Data {
    const { sources, isFailed } = this.#options;
    let told = value;
    for (const { key, facts } of this.#lists.reportsOf(list, FACTS)) {
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
        const fields = this.#lists.below(fact, Object.keys(values));
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
