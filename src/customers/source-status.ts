import type { UpstreamErrorCode } from '../errors/error-codes.ts';
import type { SourceStatus } from './customer-source.ts';

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
