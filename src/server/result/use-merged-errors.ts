import type { GraphQLFormattedError } from 'graphql';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import { isFailedStatus, toSourceStatus } from '../../customers/source-status.ts';
import type { GatewayPlugin } from '../request-state.ts';
import { FailuresAsData, type ResultPart } from './failure-as-data.ts';
import { fieldAndReason, mergeErrors } from './merge-errors.ts';

type Errors = readonly GraphQLFormattedError[];

/** A result, or one payload of an incremental result (`@defer`, `@stream`). */
interface Payload extends ResultPart {
  readonly incremental?: readonly ResultPart[];
  readonly hasNext?: boolean;
}

/**
 * Merges errors by field and reason instead of one per row. If a list selects its failures as data (`sources { status
 * error }`), the fields of a failed source cause no errors at all. The exception is fields that come in a later part
 * than the list's `sources`, which can no longer report a failure that was not known then.
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

  return {
    onResultProcess({ result, setResult, serverContext: { requestState } }) {
      const { planned } = requestState;
      const failures = () =>
        planned === null || planned.errors ? null : new FailuresAsData(planned, options);
      if (isAsyncIterable(result)) {
        const all = failures();
        const told = new Set<string>();
        setResult(mapAsyncIterator(result, (part) => finished(part as Payload, all, told)) as typeof result);
      } else if (!Array.isArray(result) && result.errors !== undefined) {
        setResult(finished(result as Payload, failures()) as typeof result);
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
