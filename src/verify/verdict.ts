/** What asking a real account told of one assumption. */
export interface Verdict {
  readonly result: 'HOLDS' | 'WRONG' | 'CANNOT_TELL';
  /** What was seen: counts, statuses and names of ours. Never anything of a record. */
  readonly seen: string;
  /** What to do about it; only for WRONG. */
  readonly todo?: string;
}

export const holds = (seen: string): Verdict => ({ result: 'HOLDS', seen });
export const wrong = (seen: string, todo: string): Verdict => ({ result: 'WRONG', seen, todo });
export const cannotTell = (seen: string): Verdict => ({ result: 'CANNOT_TELL', seen });

/** How an assumption is verified: by a check, or not at all, and why. */
export type Verification<Context> =
  | { readonly how: string; readonly check: (context: Context) => Promise<Verdict> | Verdict }
  | { readonly unverifiable: string };

/** The first that is wrong, else the first that cannot tell, else all that was seen. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  const failed = verdicts.find(({ result }) => result === 'WRONG');
  const unclear = verdicts.find(({ result }) => result === 'CANNOT_TELL');
  return failed ?? unclear ?? holds(verdicts.map(({ seen }) => seen).join('; '));
}
