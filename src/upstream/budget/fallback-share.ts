import { waitForPermit } from './sliding-window.ts';

/**
 * What one replica knows while the shared ledger is unavailable. Times are ascending, all within the current window.
 */
export interface Known {
  /** All requests that this replica sent. */
  readonly own: readonly number[];
  /** What others had sent when the shared ledger was last available. */
  readonly others: readonly number[];
  /** When it was last available. */
  readonly lostAt: number;
  readonly limit: number;
  readonly replicas: number;
  readonly windowMs: number;
}

/**
 * How many requests an isolated replica may send now so that all replicas together keep to the limit. It stays within
 * an even share of the limit, counting its own requests, and within an even share of what the last common count left
 * free.
 */
export function freeOnOwnShare({ own, others, lostAt, limit, replicas }: Known): number {
  const since = own.filter((at) => at > lostAt).length;
  const before = own.length - since + others.length;
  const ofLimit = Math.floor(limit / replicas) - own.length;
  const ofRest = Math.floor((limit - before) / replicas) - since;
  return Math.max(0, Math.min(ofLimit, ofRest));
}

/**
 * How long to wait for a permit, with `ahead` requests in front and `reserved` permits left free. An estimate if
 * `ahead` is not 0.
 */
export function waitOnOwnShare(known: Known, now: number, ahead = 0, reserved = 0): number {
  if (freeOnOwnShare(known) > ahead + reserved) return 0;
  const { own, others, limit, replicas, windowMs } = known;
  const share = { limit: Math.floor(limit / replicas) - reserved, windowMs };
  const oldest = Math.min(own[0] ?? now, others[0] ?? now);
  return Math.max(1, waitForPermit(own, share, now, ahead), oldest + windowMs - now);
}
