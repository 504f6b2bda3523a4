import { cannotTell, holds, type Verdict, wrong } from './verdict.ts';

/** Sample rows that both a list and a look-up should show. Ids only; nothing of them is reported. */
export interface ComparedRows {
  /** The plural of a row: `accounts`. */
  readonly rows: string;
  /** What they were looked up by: `email`. */
  readonly by: string;
  /** Rows of the list that were looked up. */
  readonly listed: readonly string[];
  /** What the look-up found; null: it was refused. */
  readonly found: readonly string[] | null;
  /** Found rows whose place in the list is known, so that the list should show them. */
  readonly placed: readonly string[];
  /** What the list shows at those places. */
  readonly shown: ReadonlySet<string>;
}

/** Whether a list and a look-up see the same rows. Pure. */
export function judgeSameRows({ rows, by, listed, found, placed, shown }: ComparedRows): Verdict {
  const foundIds = new Set(found);
  const missing = found === null ? [] : listed.filter((id) => !foundIds.has(id));
  const hidden = placed.filter((id) => !shown.has(id));
  const seen = [
    ...(missing.length > 0
      ? [`${missing.length} of ${listed.length} ${rows} that the list shows were not found by ${by}`]
      : []),
    ...(hidden.length > 0
      ? [`${hidden.length} of ${placed.length} ${rows} that a search shows are not in the list`]
      : []),
  ];
  if (seen.length > 0) {
    const consequences = [
      ...(missing.length > 0 ? [NOT_FOUND] : []),
      ...(hidden.length > 0 ? [NOT_LISTED] : []),
    ];
    return wrong(seen.join('; '), `no setting: ${consequences.join('; ')}; report it to the vendor`);
  }
  if (found === null) return cannotTell(`a look-up of ${listed.length} ${rows} by ${by} is refused`);
  const compared = new Set([...listed, ...placed]).size;
  if (compared === 0) return cannotTell(`no ${rows} to compare`);
  return holds(`list and look-up agree on ${compared} sample ${rows}`);
}

const NOT_FOUND =
  'people whose records the search lacks are found where they were seen before; pages that rest on searches say INCOMPLETE_SEARCH, and their counts are never EXACT';
const NOT_LISTED =
  'people whose account no list shows are listed at their profile if it is deleted; pages that rest on the whole list say INCOMPLETE_LIST, and their counts are never EXACT';
