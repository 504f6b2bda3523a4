/** The vendor answered but left out the value requested last: it read only the beginning of the batch. */
export class BatchCut extends Error {
  /** At least this many values were read, and at most. */
  readonly atLeast: number;
  readonly atMost: number;

  constructor({ atLeast, atMost }: { readonly atLeast: number; readonly atMost: number }) {
    super('The record requested last is missing: the batch was cut.');
    this.name = 'BatchCut';
    this.atLeast = atLeast;
    this.atMost = atMost;
  }
}

/** How many values to try after a batch of this many failed: half of those that may have been read. */
export function fewer(failed: number, error: unknown): number {
  if (!(error instanceof BatchCut)) return Math.ceil(failed / 2);
  const { atLeast } = error;
  const atMost = Math.min(error.atMost, failed - 1);
  return Math.max(1, Math.min(2 * atLeast >= atMost ? atLeast : Math.ceil(atMost / 2), failed - 1));
}
