import { createDirectory, type DirectoryOptions } from '../../../src/customers/create-directory.ts';
import type { CustomerDirectory, CustomerListPage } from '../../../src/customers/customer-directory.ts';
import type { ListExplanation } from '../../../src/customers/list/plan/explain-list.ts';
import type { CustomerFilter } from '../../../src/customers/model/customer-filter.ts';
import type { IdentityKey } from '../../../src/customers/model/source-record.ts';
import type { SearchMemory } from '../../../src/customers/search/search-memory.ts';
import type { RequestMeter, SourceCall } from '../../../src/customers/source-call.ts';
import type { MemoryVendors } from './memory-vendors.ts';
import type { Row } from './oracle.ts';

export type Order = {
  readonly field: 'SOURCE' | 'UPDATED_AT';
  readonly direction: 'ASC' | 'DESC';
};

/** The setup of a walk. */
export interface ListSetup {
  readonly vendors: Pick<MemoryVendors, 'sources'> & Partial<Pick<MemoryVendors, 'cachesResponses'>>;
  readonly identityKeys: readonly IdentityKey[];
  readonly scanLimit?: number;
  readonly searchMemory?: SearchMemory;
}

export interface WalkRequest {
  readonly filter: CustomerFilter;
  readonly order: Order;
  readonly size: number;
}

type Requests = Readonly<Record<string, number>>;

/** A meter that counts requests by source. */
export function countingMeter(): RequestMeter & {
  readonly requests: Record<string, number>;
  readonly lines: string[];
  readonly warnings: Set<string>;
} {
  const requests: Record<string, number> = {};
  const lines: string[] = [];
  const warnings = new Set<string>();
  return {
    requests,
    lines,
    warnings,
    warned: (_source, warning) => void warnings.add(warning),
    sent(source, { method, path, parameters }) {
      requests[source] = (requests[source] ?? 0) + 1;
      lines.push([source, method, path, parameters.join(',')].filter(Boolean).join(' '));
    },
    saved: () => {},
  };
}

export function testCall(meter: RequestMeter): SourceCall {
  return {
    signal: new AbortController().signal,
    deadlineAt: Number.POSITIVE_INFINITY,
    bypassCache: false,
    client: 'test',
    meter,
  };
}

export interface Operation {
  readonly directory: CustomerDirectory;
  readonly requests: Requests;
  /** Each request as a plan shows it. */
  readonly lines: readonly string[];
  /** What sources did that no source should. */
  readonly warnings: ReadonlySet<string>;
  readonly explanations: readonly ListExplanation[];
}

/** One operation's directory. */
export function openDirectory({
  vendors,
  identityKeys,
  scanLimit = 1000,
  searchMemory,
}: ListSetup): Operation {
  const { sources, cachesResponses = true } = vendors;
  const options: DirectoryOptions = {
    sources,
    identityKeys,
    scanLimit,
    cachesResponses,
    ...(searchMemory !== undefined && { searchMemory }),
  };
  const meter = countingMeter();
  const explanations: ListExplanation[] = [];
  const directory = createDirectory(options, testCall(meter), (each) => explanations.push(each));
  return { directory, ...meter, explanations };
}

export interface ReadPage extends CustomerListPage {
  readonly requests: Requests;
  readonly explanation: ListExplanation | undefined;
}

/** One page in its own operation, with all facts. */
export async function readPage(
  setup: ListSetup,
  { filter, order, size }: WalkRequest,
  from: { readonly after?: string | null } | { readonly before: string | null },
  want = { hasNextPage: true, hasPreviousPage: true, totalCount: true },
): Promise<ReadPage> {
  const { directory, requests, explanations } = openDirectory(setup);
  const page =
    'before' in from ? { last: size, before: from.before } : { first: size, after: from.after ?? null };
  const answer = await directory.list({ page, filter, order, want });
  return { ...answer, requests, explanation: explanations[0] };
}

export interface Walked {
  /** In the order of the list. */
  readonly edges: CustomerListPage['edges'];
  /** In the order read. */
  readonly pages: readonly ReadPage[];
}

const MOST_PAGES = 2000;

/** A source refuses what the rest of the list needs, so the client gets the same page again. */
function isStuck({ edges, sources }: ReadPage): boolean {
  return edges.length === 0 && sources.some(({ status }) => status === 'REJECTED');
}

/** From the start to the end, page by page. `between` runs before each page except the first. */
export async function walkForward(
  setup: ListSetup,
  request: WalkRequest,
  between: (page: number) => void = () => {},
): Promise<Walked> {
  const pages: ReadPage[] = [];
  let after: string | null = null;
  for (let hasNext = true; hasNext; ) {
    if (pages.length > 0) between(pages.length);
    const page: ReadPage = await readPage(setup, request, { after });
    pages.push(page);
    if (pages.length > MOST_PAGES) throw new Error('The walk does not end.');
    hasNext = page.pageInfo.hasNextPage && !isStuck(page);
    if (hasNext && page.pageInfo.endCursor === null) throw new Error('There is a next page, but no cursor.');
    after = page.pageInfo.endCursor;
  }
  return { edges: pages.flatMap(({ edges }) => edges), pages };
}

/** From the end to the start. */
export async function walkBackward(setup: ListSetup, request: WalkRequest): Promise<Walked> {
  const pages: ReadPage[] = [];
  let before: string | null = null;
  for (let hasPrevious = true; hasPrevious; ) {
    const page: ReadPage = await readPage(setup, request, { before });
    pages.push(page);
    if (pages.length > MOST_PAGES) throw new Error('The walk does not end.');
    hasPrevious = page.pageInfo.hasPreviousPage && !isStuck(page);
    if (hasPrevious && page.pageInfo.startCursor === null) {
      throw new Error('There is a previous page, but no cursor.');
    }
    before = page.pageInfo.startCursor;
  }
  return { edges: pages.toReversed().flatMap(({ edges }) => edges), pages };
}

/** An edge in the oracle's form. */
export function toRow({ node, source }: CustomerListPage['edges'][number]): Omit<Row, 'sortedBy'> {
  const record = source === node.account?.source ? node.account : node.profile;
  return { customer: node.key, source: source as Row['source'], record: record?.id ?? '' };
}
