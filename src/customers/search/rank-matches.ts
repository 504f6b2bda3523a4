/** What a person is ranked by. */
export interface Ranked {
  /** Of the person's best record; 0 is the best. */
  readonly grade: number;
  /** Whether more than one source knows the person. */
  readonly isKnownToBoth: boolean;
  /** Milliseconds since the epoch; null if unknown. */
  readonly updatedAt: number | null;
  /** The global id. */
  readonly id: string;
}

/**
 * Best first: the better match, then people known to both sources, then the latest change (null last), then the id by
 * code unit. A total order, the same on every replica.
 */
export function compareMatches(a: Ranked, b: Ranked): number {
  return (
    a.grade - b.grade ||
    Number(b.isKnownToBoth) - Number(a.isKnownToBoth) ||
    latestFirst(a.updatedAt, b.updatedAt) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function latestFirst(a: number | null, b: number | null): number {
  if (a === b) return 0;
  return a === null ? 1 : b === null ? -1 : b - a;
}
