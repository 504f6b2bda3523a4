import { badUserInput, UpstreamError } from '../../errors/gateway-error.ts';
import { decodeCursor, encodeCursor } from '../../paging/cursor/cursor.ts';
import type { Leg, Verdict } from '../../paging/leg.ts';
import { readPage } from '../../paging/page.ts';
import { toPageRequest } from '../../paging/page-request.ts';
import type { Position } from '../../paging/position.ts';
import { noDoubt } from '../../paging/reading/list-end.ts';
import type { RecordListPage, RecordListRequest } from '../customer-directory.ts';
import type { CustomerSource, SourceQuery } from '../customer-source.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { ListContext } from './list-context.ts';
import { ListEdge, ListPageInfo } from './page-info.ts';
import { readSizes } from './read-sizes.ts';
import { readOnce, withSeen } from './read-wrappers.ts';
import { totalDoubtOf } from './total-doubts.ts';

/**
 * One source's own list (`careCloudCustomers`, `helpCrunchCustomers`): the vendor's filter and semantics, paged by the
 * same engine. Any failure fails the field, because no other source can answer.
 */
export async function listRecords(
  source: CustomerSource,
  request: RecordListRequest & { readonly given: RecordListRequest['filter'] },
  context: Pick<ListContext, 'call' | 'cachesResponses' | 'lookups'> & {
    readonly isSpent: (reads: number) => boolean;
  },
): Promise<RecordListPage> {
  const paging = toPageRequest(request.page);
  const order = request.order ?? { field: source.abilities.unifiedOrders.SOURCE, direction: 'ASC' };
  const { filter, options } = request;
  const { cachesResponses } = context;
  const scope = { fingerprint: JSON.stringify([source.name, request.given, order, options ?? null]) };
  const content = paging.cursor === null ? null : decodeCursor(scope, paging.cursor);
  const pushDown = source.planOwn(filter);
  const legs = pushDown.filters.map((native, index): Leg<SourceRecord, SourceRecord> => {
    const query: SourceQuery = { filter: native, order, ...(options !== undefined && { options }) };
    const isWhole = pushDown.exact && pushDown.filters.length === 1;
    const keeps = (row: SourceRecord) =>
      (pushDown.exact ||
        filter === null ||
        source.matches(row, { shared: {}, own: pushDown.residual ?? filter })) &&
      (pushDown.ownerOf?.(row) ?? index) === index;
    const verdictOn = (row: SourceRecord): Verdict<SourceRecord> => (keeps(row) ? { keep: row } : 'DROP');
    return {
      group: 0,
      ...readSizes(source.abilities, { decides: !isWhole, isCompared: false, cachesResponses }),
      read: withSeen(readOnce(source, query, context.call), source, context),
      keyOf: (row) => source.sortKey(row, order.field),
      latestOf: (key) => source.latestKey?.(key, order.field) ?? key,
      identityOf: (row) => row.id,
      isGap: (row) => row.isUnreadable === true,
      nodeOf: (row) => row,
      ...(!isWhole && { decide: async (rows) => rows.map(verdictOn) }),
      doubt: totalDoubtOf(source),
      isSpent: context.isSpent,
    };
  });
  if (content !== null && content.position.cuts.length !== legs.length) {
    throw badUserInput(
      'Expected a cursor of this list, got one issued under other settings. Start again without it.',
    );
  }
  const page = await readPage(legs, {
    direction: order.direction,
    heading: paging.heading,
    size: paging.size,
    from: content?.position ?? null,
    want: request.want,
  });
  for (const error of page.failures.values()) {
    // A partial result would look complete.
    throw error instanceof UpstreamError ? error : new Error('A list failed.', { cause: error });
  }
  const isOmitting = (native: unknown) => source.omits?.(native, { shared: {}, own: filter }) === true;
  if (filter !== null && pushDown.filters.some(isOmitting)) {
    context.call.meter.warned?.(source.name, 'INCOMPLETE_LIST');
  }
  for (const warning of new Set([...page.warnings.values()].flatMap((each) => [...each]))) {
    context.call.meter.warned?.(source.name, warning);
    source.noticed?.(warning);
  }
  const encode = (position: Position) => encodeCursor(scope, { variant: 0, position });
  const edges = page.entries.map((entry) => new RecordEdge(entry, encode));
  return {
    edges,
    pageInfo: new ListPageInfo(page, paging.heading, edges, encode),
    totalCount: request.want.totalCount ? totalOf(page, legs) : null,
  };
}

class RecordEdge extends ListEdge<SourceRecord> {
  get node() {
    return this.listed;
  }
}

/** The vendor's total; null if the list consists of several queries or re-checks and its end was not reached. */
function totalOf(
  page: { readonly exactCount: number | null; readonly totals: readonly (number | null)[] },
  legs: readonly Leg<SourceRecord, SourceRecord>[],
): number | null {
  if (page.exactCount !== null) return page.exactCount;
  const isDoubtful = ({ decide, doubt = noDoubt() }: (typeof legs)[number]) =>
    decide !== undefined || doubt.tooHigh > 0 || doubt.tooLow > 0;
  if (legs.some(isDoubtful)) return null;
  return page.totals.reduce<number | null>(
    (sum, total) => (sum === null || total === null ? null : sum + total),
    0,
  );
}
