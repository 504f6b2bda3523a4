import type { UpstreamErrorCode } from '../errors/error-codes.ts';
import type { SourceName } from './model/source-record.ts';
import type { SourceStatus } from './source-status.ts';

/**
 * What a source did that no source should, though it answered: rows moved though none came or went; rows came in another
 * order than asked for; rows contradict the total; rows that could not be read were passed over; its search does not find
 * all that it has.
 */
export type SourceWarning =
  | 'UNSTABLE_ORDER'
  | 'INCOMPLETE_SEARCH'
  | 'INCOMPLETE_TOTAL'
  | 'ROWS_SKIPPED'
  | 'UNEXPECTED_ORDER';

/** What may have cost somebody their place comes first. */
export const GRAVEST_FIRST: readonly SourceWarning[] = [
  'UNSTABLE_ORDER',
  'INCOMPLETE_SEARCH',
  'INCOMPLETE_TOTAL',
  'ROWS_SKIPPED',
  'UNEXPECTED_ORDER',
];

/** What one source contributed to one field: its line in the field's `sources`. */
export interface SourceReport {
  readonly source: SourceName;
  readonly status: SourceStatus;
  readonly requests: number;
  readonly ageSeconds: number | null;
  /** Absent: nothing to warn of. */
  readonly warning?: SourceWarning;
  readonly error: {
    readonly code: UpstreamErrorCode;
    readonly message: string;
    readonly retryAfterSeconds: number | null;
  } | null;
}
