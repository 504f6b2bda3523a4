import type { RecordPage } from '../../customers/customer-source.ts';
import type { RowRange } from '../../paging/leg.ts';
import { isEndAgreed } from '../../paging/reading/list-end.ts';
import type { CustomersFilter } from './wire/wire.ts';

/**
 * An account asked for by its id that a list showed before, and that this whole list by ids lacks; null if there is
 * none. It may be gone. Pure.
 */
export function missingShown(
  filter: CustomersFilter,
  range: RowRange,
  page: RecordPage,
  wasShown: (id: string) => boolean,
): string | null {
  const isByIds = filter.customer_ids !== undefined && Object.keys(filter).length === 1;
  const isWhole = range.offset === 0 && isEndAgreed(range, { ...page, rows: page.records });
  if (!isByIds || !isWhole || (page.skipped ?? 0) > 0) return null;
  const ids = new Set(page.records.map(({ id }) => id));
  return filter.customer_ids?.find((id) => !ids.has(id) && wasShown(id)) ?? null;
}
