import type { CachedUse, RequestLine, RequestMeter } from '../customers/source-call.ts';
import type { UpstreamErrorCode } from '../errors/error-codes.ts';

/** What one operation cost at one source. */
export interface SourceCost {
  /** HTTP requests made, retries included. */
  readonly requests: number;
  /** Requests saved: answered from the cache or by one in flight. */
  readonly cached: number;
  /** Age in seconds of the oldest saved answer used; 0 when all came fresh. */
  readonly oldestSeconds: number;
  readonly isStale: boolean;
  /** The first failure of the source that the answer went on without; null: none. */
  readonly failure: UpstreamErrorCode | null;
  /** How long this source was waited for, from its first request to its last answer; null when nobody told. */
  readonly waitedMs: number | null;
}

/** One request in the plan: no values. */
interface MeteredRequest extends RequestLine {
  readonly source: string;
  readonly cached: boolean;
}

/** An answer that cost no request of the operation's own. */
export interface SavedRequest {
  readonly source: string;
  readonly request: RequestLine;
  /** Null: it was not, or not fresh, from the cache. */
  readonly use: CachedUse | null;
}

/** Counts what an operation costs, per source. */
export interface OperationMeter extends RequestMeter {
  readonly costs: ReadonlyMap<string, SourceCost>;
  /** Every request, in order; kept from `keepLines` on. */
  readonly lines: readonly MeteredRequest[];
  keepLines(): void;
  /** Every answer that was saved, in order. */
  readonly saves: readonly SavedRequest[];
  /** An answer of a source, asked `durationMs` ago, is in. */
  took(source: string, durationMs: number): void;
  missed(source: string, code: UpstreamErrorCode): void;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** @param now Milliseconds of a monotonic clock. */
export function createOperationMeter(now: () => number): OperationMeter {
  const costs = new Map<string, Writable<SourceCost>>();
  const firstAsked = new Map<string, number>();
  const lines: MeteredRequest[] = [];
  const saves: SavedRequest[] = [];
  let isKeeping = false;
  const costOf = (source: string) => {
    const known = costs.get(source);
    if (known !== undefined) return known;
    const cost = {
      requests: 0,
      cached: 0,
      oldestSeconds: 0,
      isStale: false,
      failure: null,
      waitedMs: null,
    };
    costs.set(source, cost);
    return cost;
  };
  return {
    costs,
    lines,
    saves,
    keepLines: () => {
      isKeeping = true;
    },
    sent(source, request) {
      costOf(source).requests++;
      if (isKeeping) lines.push({ source, ...request, cached: false });
    },
    saved(source, request, { ageSeconds, stale, use }) {
      saves.push({ source, request, use: use ?? null });
      const cost = costOf(source);
      cost.cached++;
      cost.oldestSeconds = Math.max(cost.oldestSeconds, ageSeconds);
      cost.isStale ||= stale;
      if (isKeeping) lines.push({ source, ...request, cached: true });
    },
    missed(source, code) {
      costOf(source).failure ??= code;
    },
    took(source, durationMs) {
      const at = now();
      const asked = Math.min(firstAsked.get(source) ?? at, at - durationMs);
      firstAsked.set(source, asked);
      costOf(source).waitedMs = at - asked;
    },
  };
}
