import type { CachedUse, RequestLine, RequestMeter } from '../customers/source-call.ts';
import { GRAVEST_FIRST, type SourceWarning } from '../customers/source-report.ts';
import type { UpstreamErrorCode } from '../errors/error-codes.ts';

/** What one operation cost at one source. */
export interface SourceCost {
  /** HTTP requests sent, retries included. */
  readonly requests: number;
  /** Requests saved: served from the cache or by a request in flight. */
  readonly cached: number;
  /** Age in seconds of the oldest cached response used; 0 if all were fetched now. */
  readonly oldestSeconds: number;
  readonly isStale: boolean;
  /** The source's first failure in this operation; null without one. */
  readonly failure: UpstreamErrorCode | null;
  /** The gravest thing it did that no source should, though it answered; null: nothing. */
  readonly warning: SourceWarning | null;
  /** Milliseconds from the first request to this source to its last response; null if unknown. */
  readonly waitedMs: number | null;
}

/** One request in the plan, without values. */
interface MeteredRequest extends RequestLine {
  readonly source: string;
  readonly cached: boolean;
  /** When it was requested: whole milliseconds since the operation began. */
  readonly startMs: number;
  /** Milliseconds spent waiting for the request budget. */
  readonly waitMs: number;
  /** From sending to the last byte; 0 if cached, null while in flight. */
  readonly durationMs: number | null;
  /** The HTTP status; null if cached or without a response. */
  readonly status: number | null;
  /** Rows in the decoded response; null if it has none to count. */
  readonly rows: number | null;
}

/** A response that cost no request of its own. */
export interface SavedRequest {
  readonly source: string;
  readonly request: RequestLine;
  /** Null if it did not come fresh from the cache. */
  readonly use: CachedUse | null;
}

/** Counts what an operation costs per source. */
export interface OperationMeter extends RequestMeter {
  readonly costs: ReadonlyMap<string, SourceCost>;
  /** Every request, in order; recorded once `keepLines` was called. */
  readonly lines: readonly MeteredRequest[];
  keepLines(): void;
  /** Every saved request, in order. */
  readonly saves: readonly SavedRequest[];
  /** The age of the oldest copy that fields of rows used although it was no longer fresh, in seconds, by source. */
  readonly staleRows: ReadonlyMap<string, number>;
  /** Records a response of a source, requested `durationMs` ago. */
  took(source: string, durationMs: number, request: RequestLine, status: number | null): void;
  decoded(request: RequestLine, rows: number): void;
  missed(source: string, code: UpstreamErrorCode): void;
  warned(source: string, warning: SourceWarning): void;
  usedForRows(source: string, staleSeconds: number): void;
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
  const staleRows = new Map<string, number>();
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
      warning: null,
      waitedMs: null,
    };
    costs.set(source, cost);
    return cost;
  };
  return {
    costs,
    lines,
    saves,
    staleRows,
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
    usedForRows(source, staleSeconds) {
      staleRows.set(source, Math.max(staleRows.get(source) ?? 0, staleSeconds));
    },
    missed(source, code) {
      costOf(source).failure ??= code;
    },
    warned(source, warning) {
      const cost = costOf(source);
      cost.warning = GRAVEST_FIRST.find((each) => each === warning || each === cost.warning) ?? null;
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
