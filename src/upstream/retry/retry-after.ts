/** Longer delays are treated as a mistake and cut to one hour. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * Parses `Retry-After`: whole seconds or an HTTP date in any of the three formats of RFC 9110 §5.6.7 and §10.2.3. Null
 * if absent or invalid. The only place where this header is parsed, so its result suits every consumer of a delay.
 *
 * @param now Milliseconds since the epoch, to compare with a date.
 */
export function toRetryAfterMs(header: string | string[] | undefined, now: number): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, MAX_RETRY_AFTER_MS);
  if (!/^[A-Za-z]{3,9},? /.test(text)) return null;
  // asctime dates have no zone but mean GMT.
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now), MAX_RETRY_AFTER_MS);
}
