import { badUserInput } from '../../errors/gateway-error.ts';
import { decodeCursor, encodeCursor } from '../../paging/cursor/cursor.ts';
import type { Leg, Verdict } from '../../paging/leg.ts';
import { LARGEST_PAGE_SIZE } from '../../paging/limits.ts';
import { type Page, readPage } from '../../paging/page.ts';
import { type PageArguments, toPageRequest } from '../../paging/page-request.ts';
import type { Position } from '../../paging/position.ts';
import { ListEdge, ListPageInfo } from '../list/page-info.ts';
import type { SourceName } from '../model/source-record.ts';
import type { SourceCall } from '../source-call.ts';
import type { FacetArguments, FacetPaging, FacetSource } from './facet-source.ts';

/** A page of one customer's list in the form of Relay's connections: forward only. */
export interface FacetPage {
  readonly edges: readonly { readonly cursor: string; readonly node: unknown }[];
  readonly pageInfo: Pick<ListPageInfo, 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor'>;
  /** The total stated by the vendor; null if it does not state it. */
  readonly totalCount: number | null;
}

export interface FacetPageOptions {
  readonly name: SourceName;
  readonly source: FacetSource;
  readonly facet: string;
  /** The vendor's id of the customer's record. */
  readonly key: string;
  /** What a cursor belongs to, if the key may change between two pages. */
  readonly owner?: string;
  readonly page: PageArguments;
  readonly filter: FacetArguments;
  readonly extras?: FacetArguments;
}

/** One row more than the page, and the cursor's neighbour. */
const LARGEST_READ = LARGEST_PAGE_SIZE + 2;

/** All facts of a page come with its rows. */
const WANT = { hasNextPage: true, hasPreviousPage: true, totalCount: true };

class RecordGone extends Error {}

/** Reads one page by the usual rules of lists: the cursor holds an offset and its neighbours, which are read again. */
export async function readFacetPage(options: FacetPageOptions, call: SourceCall): Promise<FacetPage | null> {
  const { source, facet, key, filter, extras } = options;
  const paging = toPageRequest(options.page);
  const pages = pagingOf(source, facet);
  const scope = { fingerprint: JSON.stringify(['facet', source.title, facet, options.owner ?? key, filter]) };
  const content = paging.cursor === null ? null : decodeCursor(scope, paging.cursor);
  if (content !== null && content.position.cuts.length !== 1) {
    throw badUserInput('Expected a cursor of this list, got one of another list. Start again without it.');
  }
  const variant = content?.variant;
  const args = { ...filter, ...extras, ...(variant !== undefined && { variant }) };
  const check = pages.check?.(args) ?? null;
  const { isGap, largestRead = LARGEST_READ, blockSize } = pages;
  let made = variant ?? 0;
  const leg: Leg<unknown, unknown> = {
    group: 0,
    largestRead,
    ...(blockSize !== undefined && { blockSize }),
    ...(isGap !== undefined && { isGap: (row: unknown) => isGap(row as never) }),
    ...(check !== null && {
      decide: async (rows: readonly unknown[]) =>
        rows.map((row): Verdict<unknown> => (check(row as never) ? { keep: row } : 'DROP')),
    }),
    async read(range, { fresh }) {
      const own = fresh ? { ...call, bypassCache: true } : call;
      const rows = await source.page(facet, key, args, range, own);
      if (rows === null) throw new RecordGone();
      made = rows.variant ?? made;
      return rows;
    },
    keyOf: (row) => pages.keyOf(row as never),
    identityOf: (row) => pages.identityOf(row as never),
    nodeOf: (row) => row,
    isSpent: () => false,
  };
  try {
    const { direction } = pages;
    const { heading, size } = paging;
    const page = await readPage([leg], {
      direction,
      heading,
      size,
      from: content?.position ?? null,
      want: WANT,
    });
    // A partial page would look complete.
    for (const error of page.failures.values()) throw error;
    warnOf(page, options.name, call);
    const encode = (position: Position) => encodeCursor(scope, { variant: made, position });
    const edges = page.entries.map((entry) => new FacetEdge(entry, encode));
    return {
      edges,
      pageInfo: new ListPageInfo(page, heading, edges, encode),
      totalCount: page.exactCount ?? (check === null ? (page.totals[0] ?? null) : null),
    };
  } catch (error) {
    if (error instanceof RecordGone) return null;
    throw error;
  }
}

/** Reports what the rows revealed about the source, such as rows that moved. */
export function warnOf(
  { warnings }: Pick<Page<unknown>, 'warnings'>,
  source: SourceName,
  { meter }: SourceCall,
): void {
  for (const warning of new Set([...warnings.values()].flatMap((each) => [...each]))) {
    meter.warned?.(source, warning);
  }
}

class FacetEdge extends ListEdge<unknown> {
  get node() {
    return this.listed;
  }
}

function pagingOf({ facets, title }: FacetSource, facet: string): FacetPaging {
  const pages = facets.find(({ name }) => name === facet)?.pages;
  if (pages === undefined) throw new RangeError(`${title} has no facet ${facet} in pages.`);
  return pages;
}
