import type { UpstreamErrorCode } from '../errors/error-codes.ts';
import type { SourceStatus } from './customer-source.ts';
import type { SourceName } from './model/source-record.ts';

/** What one source contributed to one field: its line in the field's `sources`. */
export interface SourceReport {
  readonly source: SourceName;
  readonly status: SourceStatus;
  readonly requests: number;
  readonly ageSeconds: number | null;
  readonly error: {
    readonly code: UpstreamErrorCode;
    readonly message: string;
    readonly retryAfterSeconds: number | null;
  } | null;
}
