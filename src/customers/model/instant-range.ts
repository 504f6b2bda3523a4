/** A range of instants in milliseconds since the epoch; all given bounds must hold. */
export interface InstantRange {
  readonly gte?: number;
  readonly gt?: number;
  readonly lte?: number;
  readonly lt?: number;
}

/** Where an instant lies: −1 before the range, 0 in it, 1 after it. Null is before every range, as in sorting. */
export function sideOfRange(at: number | null, { gte, gt, lte, lt }: InstantRange): -1 | 0 | 1 {
  if (at === null || (gte !== undefined && at < gte) || (gt !== undefined && at <= gt)) return -1;
  if ((lte !== undefined && at > lte) || (lt !== undefined && at >= lt)) return 1;
  return 0;
}

/** Null is in no range. */
export function isInRange(at: number | null, range: InstantRange): boolean {
  return sideOfRange(at, range) === 0;
}

/** Whether no instant lies in the range: instants are whole milliseconds. */
export function isEmptyRange({ gte, gt, lte, lt }: InstantRange): boolean {
  const first = Math.max(gte ?? Number.NEGATIVE_INFINITY, (gt ?? Number.NEGATIVE_INFINITY) + 1);
  const last = Math.min(lte ?? Number.POSITIVE_INFINITY, (lt ?? Number.POSITIVE_INFINITY) - 1);
  return first > last;
}
