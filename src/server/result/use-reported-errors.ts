import type { ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import type { GatewayPlugin } from '../request-state.ts';

/** A result, or one part of an incremental result (`@defer`, `@stream`). */
interface Part extends Pick<ExecutionResult, 'errors'> {
  readonly incremental?: readonly Part[];
}

/** Adds the errors that resolvers reported alongside their values to the response, each to the next part. */
export function useReportedErrors(): GatewayPlugin {
  return {
    onResultProcess({ result, setResult, serverContext: { requestState } }) {
      const { reported } = requestState;
      const told = <T extends Part>(part: T): T => withErrors(part, reported.splice(0));
      if (isAsyncIterable(result)) {
        setResult(mapAsyncIterator(result, (part) => told(part as Part)) as typeof result);
      } else if (!Array.isArray(result) && reported.length > 0) {
        setResult(told(result as Part) as typeof result);
      }
    },
  };
}

function withErrors<T extends Part>(part: T, errors: readonly GraphQLError[]): T {
  if (errors.length === 0) return part;
  const [first, ...others] = part.incremental ?? [];
  if (first !== undefined) return { ...part, incremental: [withErrors(first, errors), ...others] };
  return { ...part, errors: [...(part.errors ?? []), ...errors] };
}
