import type { UpstreamErrorCode } from '../errors/error-codes.ts';
import type { SourceName } from './model/source-record.ts';
import type { SourceStatus } from './source-status.ts';

/**
 * A fault of a source that responded: rows moved although none were added or removed; rows came in another order than
 * requested; rows contradict the total; undecodable rows were skipped; its search does not find everything it has; its
 * list lacks records that its look-ups show.
 */
export type SourceWarning =
  | 'UNSTABLE_ORDER'
  | 'INCOMPLETE_SEARCH'
  | 'INCOMPLETE_LIST'
  | 'INCOMPLETE_TOTAL'
  | 'ROWS_SKIPPED'
  | 'UNEXPECTED_ORDER';

/** Faults that may have hidden a customer come first. */
export const GRAVEST_FIRST: readonly SourceWarning[] = [
  'UNSTABLE_ORDER',
  'INCOMPLETE_SEARCH',
  'INCOMPLETE_LIST',
  'INCOMPLETE_TOTAL',
  'ROWS_SKIPPED',
  'UNEXPECTED_ORDER',
];

/** What one source contributed to one field: its entry in the field's `sources`. */
export interface SourceReport {
  readonly source: SourceName;
  readonly status: SourceStatus;
  readonly requests: number;
  readonly ageSeconds: number | null;
  /** Absent: no warning. */
  readonly warning?: SourceWarning;
  readonly error: {
    readonly code: UpstreamErrorCode;
    readonly message: string;
    readonly retryAfterSeconds: number | null;
  } | null;
}
