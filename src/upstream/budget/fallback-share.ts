import { waitForPermit } from './sliding-window.ts';

/** What one replica knows while the shared ledger is away. Times ascending, all within the present window. */
export interface Known {
  /** Everything this replica sent. */
  readonly own: readonly number[];
  /** What others had sent when the shared ledger was last seen. */
  readonly others: readonly number[];
  /** When it was last seen. */
  readonly lostAt: number;
  readonly limit: number;
  readonly replicas: number;
  readonly windowMs: number;
}

/**
 * How many requests a replica on its own may send now so that all together keep to the limit: within its even share of
 * the limit, counting what it sent itself; and, of what the last common count left free, its even share too.
 */
export function freeOnOwnShare({ own, others, lostAt, limit, replicas }: Known): number {
  const since = own.filter((at) => at > lostAt).length;
  const before = own.length - since + others.length;
  const ofLimit = Math.floor(limit / replicas) - own.length;
  const ofRest = Math.floor((limit - before) / replicas) - since;
  return Math.max(0, Math.min(ofLimit, ofRest));
}

/** How long to wait for that, with `ahead` requests before and `reserved` places left untouched; an estimate when it waits. */
export function waitOnOwnShare(known: Known, now: number, ahead = 0, reserved = 0): number {
  if (freeOnOwnShare(known) > ahead + reserved) return 0;
  const { own, others, limit, replicas, windowMs } = known;
  const share = { limit: Math.floor(limit / replicas) - reserved, windowMs };
  const oldest = Math.min(own[0] ?? now, others[0] ?? now);
  return Math.max(1, waitForPermit(own, share, now, ahead), oldest + windowMs - now);
}
