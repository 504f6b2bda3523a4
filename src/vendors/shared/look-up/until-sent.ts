import type { RequestMeter, SourceCall } from '../../../customers/source-call.ts';

/** Runs work with a meter, and tells once when its first request is sent, or when it ends without one. */
export async function untilSent<T>(
  { meter }: Pick<SourceCall, 'meter'>,
  onSent: () => void,
  work: (meter: RequestMeter) => Promise<T>,
): Promise<T> {
  let isTold = false;
  const tell = () => {
    if (!isTold) onSent();
    isTold = true;
  };
  try {
    return await work({
      sent(source, request, waitedMs) {
        tell();
        meter.sent(source, request, waitedMs);
      },
      saved: (source, request, response) => meter.saved(source, request, response),
      took: (...taken) => meter.took?.(...taken),
      decoded: (request, rows) => meter.decoded?.(request, rows),
      missed: (source, code) => meter.missed?.(source, code),
      warned: (source, warning) => meter.warned?.(source, warning),
    });
  } finally {
    tell();
  }
}
