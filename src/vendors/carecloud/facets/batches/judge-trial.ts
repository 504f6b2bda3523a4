import { type Batch, hasForeign, rowsByOwner } from './batch.ts';

/**
 * HONOURED: exactly the rows of those asked for came. FOREIGN: somebody else's did, so the parameter is not read. MISSING: rows
 * that are there did not come: it is read in part, or otherwise. UNCLEAR: there are more rows than came.
 */
export type TrialVerdict = 'HONOURED' | 'FOREIGN' | 'MISSING' | 'UNCLEAR';

/** What asking for a customer alone showed. */
export interface KnownRows {
  readonly rows: readonly unknown[];
  /** How many there are in all. */
  readonly count: number;
}

/** What a first request for several customers shows of the list, beside what some of them have. Pure. */
export function judgeTrial(
  ids: readonly string[],
  batch: Batch,
  known: ReadonlyMap<string, KnownRows>,
): TrialVerdict {
  if (hasForeign(ids, batch)) return 'FOREIGN';
  if (!batch.isWhole) return 'UNCLEAR';
  const came = rowsByOwner(ids, batch);
  const isAsKnown = ids.every((id) => {
    const alone = known.get(id);
    return alone === undefined || containsAll(came.get(id) ?? [], alone);
  });
  return isAsKnown ? 'HONOURED' : 'MISSING';
}

function containsAll(came: readonly unknown[], { rows, count }: KnownRows): boolean {
  const told = came.filter((row) => row !== null);
  const texts = new Set(told.map((row) => JSON.stringify(row)));
  return told.length === count && rows.every((row) => texts.has(JSON.stringify(row)));
}

/**
 * Whom to ask for in a trial that every wrong reading of the parameter fails: who is known to have rows is asked for first and last, and, where
 * nobody knows yet whether the list excludes anybody, somebody else who has rows is not asked for. Null: too few are known for it
 * to tell anything. Pure.
 *
 * @param open Those nothing is known of.
 * @param size The most to ask for.
 */
export function planTrial(
  open: readonly string[],
  known: ReadonlyMap<string, KnownRows>,
  { size, excludes }: { readonly size: number; readonly excludes: boolean },
): readonly string[] | null {
  const [first, last, left, ...others] = [...known].flatMap(([id, { count }]) => (count > 0 ? [id] : []));
  if (first === undefined || last === undefined || (excludes && left === undefined)) return null;
  const without = [...known].flatMap(([id, { count }]) => (count === 0 ? [id] : []));
  const more = [...open, ...(left === undefined || excludes ? [] : [left]), ...others, ...without];
  return [first, ...more.slice(0, Math.max(0, size - 2)), last];
}
