/** What an account says is its number of rows, and what stands there. */
export interface ToldTotal {
  readonly total: number | null;
  readonly atLast: number;
  readonly pastEnd: number;
}

/** Reads the last row by the total, and what comes after it: every check of the list's end needs to know where that is. */
export async function readToldTotal(
  total: number | null,
  read: (rows: { readonly limit: number; readonly offset: number }) => Promise<number>,
): Promise<ToldTotal> {
  const rows = total ? await read({ limit: 2, offset: total - 1 }) : 0;
  return { total, atLast: Math.min(rows, 1), pastEnd: Math.max(0, rows - 1) };
}

/** The total where the list ends there, else null. */
export function trueTotal({ total, atLast, pastEnd }: ToldTotal): number | null {
  return pastEnd > 0 || (total !== null && total > 0 && atLast === 0) ? null : total;
}
