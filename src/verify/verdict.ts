/** What asking a real account told of one assumption. */
export interface Verdict {
  readonly result: 'HOLDS' | 'WRONG' | 'CANNOT_TELL';
  /** What was seen: counts, statuses and names of ours. Never anything of a record. */
  readonly seen: string;
  /** What to do about what was seen, where it is more than what the assumption costs when it is wrong; only for WRONG. */
  readonly todo?: string;
}

export const holds = (seen: string): Verdict => ({ result: 'HOLDS', seen });
export const wrong = (seen: string, todo?: string): Verdict => ({
  result: 'WRONG',
  seen,
  ...(todo !== undefined && { todo }),
});
export const cannotTell = (seen: string): Verdict => ({ result: 'CANNOT_TELL', seen });

/** How an assumption is verified, by a check, or not at all and why; and what goes wrong where it does not hold. */
export type Verification<Context> = { readonly otherwise: string } & (
  | { readonly how: string; readonly check: (context: Context) => Promise<Verdict> | Verdict }
  | { readonly unverifiable: string }
);

/** The first that is wrong, else the first that cannot tell, else all that was seen. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  const failed = verdicts.find(({ result }) => result === 'WRONG');
  const unclear = verdicts.find(({ result }) => result === 'CANNOT_TELL');
  return failed ?? unclear ?? holds(seenIn(verdicts));
}

/** The first that is wrong, else all that hold; cannot tell only when none could. For checks of which any tells something. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  const told = verdicts.filter(({ result }) => result !== 'CANNOT_TELL');
  return told.length === 0 ? cannotTell(seenIn(verdicts)) : allOf(told);
}

function seenIn(verdicts: readonly Verdict[]): string {
  return verdicts.map(({ seen }) => seen).join('; ');
}
