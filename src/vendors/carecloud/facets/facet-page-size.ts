import { PageSize } from '../../shared/page-size.ts';
import type { TraitBook } from '../../shared/traits/trait-book.ts';
import { DEFAULT_COUNT, LARGEST_PAGE } from '../assumptions.ts';
import { SMALLER_PAGES } from '../customer-requests.ts';
import type { TraitName } from '../traits.ts';

/** How many rows one request is for. */
export interface PageRows {
  readonly limit: number;
  /** Whether `count` states it; if not, the vendor's default applies. */
  readonly isStated: boolean;
}

/** How many rows of one list may be requested at once. */
export interface FacetPageSize {
  /**
   * The result of `ask` with as many rows as are wanted and accepted.
   *
   * @param mayBeCount Whether an error may be about `count`.
   */
  ask<T>(
    wanted: number,
    ask: (rows: PageRows) => Promise<T | null>,
    mayBeCount: (error: unknown) => boolean,
  ): Promise<T | null>;
}

/** Begins with what the lists of customers showed, and learns the rest from refusals. */
export function createFacetPageSize(
  traits: Pick<TraitBook<TraitName>, 'currently' | 'isLearned'>,
): FacetPageSize {
  const size = new PageSize(LARGEST_PAGE, SMALLER_PAGES);
  /** Whether a request with `count` succeeded. */
  let takesCount: boolean | null = null;
  const isCountRefused = () => takesCount === false || traits.currently('page.count') === 'REFUSED';

  return {
    ask(wanted, ask, mayBeCount) {
      if (traits.isLearned('page.rows')) size.adopt(Number(traits.currently('page.rows')));
      const askUnstated = () => ask({ limit: DEFAULT_COUNT, isStated: false });
      const askRows = async (limit: number) => {
        if (isCountRefused()) return askUnstated();
        try {
          const page = await ask({ limit, isStated: true });
          if (page !== null) takesCount = true;
          return page;
        } catch (error) {
          if (takesCount === true || limit > DEFAULT_COUNT || !mayBeCount(error)) throw error;
          const page = await askUnstated();
          takesCount = false;
          return page;
        }
      };
      return size.ask(wanted, askRows, mayBeCount);
    },
  };
}
