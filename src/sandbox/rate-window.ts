const WINDOW_MS = 60_000;

/** A vendor's limit of requests in any 60 seconds. */
export type RateWindow = {
  /**
   * Counts a request and returns null, or refuses it, uncounted, and returns the milliseconds until the next may be
   * sent.
   */
  take(): number | null;
};

/** A sliding window: a request counts for exactly 60 seconds. `null` per minute: no limit. */
export const createRateWindow = (perMinute: number | null, now: () => number): RateWindow => {
  let taken: number[] = [];
  return {
    take() {
      if (perMinute === null) return null;
      const at = now();
      const gone = taken.findIndex((earlier) => at - earlier < WINDOW_MS);
      taken = gone === -1 ? [] : taken.slice(gone);
      if (taken.length < perMinute) {
        taken.push(at);
        return null;
      }
      return (taken[0] ?? at) + WINDOW_MS - at;
    },
  };
};
