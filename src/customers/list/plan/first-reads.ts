import type { Direction, RowRange } from '../../../paging/leg.ts';
import { toPageRequest } from '../../../paging/page-request.ts';
import type { PagingDirection } from '../../../paging/position.ts';
import { firstRange } from '../../../paging/reading/read-ranges.ts';
import type { CustomerListRequest, WantedFacts } from '../../customer-directory.ts';
import type { CustomerSource } from '../../customer-source.ts';
import type { SourceName } from '../../model/source-record.ts';
import { readSizes } from '../read-sizes.ts';
import { needsOtherSources } from './list-legs.ts';
import { type PlannedList, type PlanOptions, planList } from './list-plan.ts';

export interface FirstReadOptions extends PlanOptions {
  readonly scanLimit: number;
  readonly cachesResponses: boolean;
  /** How many requests the operation may send to a source. */
  readonly left: (source: SourceName) => number;
}

/** A read that `customers` certainly makes. */
interface FirstRead {
  readonly source: SourceName;
  /** Identifies a source's queries. */
  readonly query: string;
  /** Null if not known in advance. */
  readonly range: RowRange | null;
}

/**
 * The reads that a page of the unified list begins with, and those that its count needs; pure. For a page that
 * continues from a cursor nothing is certain: the cursor may know the count, and that a source has no rows left.
 */
export function firstReads(
  { page, filter, order, want }: CustomerListRequest,
  options: FirstReadOptions,
): readonly FirstRead[] {
  const { heading, size, cursor } = toPageRequest(page);
  const walks = size > 0 || wantsAhead(heading, want);
  if (cursor !== null || (!walks && !want.totalCount)) return [];
  // The start of a section is searched for first, and if the section is empty nothing else is read.
  if (filter.updatedAt !== undefined || filter.lastSeenAt !== undefined) return [];
  const { variants } = planList(filter, options);
  const legs = variants.flatMap((lists) => lists.flatMap((list) => legsOf(list, order, options)));
  const read = ({ leg, ...first }: PlannedRead, wanted: number): FirstRead => ({
    ...first,
    // In a descending order the edges of a range are compared, which may merge two ranges.
    range: order.direction === 'ASC' ? firstRange(wanted, leg) : null,
  });
  // The shortest of several lists drives: all are read to find it.
  if (variants.length > 1) return legs.map((leg) => read(leg, Math.max(1, size)));
  const group = walks ? firstGroup(legs, order.direction === (heading === 'FORWARD' ? 'ASC' : 'DESC')) : null;
  const walked = legs.filter((leg) => leg.group === group);
  const first = walked.map((leg) => read(leg, Math.max(1, size)));
  if (!want.totalCount) return first;
  const counted = legs.filter((leg) => leg.group !== group);
  const isCounted = (leg: PlannedRead) => {
    const isSame = ({ source }: PlannedRead) => source === leg.source;
    const sent = walked.filter(isSame).length + counted.filter(isSame).indexOf(leg);
    return mayCount(leg.source, { sent, missing: counted.length }, options);
  };
  return [
    ...first,
    ...counted.filter(isCounted).map(({ source, query }) => ({ source, query, range: null })),
  ];
}

/**
 * Whether a list is asked for its number of rows: only while all the numbers that were `missing` at first still fit
 * beside the requests already `sent` to the source, those for other numbers included.
 */
export function mayCount(
  source: SourceName,
  { sent, missing }: { readonly sent: number; readonly missing: number },
  { scanLimit, left }: Pick<FirstReadOptions, 'scanLimit' | 'left'>,
): boolean {
  return sent + missing <= Math.min(scanLimit, left(source));
}

/** Whether a page reads on to know whether more rows follow. */
export function wantsAhead(heading: PagingDirection, want: WantedFacts): boolean {
  return heading === 'FORWARD' ? want.hasNextPage : want.hasPreviousPage;
}

interface PlannedRead {
  readonly source: SourceName;
  readonly query: string;
  readonly group: number;
  readonly leg: Parameters<typeof firstRange>[1];
}

function legsOf(
  list: PlannedList,
  order: { readonly field: 'SOURCE' | 'UPDATED_AT'; readonly direction: Direction },
  options: FirstReadOptions,
): readonly PlannedRead[] {
  const { source, pushDown } = list;
  const field = source.abilities.unifiedOrders[order.field];
  const decides = needsOtherSources(list, options.sources) || !pushDown.exact || pushDown.filters.length > 1;
  const sizes = readSizes(source.abilities, {
    decides,
    isCompared: false,
    cachesResponses: options.cachesResponses,
  });
  return pushDown.filters.map((native) => ({
    source: source.name,
    query: JSON.stringify([native, field, order.direction]),
    group: order.field === 'SOURCE' ? groupOf(source, options.sources) : 0,
    leg: { ...sizes, ...(decides && { decide: true }) },
  }));
}

function groupOf(source: CustomerSource, sources: readonly CustomerSource[]): number {
  return sources.indexOf(source);
}

/** The group that a walk from the start, or from the end, begins with. */
function firstGroup(legs: readonly PlannedRead[], ascends: boolean): number | null {
  const groups = legs.map(({ group }) => group);
  if (groups.length === 0) return null;
  return ascends ? Math.min(...groups) : Math.max(...groups);
}
