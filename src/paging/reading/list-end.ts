import type { RowPage, RowRange, TotalDoubt } from '../leg.ts';

/**
 * A total is a hint, and rows that contradict it win. A list continues as long as rows come. It ends at a page shorter
 * than requested that agrees with the total, or where no next row comes.
 */

/** How many lists must end where their totals say before totals are trusted again. */
const AGREEMENTS = 20;

/** The initial state: no total has been contradicted. */
export function noDoubt(): TotalDoubt {
  return { tooHigh: 0, tooLow: 0 };
}

/** Records what the rows of a response revealed about its total. */
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

/** Whether fewer rows came than requested, and none were held back by the gateway. */
export function isShort({ limit }: RowRange, { rows, isPartial }: Answer): boolean {
  return rows.length < limit && isPartial !== true;
}

/** Whether the list certainly ends with these rows: the page is short, and the total agrees. */
export function isEndAgreed(range: RowRange, answer: Answer): boolean {
  return isShort(range, answer) && answer.total === range.offset + answer.rows.length;
}

/** Whether fewer rows came than the total allows: the page was cut, or the total is too high. */
export function isCutOrTooHigh(range: RowRange, answer: Answer): boolean {
  return isShort(range, answer) && answer.total !== null && range.offset + answer.rows.length < answer.total;
}
