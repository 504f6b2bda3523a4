import type { UpstreamErrorCode } from '../errors/error-codes.ts';
import type {
  CachedUse,
  UpstreamCall,
  UpstreamMeter,
  UpstreamRequestLine,
} from '../upstream/upstream-call.ts';

export type { CachedUse, UpstreamRequestLine as RequestLine };

/** What an operation carries along to every request made on its behalf. One per operation, or per list field (own meter). */
export interface SourceCall extends UpstreamCall {
  readonly meter: RequestMeter;
}

/** Told of each request made or saved, as it happens, and of failures that the response survives. */
export interface RequestMeter extends UpstreamMeter {
  /** The source failed, and the response goes on without it. */
  missed?(source: string, code: UpstreamErrorCode): void;
}
