import type { UpstreamErrorCode } from '../errors/error-codes.ts';
import type {
  CachedUse,
  UpstreamCall,
  UpstreamMeter,
  UpstreamRequestLine,
} from '../upstream/upstream-call.ts';
import type { SourceWarning } from './source-report.ts';

export type { CachedUse, UpstreamRequestLine as RequestLine };

/** What an operation passes to every request made for it. One per operation, or per list field (own meter). */
export interface SourceCall extends UpstreamCall {
  readonly meter: RequestMeter;
}

/** Records each request sent or saved, as it happens, and failures that the response survives. */
export interface RequestMeter extends UpstreamMeter {
  /** The source failed, and the response continues without it. */
  missed?(source: string, code: UpstreamErrorCode): void;
  /** The source behaved in a way that makes derived results less than exact. */
  warned?(source: string, warning: SourceWarning): void;
  /** Fields of rows, which a list does not report itself, used an older copy of a response, which is this old. */
  usedForRows?(source: string, staleSeconds: number): void;
}

/** The meter for requests that fields of rows make: it also records that older copies answered them. */
export function meterForRows(meter: RequestMeter): RequestMeter {
  return {
    sent: (...sent) => meter.sent(...sent),
    saved(source, request, response) {
      if (response.stale) meter.usedForRows?.(source, response.ageSeconds);
      meter.saved(source, request, response);
    },
    took: (...took) => meter.took?.(...took),
    decoded: (...decoded) => meter.decoded?.(...decoded),
    missed: (...missed) => meter.missed?.(...missed),
    warned: (...warned) => meter.warned?.(...warned),
  };
}
