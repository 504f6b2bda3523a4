import { type Batch, hasForeign, rowsByOwner } from './batch.ts';

/**
 * HONOURED: exactly the rows of the requested customers came. FOREIGN: another customer's did, so the parameter is
 * ignored. MISSING: existing rows did not come, so it is read in part, or otherwise. UNCLEAR: there are more rows than
 * came.
 */
export type TrialVerdict = 'HONOURED' | 'FOREIGN' | 'MISSING' | 'UNCLEAR';

/** What a request for a single customer showed. */
export interface KnownRows {
  readonly rows: readonly unknown[];
  /** The total number of rows. */
  readonly count: number;
}

/** What a first request for several customers reveals about the list, given the known rows of some of them. Pure. */
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
 * Whom to request in a trial that every wrong interpretation of the parameter fails. Customers known to have rows come
 * first and last. As long as it is unknown whether the list excludes any customer, another customer with rows is left
 * out. Null if too few are known for the trial to prove anything. Pure.
 *
 * @param open Those about whom nothing is known.
 * @param size The most customers to request.
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
