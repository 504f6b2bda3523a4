import type { UpstreamErrorCode } from '../errors/error-codes.ts';
import type {
  CachedUse,
  UpstreamCall,
  UpstreamMeter,
  UpstreamRequestLine,
} from '../upstream/upstream-call.ts';
import type { SourceWarning } from './source-report.ts';

export type { CachedUse, UpstreamRequestLine as RequestLine };

/** What an operation carries along to every request made on its behalf. One per operation, or per list field (own meter). */
export interface SourceCall extends UpstreamCall {
  readonly meter: RequestMeter;
}

/** Told of each request made or saved, as it happens, and of failures that the response survives. */
export interface RequestMeter extends UpstreamMeter {
  /** The source failed, and the response goes on without it. */
  missed?(source: string, code: UpstreamErrorCode): void;
  /** The source did something that makes what is worked out of its responses less than exact. */
  warned?(source: string, warning: SourceWarning): void;
}
