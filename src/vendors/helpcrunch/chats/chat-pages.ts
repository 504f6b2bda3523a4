import type { RowRange } from '../../../paging/leg.ts';
import { PageSize } from '../../shared/page-size.ts';
import type { TraitBook } from '../../shared/traits/trait-book.ts';
import { LARGEST_PAGE } from '../assumptions.ts';
import { SMALLER_PAGES } from '../customer-requests.ts';
import type { TraitName } from '../traits.ts';
import type { RowsPage } from './wire/decode-chat.ts';

/** What is known about the pages of chats: their size, and whether totals are right. */
export class ChatPages {
  readonly #size = new PageSize(LARGEST_PAGE, SMALLER_PAGES);
  readonly #traits: Pick<TraitBook<TraitName>, 'currently' | 'isLearned'>;
  /** Until a page shows more: without a total, only an empty page ends a list. */
  #fullPage = 1;
  #wereTotalsWrong = false;

  constructor(traits: Pick<TraitBook<TraitName>, 'currently' | 'isLearned'>) {
    this.#traits = traits;
  }

  /** The most rows of a page, as far as is known. The lists of customers may have shown it. */
  get rows(): number {
    if (this.#traits.isLearned('page.rows')) this.#size.adopt(Number(this.#traits.currently('page.rows')));
    return this.#size.most;
  }

  get areTotalsWrong(): boolean {
    return this.#wereTotalsWrong || !['EXACT', 'MISSING'].includes(this.#traits.currently('totals'));
  }

  /**
   * The result of `ask` with as many rows as are wanted and accepted.
   *
   * @param mayBeSize Whether an error may be about the size.
   */
  ask<T>(
    wanted: number,
    ask: (limit: number) => Promise<T>,
    mayBeSize: (error: unknown) => boolean,
  ): Promise<T> {
    return this.#size.ask(Math.min(wanted, this.rows), ask, mayBeSize);
  }

  /**
   * How many rows follow those of a page: 0 at the end; a guess without a total, or with one that was contradicted;
   * null if there is nothing to guess from.
   *
   * @param known How many rows of the page were read before.
   */
  left({ rows, total }: RowsPage<unknown>, { offset, limit }: RowRange, known: number): number | null {
    const end = offset + rows.length;
    const fullPage = this.#fullPage;
    this.#fullPage = Math.max(fullPage, rows.length);
    if (rows.length <= known) {
      this.#wereTotalsWrong ||= total !== null && total !== end && (rows.length > 0 || offset === 0);
      return 0;
    }
    this.#wereTotalsWrong ||= total !== null && total < end;
    const isFull = rows.length >= Math.min(limit, this.rows);
    if (total !== null && !this.areTotalsWrong)
      return total === end && !isFull ? 0 : Math.max(1, total - end);
    if (rows.length < fullPage) return 0;
    return isFull ? null : 1;
  }
}
