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
  /** When it was asked for: whole milliseconds after the operation began. */
  readonly startMs: number;
  /** How long it waited for the request budget. */
  readonly waitMs: number;
  /** From sending to the last byte; 0 from the cache, null while it is under way. */
  readonly durationMs: number | null;
  /** The HTTP status; null from the cache, and where no response came. */
  readonly status: number | null;
  /** Rows of the decoded response; null where there are none to count. */
  readonly rows: number | null;
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
  /** A response of a source, asked for `durationMs` ago, is in. */
  took(source: string, durationMs: number, request: RequestLine, status: number | null): void;
  decoded(request: RequestLine, rows: number): void;
  missed(source: string, code: UpstreamErrorCode): void;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** @param now Milliseconds of a monotonic clock. */
export function createOperationMeter(now: () => number): OperationMeter {
  const costs = new Map<string, Writable<SourceCost>>();
  const firstAsked = new Map<string, number>();
  const startedAt = now();
  const lines: Writable<MeteredRequest>[] = [];
  const sentLines = new Map<RequestLine, Writable<MeteredRequest>>();
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
    sent(source, request, waitedMs) {
      costOf(source).requests++;
      if (!isKeeping) return;
      const startMs = Math.max(0, Math.round(now() - startedAt - waitedMs));
      const times = { startMs, waitMs: Math.round(waitedMs), durationMs: null, status: null, rows: null };
      const line = { source, ...request, cached: false, ...times };
      lines.push(line);
      sentLines.set(request, line);
    },
    saved(source, request, { ageSeconds, stale, use, rows = null }) {
      saves.push({ source, request, use: use ?? null });
      const cost = costOf(source);
      cost.cached++;
      cost.oldestSeconds = Math.max(cost.oldestSeconds, ageSeconds);
      cost.isStale ||= stale;
      if (!isKeeping) return;
      const startMs = Math.round(now() - startedAt);
      lines.push({ source, ...request, cached: true, startMs, waitMs: 0, durationMs: 0, status: null, rows });
    },
    missed(source, code) {
      costOf(source).failure ??= code;
    },
    decoded(request, rows) {
      const line = sentLines.get(request);
      if (line !== undefined) line.rows = rows;
    },
    took(source, durationMs, request, status) {
      const line = sentLines.get(request);
      if (line !== undefined) Object.assign(line, { durationMs: Math.round(durationMs), status });
      const at = now();
      const asked = Math.min(firstAsked.get(source) ?? at, at - durationMs);
      firstAsked.set(source, asked);
      costOf(source).waitedMs = at - asked;
    },
  };
}
