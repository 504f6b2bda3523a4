import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import type { Exchange, GatewayPlugin } from './exchange.ts';

type Part = ExecutionResult & { readonly hasNext?: boolean };

/**
 * `extensions.upstream`: what the answer cost at each source it touched. `extensions.plan`, when asked for: what became of
 * each criterion, and every request, without values. Of an answer in parts, the first and the last tell.
 */
export function useUpstreamReport(): GatewayPlugin {
  return {
    onResultProcess({ result, setResult, serverContext }) {
      const { exchange } = serverContext;
      if (isAsyncIterable(result)) {
        const told = (part: Part) =>
          'data' in part || part.hasNext === false ? withReport(part, exchange) : part;
        setResult(mapAsyncIterator(result, (part) => told(part as Part)) as typeof result);
      } else if (!Array.isArray(result)) {
        setResult(withReport(result as Part, exchange) as typeof result);
      }
    },
  };
}

function withReport(part: Part, { meter, plans }: Exchange): Part {
  if (meter.costs.size === 0 && plans === null) return part;
  const upstream = Object.fromEntries(
    [...meter.costs].map(([source, { requests, cached }]) => [source, { requests, cached }]),
  );
  const plan = plans && { lists: plans, requests: meter.lines };
  return {
    ...part,
    extensions: { ...part.extensions, ...(meter.costs.size > 0 && { upstream }), ...(plan && { plan }) },
  };
}
