import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import type { Logger } from '../telemetry/logger.ts';
import type { Exchange, GatewayPlugin } from './exchange.ts';
import { type ClientErrorOptions, toClientError } from './to-client-error.ts';

export interface ErrorDoorOptions {
  readonly logger: Pick<Logger, 'error'>;
  readonly hidesSuggestions: boolean;
}

/** A result, or one part of a result that comes in parts (`@defer`, `@stream`). */
interface Part extends Pick<ExecutionResult, 'errors'> {
  readonly data?: unknown;
  readonly incremental?: readonly Part[];
}

/** No error leaves but by `toClientError`: whole results, each part of those that come in parts, and refusals. */
export function useErrorDoor({ logger, hidesSuggestions }: ErrorDoorOptions): GatewayPlugin {
  function masked<T extends Part>(part: T, exchange: Exchange, isRefusal: boolean): T {
    const incremental = part.incremental?.map((one) => masked(one, exchange, false));
    if (part.errors === undefined) return incremental ? { ...part, incremental } : part;
    const errors = part.errors.length > 0 ? part.errors : [new Error('a result without data or errors')];
    const options: ClientErrorOptions = { isRefusal, hidesSuggestions };
    return {
      ...part,
      errors: errors.map((error) => toldError(error, exchange, options)),
      ...(incremental && { incremental }),
    };
  }

  function toldError(thrown: unknown, exchange: Exchange, options: ClientErrorOptions) {
    const { error, code, cause } = toClientError(thrown, options);
    exchange.errorCount++;
    exchange.errorCode ??= code;
    if (cause !== undefined) {
      logger.error('operation failed', { requestId: exchange.requestId, code, error: cause });
    }
    return error;
  }

  return {
    onResultProcess({ result, setResult, serverContext }) {
      const { exchange } = serverContext;
      if (isAsyncIterable(result)) {
        setResult(mapAsyncIterator(result, (part) => masked(part as Part, exchange, false)) as typeof result);
      } else if (!Array.isArray(result)) {
        setResult(masked(result as Part, exchange, !('data' in result)) as typeof result);
      }
    },
  };
}
