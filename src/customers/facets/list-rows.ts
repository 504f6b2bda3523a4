import { badUserInput, UpstreamError } from '../../errors/gateway-error.ts';
import { decodeCursor, encodeCursor } from '../../paging/cursor/cursor.ts';
import type { Leg, Verdict } from '../../paging/leg.ts';
import { type PageDemand, readPage } from '../../paging/page.ts';
import { type PageArguments, toPageRequest } from '../../paging/page-request.ts';
import type { Position } from '../../paging/position.ts';
import { ListEdge, ListPageInfo } from '../list/page-info.ts';
import type { SourceName, SourceRecord } from '../model/source-record.ts';
import type { SourceCall } from '../source-call.ts';
import { type FacetPage, warnOf } from './facet-page.ts';
import type { FacetListPlan, FacetSource } from './facet-source.ts';

/** A page of a source's own list. */
export interface RowListRequest {
  readonly page: PageArguments;
  /** The source's own, validated; null: everything. */
  readonly filter: object | null;
  readonly order: { readonly field: string; readonly direction: 'ASC' | 'DESC' };
  readonly want: PageDemand['want'];
}

export interface RowListContext {
  readonly name: SourceName;
  readonly source: FacetSource;
  readonly call: SourceCall;
  /** Whether this many more reads would exceed the scan limit. */
  readonly isSpent: (reads: number) => boolean;
  /** A customer's record by the vendor's id; null if there is none. */
  readonly record: (id: string) => Promise<SourceRecord | null>;
}

/**
 * Reads a page in either direction by the usual rules of lists, with the same guarantees when rows are added or
 * removed.
 */
export async function listRows(
  name: string,
  { page: given, filter, order, want }: RowListRequest,
  { name: sourceName, source, call, isSpent, record }: RowListContext,
): Promise<FacetPage> {
  const list = source.lists?.[name];
  if (list === undefined) throw new RangeError(`${source.title} has no list ${name}.`);
  const paging = toPageRequest(given);
  const scope = { fingerprint: JSON.stringify(['list', source.title, name, filter, order]) };
  const content = paging.cursor === null ? null : decodeCursor(scope, paging.cursor);
  if (content !== null && content.position.cuts.length !== 1) {
    throw badUserInput('Expected a cursor of this list, got one of another list. Start again without it.');
  }
  const plan = list.plan(filter, order);
  const { check } = plan;
  const leg: Leg<unknown, unknown> = {
    group: 0,
    largestRead: plan.largestRead,
    blockSize: plan.blockSize,
    read: (range, { fresh }) => plan.read(range, fresh ? { ...call, bypassCache: true } : call),
    keyOf: (row) => plan.keyOf(row),
    identityOf: (row) => plan.identityOf(row),
    isGap: (row) => plan.isGap(row),
    nodeOf: (row) => row,
    ...(check !== null && { decide: (rows: readonly unknown[]) => decideRows(rows, check, plan, record) }),
    isSpent,
  };
  const page = await readPage([leg], {
    direction: order.direction,
    heading: paging.heading,
    size: paging.size,
    from: content?.position ?? null,
    want,
  });
  for (const error of page.failures.values()) {
    // A partial result would look complete.
    throw error instanceof UpstreamError ? error : new Error('A list failed.', { cause: error });
  }
  warnOf(page, sourceName, call);
  const encode = (position: Position) => encodeCursor(scope, { variant: 0, position });
  const edges = page.entries.map((entry) => new RowEdge(entry, encode));
  const counted = page.exactCount ?? (check === null ? (page.totals[0] ?? null) : null);
  return {
    edges,
    pageInfo: new ListPageInfo(page, paging.heading, edges, encode),
    totalCount: want.totalCount ? counted : null,
  };
}

async function decideRows(
  rows: readonly unknown[],
  check: NonNullable<FacetListPlan['check']>,
  { recordOf }: FacetListPlan,
  record: RowListContext['record'],
): Promise<readonly Verdict<unknown>[]> {
  const records = await Promise.all(
    rows.map((row) => {
      const id = recordOf?.(row) ?? null;
      return id === null ? null : record(id);
    }),
  );
  return rows.map((row, index) => (check(row, records[index] ?? null) ? { keep: row } : 'DROP'));
}

class RowEdge extends ListEdge<unknown> {
  get node() {
    return this.listed;
  }
}
