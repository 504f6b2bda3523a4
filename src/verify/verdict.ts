/** The result of verifying one assumption against a real account. */
export interface Verdict {
  readonly result: 'HOLDS' | 'WRONG' | 'CANNOT_TELL';
  /** What was observed: counts, statuses and names of ours. Never data of a record. */
  readonly seen: string;
  /** What to do about it, if that is more than the consequence of the wrong assumption; only for WRONG. */
  readonly todo?: string;
}

export const holds = (seen: string): Verdict => ({ result: 'HOLDS', seen });
export const wrong = (seen: string, todo?: string): Verdict => ({
  result: 'WRONG',
  seen,
  ...(todo !== undefined && { todo }),
});
export const cannotTell = (seen: string): Verdict => ({ result: 'CANNOT_TELL', seen });

/** How an assumption is verified, or why it cannot be, and the consequence if it does not hold. */
export type Verification<Context> = { readonly otherwise: string } & (
  | { readonly how: string; readonly check: (context: Context) => Promise<Verdict> | Verdict }
  | { readonly unverifiable: string }
);

/** The first wrong verdict, else the first unknown one, else everything observed. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  const failed = verdicts.find(({ result }) => result === 'WRONG');
  const unclear = verdicts.find(({ result }) => result === 'CANNOT_TELL');
  return failed ?? unclear ?? holds(seenIn(verdicts));
}

/**
 * The first wrong verdict, else all that hold; unknown only if none could be verified. For checks that each reveal
 * something by themselves.
 */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  const told = verdicts.filter(({ result }) => result !== 'CANNOT_TELL');
  return told.length === 0 ? cannotTell(seenIn(verdicts)) : allOf(told);
}

function seenIn(verdicts: readonly Verdict[]): string {
  return verdicts.map(({ seen }) => seen).join('; ');
}
