import type { GraphQLFormattedError } from 'graphql';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import { isFailedStatus, toSourceStatus } from '../../customers/source-status.ts';
import type { GatewayPlugin } from '../request-state.ts';
import { FailuresAsData } from './failure-as-data.ts';
import type { Planned, ResultPart } from './list-reports.ts';
import { fieldAndReason, mergeErrors } from './merge-errors.ts';
import { withStaleRows } from './stale-rows.ts';

type Errors = readonly GraphQLFormattedError[];

/** A result, or one payload of an incremental result (`@defer`, `@stream`). */
interface Payload extends ResultPart {
  readonly incremental?: readonly ResultPart[];
  readonly hasNext?: boolean;
}

/**
 * Merges errors by field and reason instead of one per row. If a list selects its failures as data (`sources { status
 * error }`), the fields of a failed source cause no errors at all. The exception is fields that come in a later part
 * than the list's `sources`, which can no longer report a failure that was not known then. Likewise, a list's `sources`
 * report fields of rows that were answered from an older copy.
 * @param sources The configured sources, in the order of `sources`.
 */
export function useMergedErrors(sources: readonly string[]): GatewayPlugin {
  const options = { sources, statusOf: toSourceStatus, isFailed: isFailedStatus };

  function finished(payload: Payload, failures: FailuresAsData | null, told = new Set<string>()): Payload {
    const { incremental = [], ...initial } = payload;
    const isLast = payload.hasNext !== true;
    const [first = initial, ...others] = failures?.tell([initial, ...incremental], isLast) ?? [
      initial,
      ...incremental,
    ];
    const { errors = [], ...rest } = first;
    const left = untold(mergeErrors(errors), first, told);
    return {
      ...rest,
      ...(left.length > 0 && { errors: left }),
      ...(others.length > 0 && { incremental: mergedAcross(others, told) }),
    };
  }

  function withAges(payload: Payload, planned: Planned, ages: ReadonlyMap<string, number>): Payload {
    if (ages.size === 0) return payload;
    const { incremental, ...initial } = payload;
    const parts = withStaleRows([initial, ...(incremental ?? [])], planned, { sources, ages });
    const [first, ...others] = parts;
    return { ...initial, ...first, ...(incremental !== undefined && { incremental: others }) };
  }

  return {
    onResultProcess({ result, setResult, serverContext: { requestState } }) {
      const planned = requestState.planned?.errors ? null : requestState.planned;
      const { staleRows } = requestState.meter;
      const failures = planned === null ? null : () => new FailuresAsData(planned, options);
      const aged = (payload: Payload) => (planned === null ? payload : withAges(payload, planned, staleRows));
      if (isAsyncIterable(result)) {
        const all = failures?.() ?? null;
        const told = new Set<string>();
        const finish = (part: unknown) => finished(aged(part as Payload), all, told);
        setResult(mapAsyncIterator(result, finish) as typeof result);
      } else if (!Array.isArray(result) && (result.errors !== undefined || staleRows.size > 0)) {
        setResult(finished(aged(result as Payload), failures?.() ?? null) as typeof result);
      }
    },
  };
}

/** Parts that are sent together, with one error per field and reason in all of them. */
function mergedAcross(parts: readonly ResultPart[], told: Set<string>): readonly ResultPart[] {
  const left = mergeErrors(parts.flatMap(({ errors }) => errors ?? []));
  return parts.map((part) => {
    const { errors, ...rest } = part;
    // The first error of each kind stays in its part.
    const first = left.filter((kept) => errors?.some((error) => isFirst(error, kept)));
    const own = untold(first, part, told);
    return own.length > 0 ? { ...rest, errors: own } : rest;
  });
}

/** The errors whose field and reason no earlier part had; all of a part that is null because of them. */
function untold(errors: Errors, { data, items }: ResultPart, told: Set<string>): Errors {
  if (data == null && items == null) return errors;
  return errors.filter((error) => {
    const key = fieldAndReason(error);
    if (error.path === undefined || !told.has(key)) {
      told.add(key);
      return true;
    }
    return false;
  });
}

/** Whether an error is the one that represents its kind. */
function isFirst(error: GraphQLFormattedError, kept: GraphQLFormattedError): boolean {
  return error === kept || (error.path !== undefined && error.path === kept.path);
}
