import type { RecordPage } from '../../customers/customer-source.ts';
import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import { compareKeys } from '../../paging/compare.ts';
import type { JoinKind, UpstreamRequest } from '../../upstream/upstream-request.ts';
import type { BatchSize } from '../shared/look-up/batch-size.ts';
import { LARGEST_PAGE } from './assumptions.ts';
import { isBadRequest } from './errors.ts';
import { mayFind } from './may-find.ts';
import { sortKey } from './record.ts';
import type { ListOrder } from './wire/requests.ts';
import type { SearchCondition } from './wire/wire.ts';

/**
 * A page of profiles; `isJoined`: a search for others besides found them, so what each condition found is not known.
 */
export type ProfilePage = RecordPage<HelpCrunchCustomer> & { readonly isJoined?: true };

/** A search by OR, read from its start. */
export interface SearchPart {
  readonly conditions: readonly SearchCondition[];
  readonly order: ListOrder;
  /** How many rows it probably finds. */
  readonly expectedRows: number;
}

interface JoinOptions {
  readonly batch: Pick<BatchSize, 'isUnproven' | 'size'>;
  readonly areTotalsWrong: () => boolean;
  readonly request: (
    conditions: readonly SearchCondition[],
    order: ListOrder,
  ) => UpstreamRequest<ProfilePage | null>;
}

/**
 * Searches for different people in one: by OR, as long as HelpCrunch was shown to read so many conditions to the end.
 * The response tells them apart only if it is complete: with more than a page of rows, each is sent by itself.
 */
export function joinSearches(options: JoinOptions): JoinKind<ProfilePage | null, SearchPart> {
  const { batch, areTotalsWrong, request } = options;
  // Without a total, a combined response never tells whether it is complete.
  let statesTotals = true;
  return {
    fits(parts) {
      const count = unionOf(parts).length;
      const rows = parts.reduce((sum, { expectedRows }) => sum + expectedRows, 0);
      return (
        count <= batch.size &&
        !batch.isUnproven(count) &&
        rows < LARGEST_PAGE &&
        statesTotals &&
        !areTotalsWrong()
      );
    },
    isTyped: ({ conditions }) => conditions.some(({ operator }) => operator === '~'),
    request: (parts) => request(unionOf(parts), parts[0]?.order ?? ANY_ORDER),
    partOf(all, part) {
      statesTotals &&= all === null || all.total !== null;
      return partOf(all, part);
    },
    mayBeJoining: isBadRequest,
  };
}

/** Of a complete page, the rows that the part's own conditions may have found, in its own order. Pure. */
export function partOf(
  all: ProfilePage | null,
  { conditions, order }: Pick<SearchPart, 'conditions' | 'order'>,
): ProfilePage | null {
  if (all === null || all.skipped !== undefined) return null;
  if (all.total !== all.records.length || all.total >= LARGEST_PAGE) return null;
  const own = all.records.filter((record) => conditions.some((condition) => mayFind(condition, record)));
  const sign = order.direction === 'ASC' ? 1 : -1;
  const records = own.toSorted(
    (one, other) => sign * compareKeys(sortKey(one, order.field), sortKey(other, order.field)),
  );
  return { records, total: records.length, isJoined: true };
}

const ANY_ORDER: ListOrder = { field: 'FIRST_SEEN', direction: 'ASC' };

/** Each condition once. */
function unionOf(parts: readonly SearchPart[]): readonly SearchCondition[] {
  const all = parts.flatMap(({ conditions }) => conditions);
  return [...new Map(all.map((condition) => [JSON.stringify(condition), condition])).values()];
}
