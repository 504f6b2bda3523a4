import { rowsOf, type SamplePage } from './sample.ts';
import { holds, type Verification, wrong } from './verdict.ts';

type Page = SamplePage<unknown>;
type Rows = { readonly limit: number; readonly offset?: number };

/** What a vendor's context needs for the checks here. */
interface Context {
  readonly sample: Page;
  /** The whole list; null if the request is refused. */
  readonly page: (filter: null, rows: Rows) => Promise<Page | null>;
}

/** Rows that cannot be identified. */
export const badRow: Verification<Pick<Context, 'sample'>> = {
  how: 'decodes all rows of the other checks',
  otherwise: 'rows without an id are skipped; ten in a row without one are an error',
  check: ({ sample: { customers, skipped } }) =>
    skipped === 0
      ? holds(`${customers.length} rows have an id`)
      : wrong(`${skipped} of ${customers.length + skipped} rows have none`),
};

/** What is no match: an empty list, not an error. */
export function noMatch<Own extends Context>(none: {
  /** What is searched for, after "searches for". */
  readonly wanted: string;
  /** What is refused then, as the subject of the verdict. */
  readonly refused: string;
  readonly search: (context: Own) => Promise<Page | null>;
}): Verification<Own> {
  return {
    how: `searches for ${none.wanted}, and requests an offset past the end`,
    otherwise: 'an error is returned instead of an empty result; report it to the vendor',
    async check(context) {
      const { page, sample } = context;
      const found = await none.search(context);
      const past = await page(null, { limit: 10, offset: (sample.total ?? 1_000_000) + 1000 });
      if (found === null) return wrong(`${none.refused} is refused`);
      if (past === null) return wrong('an offset past the end is refused');
      const rows = rowsOf(found) + rowsOf(past);
      return rows === 0 ? holds('no rows, no error') : wrong(`${rows} rows where none belong`);
    },
  };
}
