import { titleOf } from '../errors/source-title.ts';
import type { LastOutcome, UpstreamClient, UpstreamState } from './upstream-client.ts';
import type { UpstreamMetrics } from './upstream-options.ts';

type Judgement = 'OK' | 'REJECTED' | 'UNAVAILABLE';

/**
 * What one HTTP request reveals about its source; null for nothing. A refusal of one request (400) is only about that
 * request; a refusal of the credentials or the whole address is about all.
 *
 * @param route The documented path. @param outcome The status, or the kind of failure.
 */
export function judgeOutcome(route: string, outcome: string): Judgement | null {
  if (outcome === 'CANCELLED' || outcome === '429') return null;
  const status = /^\d{3}$/.test(outcome) ? Number(outcome) : null;
  if (status === null || status >= 500 || status === 408) return 'UNAVAILABLE';
  if (status < 300) return 'OK';
  if (status < 400) return 'UNAVAILABLE';
  if (status === 404) return route.includes('{') ? 'OK' : 'REJECTED';
  if ([401, 402, 403, 405].includes(status) || route.endsWith('/login')) return 'REJECTED';
  return 'OK';
}

/** What a source's state means, and what to do. `CUT_OFF`: nothing is sent after several failures. */
function errorOf(
  source: string,
  judgement: Judgement | 'CUT_OFF' | 'RATE_LIMITED',
  retryAfterSeconds: number,
): LastOutcome['error'] {
  const title = titleOf(source);
  switch (judgement) {
    case 'OK':
      return null;
    case 'REJECTED':
      return {
        code: 'UPSTREAM_REJECTED',
        message: `${title} refused the last request, or the credentials. The gateway’s operator has to check them.`,
        retryAfterSeconds: null,
      };
    case 'UNAVAILABLE':
      return {
        code: 'UPSTREAM_UNAVAILABLE',
        message: `The last request to ${title} failed. Try again in a moment.`,
        retryAfterSeconds: null,
      };
    case 'CUT_OFF':
      return {
        code: 'UPSTREAM_UNAVAILABLE',
        message: `${title} failed several times in a row. It is tried again in a few seconds.`,
        retryAfterSeconds,
      };
    case 'RATE_LIMITED':
      return {
        code: 'UPSTREAM_RATE_LIMITED',
        message: `${title}’s request budget is spent; try again in ${retryAfterSeconds} s.`,
        retryAfterSeconds,
      };
  }
}

/** A client whose state reflects its last request in addition to its circuit breaker. */
export function withLastOutcome(
  open: (metrics: UpstreamMetrics) => UpstreamClient,
  metrics: UpstreamMetrics,
  now: () => number,
): UpstreamClient {
  let last: Judgement = 'OK';
  let lastOutcomeAt: number | null = null;
  const client = open({
    ...metrics,
    upstreamDone(request) {
      metrics.upstreamDone(request);
      if (request.lane !== undefined || request.isOnRequest === true) return;
      const judgement = judgeOutcome(request.route, request.outcome);
      if (judgement === null) return;
      last = judgement;
      lastOutcomeAt = now();
    },
  });
  return {
    ...client,
    async state(): Promise<UpstreamState> {
      const state = await client.state();
      const isCutOff = state.status === 'UNAVAILABLE';
      const status = last === 'OK' || isCutOff ? state.status : last;
      const seconds = Math.max(1, Math.ceil(state.waitMs / 1000));
      return {
        ...state,
        status,
        lastOutcomeAt,
        error: errorOf(client.source, isCutOff ? 'CUT_OFF' : status, seconds),
      };
    },
  };
}
