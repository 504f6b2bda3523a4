import { cannotTell, holds, type Verdict, wrong } from './verdict.ts';

/** A row, reduced to its position in a list. */
export interface OrderedRow {
  readonly id: string;
  readonly key: number | string | null;
}

/** Both ends of one list, ascending and descending, each in the order received. */
export interface ListEnds {
  readonly field: string;
  readonly ascendingHead: readonly OrderedRow[];
  readonly ascendingTail: readonly OrderedRow[];
  readonly descendingHead: readonly OrderedRow[];
  readonly descendingTail: readonly OrderedRow[];
}

/** Whether ascending rows are sorted, with missing values first, and descending rows are their exact reverse. Pure. */
export function judgeOrder({
  field,
  ascendingHead,
  ascendingTail,
  descendingHead,
  descendingTail,
}: ListEnds): Verdict {
  const [first] = ascendingHead;
  if (first === undefined || ascendingHead.length < 2) return cannotTell(`fewer than two rows by ${field}`);
  if (!isAscending(ascendingHead.filter(hasKey))) {
    return wrong(`by ${field}, ascending rows are not sorted`, UNSORTED);
  }
  const isNullLast = first.key !== null && [ascendingHead, ascendingTail].some((rows) => !rows.every(hasKey));
  if (isNullLast) return wrong(`by ${field}, rows without a value come last`, NULLS_LAST);
  if (!isAscending(descendingHead.toReversed())) {
    return wrong(`by ${field}, descending rows are not sorted`, UNSORTED);
  }
  const tail = compareReversed(ascendingTail, descendingHead);
  const head = compareReversed(ascendingHead.slice(0, descendingTail.length), descendingTail);
  if (tail === 'TIES' || head === 'TIES') {
    return wrong(`by ${field}, descending rows with equal values are not reversed`, NO_REVERSE);
  }
  if (tail === 'OTHERS' || head === 'OTHERS') return cannotTell(`by ${field}, rows changed in the meantime`);
  return holds(`by ${field}: sorted, reversed exactly${first.key === null ? ', without a value first' : ''}`);
}

const NULLS_LAST =
  'no setting: lists sorted by it show people without a value late, and may lose their position when rows change; use SOURCE';
const UNSORTED = 'no setting: lists sorted by it are unreliable; use another order';
const NO_REVERSE =
  'nothing, as long as their ascending order is stable: a descending page with such rows is requested ascending, too';

const hasKey = ({ key }: OrderedRow): boolean => key !== null;

function isAscending(rows: readonly OrderedRow[]): boolean {
  return rows.every(({ key }, index) => {
    const before = rows[index - 1]?.key ?? null;
    return before === null || (key !== null && before <= key);
  });
}

/**
 * Whether one is the reverse of the other. TIES: in values, but not in rows. OTHERS: different values, so different
 * rows.
 */
function compareReversed(
  ascending: readonly OrderedRow[],
  descending: readonly OrderedRow[],
): 'SAME' | 'TIES' | 'OTHERS' {
  const reversed = ascending.toReversed();
  const isSame = (property: keyof OrderedRow) =>
    reversed.length === descending.length &&
    reversed.every((row, index) => row[property] === descending[index]?.[property]);
  if (isSame('id')) return 'SAME';
  return isSame('key') ? 'TIES' : 'OTHERS';
}
