import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import { tooComplex } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';
import { jsonBytes } from './json-bytes.ts';

/** Refuses larger responses before they are serialized; for an incremental response, the sum of all parts. */
export function useAnswerLimit(maxBytes: number): GatewayPlugin {
  const refused = (): ExecutionResult => ({
    errors: [tooComplex(`The response is larger than ${maxBytes} bytes, the maximum allowed.`)],
  });
  return {
    onResultProcess({ result, setResult }) {
      if (isAsyncIterable(result)) {
        let left = maxBytes;
        setResult(
          mapAsyncIterator(result, (part) => {
            const bytes = jsonBytes(part, left);
            left -= bytes ?? left;
            return bytes === null ? { hasNext: false, ...refused() } : part;
          }) as typeof result,
        );
      } else if (!Array.isArray(result) && jsonBytes(result, maxBytes) === null) {
        setResult(refused() as typeof result);
      }
    },
  };
}
