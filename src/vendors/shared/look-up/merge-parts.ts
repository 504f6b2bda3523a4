import type { RecordPage } from '../../../customers/customer-source.ts';
import { compareIds } from '../../../customers/model/identity.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import { compareKeys } from '../../../paging/compare.ts';
import type { RowRange, SortKey } from '../../../paging/leg.ts';

/** Whether a page that was read from the start has all rows there are, as far as it says. */
export function isAllOf<Own>({ records, total }: RecordPage<Own>): boolean {
  return total === null || records.length >= total;
}

/** The first rows of one part of a search, in the search's order. */
export interface SearchPart<Own> {
  readonly records: readonly SourceRecord<Own>[];
  /** Whether every row of the part was read. */
  readonly isWhole: boolean;
}

/**
 * The rows of a search as if it had been sent in one piece: parts are merged by their sort keys, and a row in several
 * parts is kept once. Each part must be read up to the end of the range. The total is known only if all parts were read
 * whole.
 */
export function mergeParts<Own>(
  parts: readonly SearchPart<Own>[],
  direction: 'ASC' | 'DESC',
  sortKey: (record: SourceRecord<Own>) => SortKey,
  range: RowRange,
): RecordPage<Own> {
  const sign = direction === 'ASC' ? 1 : -1;
  const rows = new Map<string, { readonly record: SourceRecord<Own>; readonly part: number }>();
  for (const [part, { records }] of parts.entries()) {
    for (const record of records) if (!rows.has(record.id)) rows.set(record.id, { record, part });
  }
  // Rows with equal keys are ordered by id, so that they keep their positions when the search is split differently,
  // which happens as soon as more is known about HelpCrunch's limits. Parts that were not read whole may lack the rows
  // with the lowest ids; those rows are ordered by part, as the vendor returns them. Either way DESC is the reverse of
  // ASC.
  const isWhole = parts.every((part) => part.isWhole);
  const merged = [...rows.values()]
    .sort(
      (left, right) =>
        sign *
        (compareKeys(sortKey(left.record), sortKey(right.record)) ||
          (isWhole ? compareIds(left.record.id, right.record.id) : left.part - right.part)),
    )
    .map(({ record }) => record);
  return {
    records: merged.slice(range.offset, range.offset + range.limit),
    total: isWhole ? merged.length : null,
    isOrderedHere: true,
  };
}
