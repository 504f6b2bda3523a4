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

/** A person of whom it may not be known (null) whether more than one source knows them. */
export interface Ranking extends Omit<Ranked, 'isKnownToBoth'> {
  readonly isKnownToBoth: boolean | null;
}

/** The people whose knownness decides an order among the first of these people, in no particular order. Pure. */
export function undecided<R extends Ranking>(people: readonly R[], first: number): readonly R[] {
  const grades = [...new Set(people.map(({ grade }) => grade))].sort((a, b) => a - b);
  const open: R[] = [];
  let before = 0;
  for (const grade of grades) {
    if (before >= first) break;
    const equals = people.filter((each) => each.grade === grade);
    before += equals.length;
    open.push(
      ...equals.filter(
        (each) =>
          each.isKnownToBoth === null && equals.some((other) => other !== each && isOpen(each, other)),
      ),
    );
  }
  return open;
}

function isOpen(a: Ranking, b: Ranking): boolean {
  const ways = ({ isKnownToBoth }: Ranking) => (isKnownToBoth === null ? [true, false] : [isKnownToBoth]);
  const orders = ways(a).flatMap((aKnown) =>
    ways(b).map(
      (bKnown) => compareMatches({ ...a, isKnownToBoth: aKnown }, { ...b, isKnownToBoth: bKnown }) < 0,
    ),
  );
  return new Set(orders).size > 1;
}
