/** Longer delays are taken for a mistake and cut to one hour. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * Reads `Retry-After`: whole seconds or an HTTP date in any of the three notations of RFC 9110 §5.6.7 and §10.2.3. Null
 * when absent or neither. The only place where this header is read: what comes out fits every consumer of a delay.
 *
 * @param now Milliseconds since the epoch, to read a date.
 */
export function toRetryAfterMs(header: string | string[] | undefined, now: number): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, MAX_RETRY_AFTER_MS);
  if (!/^[A-Za-z]{3,9},? /.test(text)) return null;
  // asctime dates name no zone, but mean GMT.
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now), MAX_RETRY_AFTER_MS);
}
