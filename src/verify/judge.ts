import { cannotTell, holds, type Verdict, wrong } from './verdict.ts';

/** Judgements about answers: pure, and told in counts alone. */

type Key = number | string | null;

/** Whether ascending rows are sorted, those without a value first, and `descending` starts with their exact reverse. */
export function judgeOrder(rows: {
  readonly field: string;
  readonly head: readonly Key[];
  readonly tailIds: readonly string[];
  readonly tail: readonly Key[];
  readonly descendingIds: readonly string[];
  readonly descending: readonly Key[];
}): Verdict {
  const { field, head, tail, tailIds, descending, descendingIds } = rows;
  if (head.length < 2) return cannotTell(`fewer than two rows by ${field}`);
  if (tail.at(-1) === null && head[0] !== null) {
    return wrong(`by ${field}, rows without a value come last`, NULLS_LAST);
  }
  if (descending[0] === null && head[0] !== null) {
    return wrong(`by ${field} descending, rows without a value come first`, NULLS_LAST);
  }
  if (!isAscending(head)) return wrong(`by ${field}, ascending rows are not sorted`, UNSORTED);
  const reversed = [...tailIds].reverse();
  if (reversed.some((id, index) => id !== descendingIds[index])) {
    return wrong(`by ${field}, descending does not start with the last rows reversed`, NO_REVERSE);
  }
  return holds(`by ${field}: sorted, reversed exactly${head[0] === null ? ', without a value first' : ''}`);
}

const NULLS_LAST = 'no setting: lists sorted by it may mix up people without a value; use the order SOURCE';
const UNSORTED = 'no setting: lists sorted by it cannot be relied on; use another order';
const NO_REVERSE = 'no setting: walk lists forward only (first, after), in ascending order';

function isAscending(keys: readonly Key[]): boolean {
  return keys.every((key, index) => {
    const before = index === 0 ? null : (keys[index - 1] ?? null);
    return before === null || (key !== null && before <= key);
  });
}

/** Whether a page is as long as was asked for. */
export function judgePage(asked: number, got: number | null, total: number | null, plain: number): Verdict {
  if (got === null) return wrong(`a page of ${asked} is refused`, `one request is lost at each start`);
  const due = total === null ? asked : Math.min(asked, total);
  if (due <= plain && total !== null) return cannotTell(`only ${total} rows in all`);
  if (total === null && got < asked) return cannotTell(`${got} rows, and no total to compare with`);
  if (got === due) return holds(`${got} rows of a page of ${asked}`);
  return wrong(`a page of ${asked} has ${got} rows`, 'no setting: lists may end early; report it');
}

/** Whether a count is told, and is the place where the list ends. */
export function judgeTotal(total: number | null, atLast: number, pastEnd: number): Verdict {
  if (total === null)
    return wrong('no total', 'counts are AT_LEAST, and each list costs a request more at its end');
  if (pastEnd > 0)
    return wrong(`rows beyond the total of ${total}`, 'totalCount is too low; lists go on past it');
  if (total > 0 && atLast !== 1)
    return wrong(`a total of ${total}, but no row at its end`, 'totalCount is too high');
  return holds(`${total} rows, and the list ends there`);
}

/** Whether a newest time is one that can be: none is later than now. */
export function judgeZone(newest: number | null, now: number, zone: string): Verdict {
  if (newest === null) return cannotTell('no row has a time');
  if (newest > now + MINUTE_MS * 2) {
    return wrong(
      `the newest change lies ahead of now, read in ${zone}`,
      'set CARECLOUD_TIME_ZONE to the project’s zone',
    );
  }
  if (now - newest < MINUTE_MS * 20) return holds(`the newest change is just now, read in ${zone}`);
  return cannotTell('nothing changed in the last 20 minutes: change an account and ask again');
}

const MINUTE_MS = 60_000;

/** Whether all that was asked for came, and nothing else where nothing else may. */
export function judgeFound(
  what: string,
  wanted: readonly string[],
  found: readonly string[] | null,
  todo: string,
  isExact = false,
): Verdict {
  if (wanted.length === 0) return cannotTell(`no row to ask for by ${what}`);
  if (found === null) return wrong(`${what} is refused`, todo);
  const missing = wanted.filter((id) => !found.includes(id)).length;
  if (missing > 0) return wrong(`${what}: ${missing} of ${wanted.length} not found`, todo);
  const more = found.filter((id) => !wanted.includes(id)).length;
  if (isExact && more > 0) return wrong(`${what}: ${more} more than asked for`, todo);
  return holds(`${what}: ${wanted.length} of ${wanted.length} found`);
}
