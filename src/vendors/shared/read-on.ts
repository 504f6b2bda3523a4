import type { RecordPage } from '../../customers/customer-source.ts';
import type { RowRange } from '../../paging/leg.ts';
import type { SearchPart } from './look-up/merge-parts.ts';

/**
 * Reads rows from the first on, until all are read or `isEnough` returns true. A total is only a hint: a full page is
 * never the last one, and without a total the last page is shorter than pages are known to be.
 *
 * @param rows Per request. @param fullPage The number of rows in a full page, as far as is known.
 */
export async function readOn<Own>(
  page: (range: RowRange) => Promise<RecordPage<Own>>,
  rows: number,
  fullPage: () => number,
  isEnough: (read: number, total: number | null) => boolean = () => false,
): Promise<SearchPart<Own>> {
  const records: RecordPage<Own>['records'][number][] = [];
  for (;;) {
    const { records: more, total } = await page({ offset: records.length, limit: rows });
    const known = new Set(records.map(({ id }) => id));
    // A page of only known rows means that there are no others.
    if (more.every(({ id }) => known.has(id))) return { records, isWhole: true };
    records.push(...more);
    const isFull = more.length >= Math.min(rows, fullPage());
    const isLast = total === null ? !isFull : records.length >= total && !(isFull && more.length === rows);
    if (isLast) return { records, isWhole: true };
    if (isEnough(records.length, total)) return { records, isWhole: false };
  }
}
