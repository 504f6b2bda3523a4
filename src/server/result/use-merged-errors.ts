import type { ExecutionArgs, GraphQLFormattedError } from 'graphql';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import { toSourceStatus } from '../../customers/source-status.ts';
import { type GatewayPlugin, requestStateOf } from '../request-state.ts';
import { failuresAsData } from './failure-as-data.ts';
import { mergeErrors } from './merge-errors.ts';

type Data = Readonly<Record<string, unknown>>;
type Errors = readonly GraphQLFormattedError[];

/** A result, or one part of an incremental result (`@defer`, `@stream`). */
interface Part {
  readonly data?: unknown;
  /** The part's path in the result; absent for the initial part. */
  readonly path?: readonly (string | number)[];
  readonly errors?: Errors;
  readonly incremental?: readonly Part[];
}

/**
 * Merges errors by field and reason instead of one per row. If a list selects its failures as data (`sources { status
 * error }`), the fields of a failed source cause no errors at all. The exception is fields that come in a later part
 * than the list's `sources`, which cannot report them any more.
 * @param sources The configured sources, in the order of `sources`.
 */
export function useMergedErrors(sources: readonly string[]): GatewayPlugin {
  const operations = new WeakMap<object, ExecutionArgs>();
  const options = { sources, statusOf: toSourceStatus };

  /** The part without the failures that a list of its own reports as data. */
  function told(part: Part, operation: ExecutionArgs | undefined): Part {
    const { data, errors, path = [] } = part;
    const [list, ...below] = path;
    if (operation === undefined || data == null || errors === undefined || below.length > 0) return part;
    const root = list === undefined ? data : { [list]: data };
    const result = failuresAsData({ data: root as Data, errors }, operation, options);
    return { ...part, data: list === undefined ? result.data : result.data[list], errors: result.errors };
  }

  function finished(part: Part, operation: ExecutionArgs | undefined): Part {
    const { errors, ...rest } = told(part, operation);
    const left = mergeErrors(errors ?? []);
    const incremental = part.incremental?.map((one) => told(one, operation));
    return {
      ...rest,
      ...(left.length > 0 && { errors: left }),
      ...(incremental && { incremental: mergedAcross(incremental) }),
    };
  }

  return {
    onExecute({ args }) {
      operations.set(requestStateOf(args.contextValue), args);
    },
    onResultProcess({ result, setResult, serverContext: { requestState } }) {
      const finish = (part: unknown) => finished(part as Part, operations.get(requestState));
      if (isAsyncIterable(result)) setResult(mapAsyncIterator(result, finish) as typeof result);
      else if (!Array.isArray(result) && result.errors !== undefined)
        setResult(finish(result) as typeof result);
    },
  };
}

/** Parts that are sent together, with one error per field and reason in all of them. */
function mergedAcross(parts: readonly Part[]): readonly Part[] {
  const left = mergeErrors(parts.flatMap(({ errors }) => errors ?? []));
  return parts.map(({ errors, ...rest }) => {
    // The first error of each kind stays in its part.
    const own = left.filter((kept) => errors?.some((error) => isFirst(error, kept)));
    return own.length > 0 ? { ...rest, errors: own } : rest;
  });
}

/** Whether an error is the one that represents its kind. */
function isFirst(error: GraphQLFormattedError, kept: GraphQLFormattedError): boolean {
  return error === kept || (error.path !== undefined && error.path === kept.path);
}
