/** Longer delays are cut to one hour, so that a mistake does not close a source for days. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Nobody means a delay of thirty years: such a number is a moment, in seconds or milliseconds since 1970. */
const FIRST_MOMENT = 1e9;
const FIRST_MOMENT_MS = 1e12;

/**
 * Parses `Retry-After`: whole seconds or an HTTP date in any of the three formats of RFC 9110 §5.6.7 and §10.2.3. Null
 * if absent or invalid. Some send a moment as a number instead. The only place where this header is parsed, so its
 * result suits every consumer of a delay.
 *
 * @param now Milliseconds since the epoch, to compare with a date.
 */
export function toRetryAfterMs(header: string | string[] | undefined, now: number): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  if (/^\d+$/.test(text)) return cut(toDelayMs(Number(text), now));
  if (!/^[A-Za-z]{3,9},? /.test(text)) return null;
  // asctime dates have no zone but mean GMT.
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : cut(at - now);
}

function toDelayMs(number: number, now: number): number {
  if (number < FIRST_MOMENT) return number * 1000;
  return (number < FIRST_MOMENT_MS ? number * 1000 : number) - now;
}

function cut(ms: number): number {
  return Math.min(Math.max(0, ms), MAX_RETRY_AFTER_MS);
}
