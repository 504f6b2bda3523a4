import type { Direction, SortKey } from './leg.ts';

/** Ascending order of keys, null first. Keys within a group have the same type. */
export function compareKeys(a: SortKey, b: SortKey): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

/** What decides between the next rows of two legs. */
export interface Head {
  readonly group: number;
  readonly key: SortKey;
  /** The leg's index breaks ties: lower first when ascending. */
  readonly leg: number;
}

/** The order of the whole sequence. DESC is the exact reverse of ASC, ties included. */
export function compareHeads(a: Head, b: Head, direction: Direction): number {
  const ascending = a.group - b.group || compareKeys(a.key, b.key) || a.leg - b.leg;
  return direction === 'ASC' ? ascending : -ascending;
}
