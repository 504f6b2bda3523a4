import type { DocumentNode, ExecutionResult, GraphQLFormattedError } from 'graphql';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import { toSourceStatus } from '../../customers/source-status.ts';
import { type GatewayPlugin, requestStateOf } from '../request-state.ts';
import { failuresAsData } from './failure-as-data.ts';
import { mergeErrors } from './merge-errors.ts';

interface Operation {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
}

/** A result, or one part of an incremental result (`@defer`, `@stream`). */
interface Part {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly incremental?: readonly Part[];
}

/**
 * Merges errors by field and reason instead of one per row. If a list selects its failures as data (`sources { status
 * error }`), the fields of a failed source cause no errors at all.
 * @param sources The configured sources, in the order of `sources`.
 */
export function useMergedErrors(sources: readonly string[]): GatewayPlugin {
  const operations = new WeakMap<object, Operation>();
  const options = { sources, statusOf: toSourceStatus };

  function merged(part: Part): Part {
    return {
      ...part,
      ...(part.errors && { errors: mergeErrors(part.errors) }),
      ...(part.incremental && { incremental: part.incremental.map(merged) }),
    };
  }

  return {
    onExecute({ args }) {
      operations.set(requestStateOf(args.contextValue), args);
    },
    onResultProcess({ result, setResult, serverContext: { requestState } }) {
      if (isAsyncIterable(result)) {
        setResult(mapAsyncIterator(result, (part) => merged(part as Part)) as typeof result);
        return;
      }
      if (Array.isArray(result)) return;
      const { data, errors, ...rest } = result as ExecutionResult;
      if (errors === undefined) return;
      const operation = operations.get(requestState);
      const told =
        operation === undefined || data == null
          ? { data, errors }
          : failuresAsData({ data, errors: errors as readonly GraphQLFormattedError[] }, operation, options);
      const left = mergeErrors(told.errors as readonly GraphQLFormattedError[]);
      setResult({
        ...rest,
        ...(data !== undefined && { data: told.data }),
        ...(left.length > 0 && { errors: left }),
      } as typeof result);
    },
  };
}
