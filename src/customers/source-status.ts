import type { UpstreamErrorCode } from '../errors/error-codes.ts';

/** The public enum `SourceStatus`. */
export type SourceStatus =
  | 'OK'
  | 'STALE'
  | 'SKIPPED'
  | 'RATE_LIMITED'
  | 'TIMED_OUT'
  | 'UNAVAILABLE'
  | 'REJECTED'
  | 'SCAN_LIMITED';

/** Whether a request to a source in this state may succeed. */
export function isUsable(status: SourceStatus): boolean {
  return status !== 'UNAVAILABLE' && status !== 'REJECTED';
}

/** The status of a source that failed with this code. */
export function toSourceStatus(code: UpstreamErrorCode): SourceStatus {
  return STATUS_OF[code];
}

const STATUS_OF: Readonly<Record<UpstreamErrorCode, SourceStatus>> = {
  UPSTREAM_RATE_LIMITED: 'RATE_LIMITED',
  UPSTREAM_TIMEOUT: 'TIMED_OUT',
  UPSTREAM_UNAVAILABLE: 'UNAVAILABLE',
  UPSTREAM_INVALID_RESPONSE: 'UNAVAILABLE',
  UPSTREAM_REJECTED: 'REJECTED',
};

const FAILED: ReadonlySet<unknown> = new Set(Object.values(STATUS_OF));

/** Whether a source with this status failed. */
export function isFailedStatus(status: unknown): boolean {
  return FAILED.has(status);
}
