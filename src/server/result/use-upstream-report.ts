import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga';
import type { SourceCost } from '../operation-meter.ts';
import type { GatewayPlugin, RequestState } from '../request-state.ts';
import { facetSentence, planSentences } from './plan-sentences.ts';

type Part = ExecutionResult & { readonly hasNext?: boolean };

/** A source's request budget, if it has one. */
export interface SourceBudget {
  readonly source: string;
  readonly requestsPerMinute?: number | null;
  readonly requestsRemaining?: number | null;
}

export interface UpstreamReportOptions {
  readonly sources: readonly string[];
  readonly readBudgets: () => Promise<readonly SourceBudget[]>;
}

/**
 * Adds `extensions.upstream` to every response with data: the cost at each source, without sources that were not
 * needed. `extensions.plan`, on request, has what became of each criterion, as data and in sentences; the maximum cost
 * of facets; every request with its times, without values; what is left of each budget; and the complexity. Of an
 * incremental response, the first and the last part have them.
 */
export function useUpstreamReport({ sources, readBudgets }: UpstreamReportOptions): GatewayPlugin {
  return {
    onResultProcess({ result, setResult, serverContext: { requestState } }) {
      const report = async (part: Part): Promise<Part> => {
        const budgets = requestState.plans === null ? [] : await readBudgets();
        return withReport(part, requestState, sources, budgets);
      };
      if (isAsyncIterable(result)) {
        const told = (part: Part) => ('data' in part || part.hasNext === false ? report(part) : part);
        setResult(mapAsyncIterator(result, (part) => told(part as Part)) as typeof result);
      } else if (!Array.isArray(result) && 'data' in result) {
        if (requestState.plans === null) {
          setResult(withReport(result as Part, requestState, sources, []) as typeof result);
          return;
        }
        return report(result as Part).then((told) => setResult(told as typeof result));
      }
      return;
    },
  };
}

function withReport(
  part: Part,
  { meter, plans, complexity, facetCosts }: RequestState,
  sources: readonly string[],
  budgets: readonly SourceBudget[],
): Part {
  const upstream: Record<
    string,
    Pick<SourceCost, 'requests' | 'cached'> & Partial<Pick<SourceCost, 'warning'>>
  > = {};
  for (const source of sources) {
    const { requests, cached, warning } = meter.costs.get(source) ?? NOTHING;
    upstream[source] = { requests, cached, ...(warning !== null && { warning }) };
  }
  const plan = plans && {
    sentences: [...new Set([...plans.flatMap(planSentences), ...facetCosts.map(facetSentence)])],
    lists: plans,
    ...(facetCosts.length > 0 && {
      facets: facetCosts.flatMap(({ source, facets }) => facets.map((each) => ({ source, ...each }))),
    }),
    requests: meter.lines,
    budgets: budgets.map(({ source, requestsPerMinute = null, requestsRemaining = null }) => ({
      source,
      requestsPerMinute,
      requestsRemaining,
    })),
    complexity,
  };
  return {
    ...part,
    extensions: { ...part.extensions, upstream, ...(plan && { plan }) },
  };
}

const NOTHING = { requests: 0, cached: 0, warning: null };
