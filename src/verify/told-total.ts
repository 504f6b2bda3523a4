/** The total that an account states, and the rows at that position. */
export interface ToldTotal {
  readonly total: number | null;
  readonly atLast: number;
  readonly pastEnd: number;
}

/**
 * Reads the last row according to the total, and the one after it. Every check of the list's end needs to know where
 * that is.
 */
export async function readToldTotal(
  total: number | null,
  read: (rows: { readonly limit: number; readonly offset: number }) => Promise<number>,
): Promise<ToldTotal> {
  const rows = total ? await read({ limit: 2, offset: total - 1 }) : 0;
  return { total, atLast: Math.min(rows, 1), pastEnd: Math.max(0, rows - 1) };
}

/** The total if the list ends there, else null. */
export function trueTotal({ total, atLast, pastEnd }: ToldTotal): number | null {
  return pastEnd > 0 || (total !== null && total > 0 && atLast === 0) ? null : total;
}
