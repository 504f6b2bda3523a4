/** A longer wish is taken for a mistake: an hour. */
const LONGEST_MS = 3_600_000;

/**
 * Reads `Retry-After`: whole seconds or an HTTP date (RFC 9110 §10.2.3). Null when absent or neither.
 */
export function toRetryAfterMs(header: string | string[] | undefined, now: number): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_MS);
  if (!/^[A-Za-z]{3,9}, /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now), LONGEST_MS);
}
