import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import type { SourceCost } from '../operation-meter.ts';
import type { GatewayPlugin, RequestState } from '../request-state.ts';

type Part = ExecutionResult & { readonly hasNext?: boolean };

/**
 * `extensions.upstream` of every answer with data: what it cost at each source, nothing where one was not needed.
 * `extensions.plan`, when asked for: what became of each criterion, and every request, without values. Of an answer in
 * parts, the first and the last tell.
 */
export function useUpstreamReport(sources: readonly string[]): GatewayPlugin {
  return {
    onResultProcess({ result, setResult, serverContext }) {
      const { requestState } = serverContext;
      if (isAsyncIterable(result)) {
        const told = (part: Part) =>
          'data' in part || part.hasNext === false ? withReport(part, requestState, sources) : part;
        setResult(mapAsyncIterator(result, (part) => told(part as Part)) as typeof result);
      } else if (!Array.isArray(result) && 'data' in result) {
        setResult(withReport(result as Part, requestState, sources) as typeof result);
      }
    },
  };
}

function withReport(part: Part, { meter, plans }: RequestState, sources: readonly string[]): Part {
  const upstream: Record<string, Pick<SourceCost, 'requests' | 'cached'>> = {};
  for (const source of sources) {
    const { requests, cached } = meter.costs.get(source) ?? NOTHING;
    upstream[source] = { requests, cached };
  }
  const plan = plans && { lists: plans, requests: meter.lines };
  return {
    ...part,
    extensions: { ...part.extensions, upstream, ...(plan && { plan }) },
  };
}

const NOTHING = { requests: 0, cached: 0 };
