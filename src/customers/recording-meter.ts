import type { RequestLine, RequestMeter } from './source-call.ts';
import type { SourceWarning } from './source-report.ts';

export interface RecordingMeter extends RequestMeter {
  readonly requests: readonly RequestLine[];
  readonly warnings: readonly SourceWarning[];
  /** Whether every response was fetched now. */
  readonly isLive: () => boolean;
}

/** The meter, which also records what was sent and what showed. */
export function recording(meter: RequestMeter): RecordingMeter {
  const requests: RequestLine[] = [];
  const warnings: SourceWarning[] = [];
  let isLive = true;
  return {
    requests,
    warnings,
    isLive: () => isLive,
    sent(source, request, waitedMs) {
      requests.push(request);
      meter.sent(source, request, waitedMs);
    },
    saved(source, request, answer) {
      if (answer.ageSeconds > 0 || answer.stale) isLive = false;
      requests.push(request);
      meter.saved(source, request, answer);
    },
    took: (...taken) => meter.took?.(...taken),
    decoded: (request, rows) => meter.decoded?.(request, rows),
    missed: (source, code) => meter.missed?.(source, code),
    warned(source, warning) {
      if (!warnings.includes(warning)) warnings.push(warning);
      meter.warned?.(source, warning);
    },
  };
}
