import type { RecordPage } from '../../../customers/customer-source.ts';
import { compareIds } from '../../../customers/model/identity.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import { compareKeys } from '../../../paging/compare.ts';
import type { RowRange, SortKey } from '../../../paging/leg.ts';

/** The first rows of one part of a search, in the search's order. */
export interface SearchPart<Own> {
  readonly records: readonly SourceRecord<Own>[];
  /** Every row of the part was read. */
  readonly isWhole: boolean;
}

/**
 * The rows of a search as they would have come in one piece: parts merged by their sort keys, a row that several parts
 * have taken once. Each part must be read up to the end of the range. The total is known only where all were read.
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
  // Rows with equal keys come by id, so that they keep their places when the search is cut into other parts, which
  // happens as soon as more is known of what HelpCrunch takes. Of parts not read to their end the rows with the lowest
  // ids may be missing: there they come by part, as the vendor has them. Either way DESC is the reverse of ASC.
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
