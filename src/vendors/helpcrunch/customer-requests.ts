import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import { isWorthless } from '../../customers/model/identity-keys.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { RowRange } from '../../paging/leg.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import type { UpstreamRequest } from '../../upstream/upstream-request.ts';
import type { DecodeReport } from '../shared/json.ts';
import { type BatchProof, createBatchProof } from '../shared/look-up/batch-proof.ts';
import { BatchSize } from '../shared/look-up/batch-size.ts';
import { proveWhole, type WholeProof } from '../shared/look-up/prove-whole.ts';
import { PageSize } from '../shared/page-size.ts';
import { createSearchAccess } from '../shared/search-access.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import { Witness } from '../shared/traits/witness.ts';
import { LARGEST_PAGE } from './assumptions.ts';
import { isBadRequest, isForbidden, isNotThere } from './errors.ts';
import { joinSearches, type ProfilePage } from './join-searches.ts';
import { mayFind } from './may-find.ts';
import { HELPCRUNCH } from './record.ts';
import type { TraitName } from './traits.ts';
import { decodeCustomer, decodeCustomerPage } from './wire/decode.ts';
import { customerRequest, type ListOrder, listRequest } from './wire/requests.ts';
import type { HelpCrunchQuery, HelpCrunchSearch, SearchCondition } from './wire/wire.ts';

type Page = ProfilePage;
type Profile = SourceRecord<HelpCrunchCustomer>;

/** Tried in order if a page of LARGEST_PAGE rows is refused. */
export const SMALLER_PAGES = [50, 25, 10];

export interface CustomerRequestsOptions {
  readonly client: UpstreamClient;
  readonly searchBatch: number;
  readonly toRecord: (own: HelpCrunchCustomer) => Profile;
  readonly report: DecodeReport;
  readonly traits: TraitBook<TraitName>;
  /** Whether HelpCrunch's totals were contradicted before. */
  readonly areTotalsWrong: () => boolean;
}

/** HelpCrunch's requests for customers, within its learned limits. */
export interface CustomerRequests {
  /**
   * One page; it has fewer rows than requested if HelpCrunch returns no more at once.
   * @param expectedRows Of a search by OR that may be combined with others while the budget is scarce, from its start:
   * how many rows it probably finds. Absent: it is sent by itself.
   */
  page(
    query: HelpCrunchQuery,
    order: ListOrder,
    range: RowRange,
    call: SourceCall,
    expectedRows?: number,
  ): Promise<Page>;
  one(id: number, call: SourceCall): Promise<readonly Profile[]>;
  readonly batch: BatchSize;
  /** The number of rows in a full page, as far as is known. */
  readonly fullPage: number;
  /** The most rows of a page, as far as is known. */
  readonly pageRows: number;
  /** Whether the last search was refused: by 403, or by 404 although matching customers exist. */
  readonly isSearchRefused: boolean;
  /** Whether the last request for the whole list succeeded. */
  readonly isListed: boolean;
  /** Whether searches were read to their last condition. */
  readonly proof: BatchProof<SearchCondition, Profile>;
  /**
   * Proves, with few requests, how many conditions are read to the end.
   * @param conditions By emails that exist, in a random order.
   */
  proveWhole(conditions: readonly SearchCondition[], call: SourceCall): Promise<WholeProof>;
}

export function createCustomerRequests(options: CustomerRequestsOptions): CustomerRequests {
  const { client, searchBatch, toRecord, report, traits, areTotalsWrong } = options;
  const pageSize = new PageSize(LARGEST_PAGE, SMALLER_PAGES, (rows) => {
    traits.learn('page.rows', `${rows}`);
    batch.sawOtherCause();
  });
  const batch = new BatchSize(searchBatch, {
    mayBeSize: isBadRequest,
    otherCause: () => pageSize.most,
    smallerPages: SMALLER_PAGES,
    onLearned: (size) => traits.learn('search.batch', `${size}`),
  });
  const witness = new Witness<SearchCondition, Profile>(mayFind, ({ id, isUnreadable, own }) =>
    isUnreadable === true ? [] : [byId(id), ...byEmail(own.email)],
  );
  const proof = createBatchProof({
    source: HELPCRUNCH,
    size: batch,
    witness,
    fits: ({ field }) => field === 'customers.id',
    few: async (some, call) => (await page(anyOf(some), ANY_ORDER, ONE_PAGE, call)).records,
  });
  // Until a page shows more: without a total, only an empty page ends a list.
  let fullPage = 1;
  let isListed = false;

  const countRows = (page: Page | null) => page?.records.length ?? 0;

  function toRequest(
    query: HelpCrunchQuery,
    order: ListOrder,
    range: RowRange,
  ): UpstreamRequest<Page | null> {
    const decode = (body: unknown): Page | null => {
      if (body === null && query !== null) return null;
      const { records, total, skipped, hasMilliseconds } = decodeCustomerPage(body, {
        range,
        report,
        toRecord,
      });
      if (hasMilliseconds) traits.learn('times.unit', 'MILLISECONDS');
      if (skipped > 0) traits.learn('rows.unreadable', 'SOME');
      return { records, total, ...(skipped > 0 && { skipped }) };
    };
    return { ...listRequest(query, order, range), decode, countRows };
  }

  const kind = joinSearches({
    batch,
    areTotalsWrong,
    request: (conditions, order) => toRequest(anyOf(conditions), order, ONE_PAGE),
  });

  /** Null for an empty result that is not a list. */
  function request(
    query: HelpCrunchQuery,
    order: ListOrder,
    range: RowRange,
    call: SourceCall,
    expectedRows?: number,
  ): Promise<Page | null> {
    const asked = toRequest(query, order, range);
    const isJoinable = expectedRows !== undefined && range.offset === 0 && range.limit === LARGEST_PAGE;
    if (query?.comparison !== 'OR' || !isJoinable) return client.request(asked, call);
    const { conditions } = query;
    return client.request({ ...asked, joins: { kind, part: { conditions, order, expectedRows } } }, call);
  }

  const access = createSearchAccess<HelpCrunchCustomer>({
    listOne: async (call) => (await request(null, ANY_ORDER, ONE_ROW, call)) ?? NOBODY,
    findKnown: (id, call) => request(alone(byId(id)), ANY_ORDER, ONE_ROW, call),
    isForbidden,
    isNotThere,
    onChange: (isAllowed) => traits.learn('search.allowed', isAllowed ? 'YES' : 'NO'),
  });

  traits.onTakenOver(({ name, value }) => {
    if (name === 'page.rows') pageSize.adopt(Number(value));
    if (name === 'search.batch') batch.adopt(Number(value));
    if (name === 'search.allowed') access.adopt(value === 'NO');
  });

  async function page(
    query: HelpCrunchQuery,
    order: ListOrder,
    range: RowRange,
    call: SourceCall,
    expectedRows?: number,
  ): Promise<Page> {
    const conditions = query?.conditions.length ?? 0;
    // Alternatives may be refused because they are many, unless as many were accepted before.
    const isSplit = query?.comparison === 'OR' && !batch.isAccepted(conditions);
    const mayBeSize = (error: unknown) => !isSplit && isBadRequest(error);
    const askRows = async (limit: number) => {
      const ask = () => request(query, order, { offset: range.offset, limit }, call, expectedRows);
      if (query !== null) {
        const rows = await access.search(ask, call);
        batch.sawAccepted(conditions, limit);
        return rows;
      }
      isListed &&= call.sandboxFaults !== undefined;
      const whole = (await ask()) ?? NOBODY;
      isListed = true;
      return whole;
    };
    const found = await pageSize.ask(range.limit, askRows, mayBeSize, query === null ? 'WHOLE' : 'SEARCH');
    if (found.skipped !== undefined) call.meter.warned?.(HELPCRUNCH, 'ROWS_SKIPPED');
    fullPage = Math.max(fullPage, found.records.length);
    witness.saw(found.records, query !== null);
    return found;
  }

  return {
    page,
    batch,
    proof,
    get isListed() {
      return isListed;
    },
    get isSearchRefused() {
      return access.isRefused;
    },
    get pageRows() {
      return pageSize.most;
    },
    get fullPage() {
      return fullPage;
    },

    one(id, call) {
      const decode = (body: unknown) => [toRecord(decodeCustomer(body, report))];
      return client.request<readonly Profile[]>(
        { ...customerRequest(id), decode, countRows: (found) => found.length, ifNotFound: [] },
        call,
      );
    },

    proveWhole: (conditions, call) =>
      proveWhole(
        conditions,
        {
          batch,
          proof,
          most: batch.size,
          rows: LARGEST_PAGE,
          nobody: nobodyCondition,
          page: (values, rows, each) => page(anyOf(values), ANY_ORDER, { offset: 0, limit: rows }, each),
        },
        call,
      ),
  };
}

const NOBODY: Page = { records: [], total: 0 };
const ANY_ORDER: ListOrder = { field: 'FIRST_SEEN', direction: 'ASC' };

const ONE_ROW: RowRange = { offset: 0, limit: 1 };
const ONE_PAGE: RowRange = { offset: 0, limit: LARGEST_PAGE };

function alone(condition: SearchCondition): HelpCrunchSearch {
  return { comparison: 'AND', conditions: [condition] };
}

function anyOf(conditions: readonly SearchCondition[]): HelpCrunchSearch {
  return { comparison: 'OR', conditions };
}

/** By the email as written, unless it has blanks around it, which may or may not count. */
function byEmail(email: string | null): readonly SearchCondition[] {
  if (email === null || email !== email.trim() || isWorthless(email)) return [];
  return [{ field: 'customers.email', operator: '=', value: email }];
}

function byId(id: string): SearchCondition {
  return { field: 'customers.id', operator: '=', value: Number(id) };
}

/** No address can exist under a domain reserved as invalid (RFC 2606). */
function nobodyCondition(index: number): SearchCondition {
  return { field: 'customers.email', operator: '=', value: `nobody-${index}@gateway.invalid` };
}
