import type { RowPage, RowRange, TotalDoubt } from '../leg.ts';

/**
 * A total is a hint. Rows that contradict it count: a list goes on as long as rows come, and ends where a page shorter
 * than asked for agrees with the total, or where nothing came for the next row.
 */

/** So many lists must end where their totals said before totals are believed again. */
const AGREEMENTS = 20;

/** Nothing contradicted the totals yet. */
export function noDoubt(): TotalDoubt {
  return { tooHigh: 0, tooLow: 0 };
}

/** Remembers what the rows of an answer showed of its total. */
export function remember(doubt: TotalDoubt, shown: 'TOO_HIGH' | 'TOO_LOW' | 'AGREED'): void {
  if (shown === 'TOO_HIGH') doubt.tooHigh = AGREEMENTS;
  else if (shown === 'TOO_LOW') doubt.tooLow = AGREEMENTS;
  else {
    doubt.tooHigh = Math.max(0, doubt.tooHigh - 1);
    doubt.tooLow = Math.max(0, doubt.tooLow - 1);
  }
}

type Answer = Pick<RowPage<unknown>, 'rows' | 'total' | 'isPartial'>;

/** Whether more rows came than the total allows. */
export function isTotalTooLow({ offset }: RowRange, { rows, total }: Answer): boolean {
  return total !== null && rows.length > 0 && offset + rows.length > total;
}

/** Whether fewer rows came than were asked for, and none was held back on this side. */
export function isShort({ limit }: RowRange, { rows, isPartial }: Answer): boolean {
  return rows.length < limit && isPartial !== true;
}

/** Whether the list surely ends where this answer's rows do: the page is short, and the total agrees. */
export function isEndAgreed(range: RowRange, answer: Answer): boolean {
  return isShort(range, answer) && answer.total === range.offset + answer.rows.length;
}

/** Whether fewer rows came than the total allows: the page was cut, or the total is too high. */
export function isCutOrTooHigh(range: RowRange, answer: Answer): boolean {
  return isShort(range, answer) && answer.total !== null && range.offset + answer.rows.length < answer.total;
}
