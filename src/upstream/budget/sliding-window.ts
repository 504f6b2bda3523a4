/** A budget of at most `limit` requests in any `windowMs`. */
export interface Window {
  readonly limit: number;
  readonly windowMs: number;
}

/**
 * How long the next request must wait so that no window exceeds `limit`, if `ahead` others are sent first, each as
 * early as possible. A request may be sent once the one `limit` places before it is a whole window old; this alone
 * keeps every window within the limit, wherever it starts. `times`: when earlier ones were sent, ascending, none in the
 * future.
 */
export function waitForPermit(
  times: readonly number[],
  { limit, windowMs }: Window,
  now: number,
  ahead = 0,
): number {
  if (limit <= 0) return windowMs;
  const place = times.length + ahead - limit;
  if (place < 0) return 0;
  const rounds = Math.max(0, Math.floor((place - times.length) / limit) + 1);
  const blocker = times[place - rounds * limit];
  const goneAt = blocker === undefined ? now : blocker + windowMs;
  return Math.max(0, goneAt - now) + rounds * windowMs;
}

/** How many of `times` (ascending) lie within the window that ends now. */
export function countInWindow(times: readonly number[], windowMs: number, now: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) + windowMs <= now) low = middle + 1;
    else high = middle;
  }
  return times.length - low;
}
