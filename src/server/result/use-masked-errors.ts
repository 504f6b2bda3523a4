import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import { isUpstreamCode } from '../../errors/error-codes.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { GatewayPlugin, RequestState } from '../request-state.ts';
import { createInputAdvice } from './input-advice.ts';
import { type ClientErrorOptions, toClientError } from './to-client-error.ts';

export interface MaskedErrorsOptions {
  readonly logger: Pick<Logger, 'error'>;
  readonly hidesSuggestions: boolean;
  /** The schema that clients query. */
  readonly schema: GraphQLSchema;
}

/** A result, or one part of an incremental result (`@defer`, `@stream`). */
interface Part extends Pick<ExecutionResult, 'errors'> {
  readonly data?: unknown;
  readonly incremental?: readonly Part[];
}

interface Asked {
  readonly request: Request;
  readonly requestState: RequestState;
}

/**
 * Passes every error through `toClientError`: in complete results, in each part of incremental results, and in
 * refusals.
 */
export function useMaskedErrors({ logger, hidesSuggestions, schema }: MaskedErrorsOptions): GatewayPlugin {
  const advise = createInputAdvice(schema);

  function masked<T extends Part>(part: T, asked: Asked, isRefusal: boolean): T {
    const incremental = part.incremental?.map((one) => masked(one, asked, false));
    if (part.errors === undefined) return incremental ? { ...part, incremental } : part;
    const errors = part.errors.length > 0 ? part.errors : [new Error('a result without data or errors')];
    const options: ClientErrorOptions = { isRefusal, hidesSuggestions, advise };
    return {
      ...part,
      errors: errors.map((error) => toldError(error, asked, options)),
      ...(incremental && { incremental }),
    };
  }

  function toldError(thrown: unknown, { requestState, request }: Asked, options: ClientErrorOptions) {
    const { error, code, cause } = toClientError(thrown, options);
    const { source } = error.extensions ?? {};
    if (typeof source === 'string' && isUpstreamCode(code)) requestState.meter.missed(source, code);
    // If the client disconnected, its work was cancelled. That is not a bug, whatever the code says.
    const isAbandoned = cause !== undefined && request.signal.aborted;
    requestState.errorCount++;
    requestState.errorCode ??= isAbandoned ? 'ABANDONED' : code;
    if (cause !== undefined && !isAbandoned) {
      logger.error('operation failed', { requestId: requestState.requestId, code, error: cause });
    }
    return error;
  }

  return {
    onResultProcess({ result, setResult, request, serverContext: { requestState } }) {
      const asked = { request, requestState };
      if (isAsyncIterable(result)) {
        setResult(mapAsyncIterator(result, (part) => masked(part as Part, asked, false)) as typeof result);
      } else if (!Array.isArray(result)) {
        setResult(masked(result as Part, asked, !('data' in result)) as typeof result);
      }
    },
  };
}
