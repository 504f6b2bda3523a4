import { cannotTell, holds, type Verdict, wrong } from './verdict.ts';

/** Verdicts on responses: pure, and based on counts alone. */

/** Whether a page has the requested number of rows. */
export function judgePage(asked: number, got: number | null, total: number | null, plain: number): Verdict {
  if (got === null) return wrong(`a page of ${asked} is refused`);
  const due = total === null ? asked : Math.min(asked, total);
  if (due <= plain && total !== null) return cannotTell(`only ${total} rows in all`);
  if (total === null && got < asked) return cannotTell(`${got} rows, and no total to compare with`);
  if (got === due) return holds(`${got} rows of a page of ${asked}`);
  if (got > due) return wrong(`a page of ${asked} has ${got} rows`, 'nothing: further rows are dropped');
  return wrong(
    `a page of ${asked} has ${got} rows`,
    `nothing: lists are read in more requests, one per ${got} rows`,
  );
}

/** Whether the response has a total, and the list ends there. */
export function judgeTotal(total: number | null, atLast: number, pastEnd: number): Verdict {
  if (total === null) return wrong('no total', NO_TOTAL);
  if (pastEnd > 0) return wrong(`rows beyond the total of ${total}`, TOO_LOW);
  if (total > 0 && atLast !== 1) return wrong(`a total of ${total}, but no row at its end`, TOO_HIGH);
  return holds(`${total} rows, and the list ends there`);
}

const NO_TOTAL =
  'no setting: counts are AT_LEAST or unknown, and each list costs one more request at its end';
const TOO_LOW = 'no setting: counts are too low, and lists may end there; report it to the vendor';
const TOO_HIGH = 'no setting: counts are too high';

/** Whether the newest time is plausible: none may be in the future. */
export function judgeZone(newest: number | null, now: number, zone: string): Verdict {
  if (newest === null) return cannotTell('no row has a time');
  if (newest > now + MINUTE_MS * 2) {
    return wrong(
      `the newest change is in the future, parsed in ${zone}`,
      'set CARECLOUD_TIME_ZONE to the project’s zone',
    );
  }
  if (now - newest < MINUTE_MS * 20) return holds(`the newest change is just now, parsed in ${zone}`);
  return cannotTell('nothing changed in the last 20 minutes: change an account and run it again');
}

const MINUTE_MS = 60_000;

/** Whether all requested rows were returned, and no others if others are not allowed. */
export function judgeFound(
  what: string,
  wanted: readonly string[],
  found: readonly string[] | null,
  isExact = false,
): Verdict {
  if (wanted.length === 0) return cannotTell(`no row to search by ${what}`);
  if (found === null) return wrong(`${what} is refused`);
  const missing = wanted.filter((id) => !found.includes(id)).length;
  if (missing > 0) return wrong(`${what}: ${missing} of ${wanted.length} not found`);
  const more = found.filter((id) => !wanted.includes(id)).length;
  if (isExact && more > 0) return wrong(`${what}: ${more} more than requested`);
  return holds(`${what}: ${wanted.length} of ${wanted.length} found`);
}

/** Whether a row found by its own text is, or is not, found by another spelling, as expected. */
export function judgeSpelling(
  what: string,
  row: string | undefined,
  found: { readonly asWritten: readonly string[] | null; readonly otherwise: readonly string[] | null },
  shouldFind: boolean,
): Verdict {
  if (row === undefined) return cannotTell(`no row to search by ${what}`);
  if (!found.asWritten?.includes(row)) return cannotTell(`${what}: not found as written either`);
  if (found.otherwise === null) return cannotTell(`${what}: refused`);
  const isFound = found.otherwise.includes(row);
  const seen = `${what}: ${isFound ? 'found' : 'not found'}`;
  return isFound === shouldFind ? holds(seen) : wrong(seen);
}
