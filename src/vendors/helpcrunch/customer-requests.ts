import type { RecordPage } from '../../customers/customer-source.ts';
import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import { isWorthless } from '../../customers/model/identity-keys.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { RowRange } from '../../paging/leg.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import type { DecodeReport } from '../shared/json.ts';
import { BatchCut, BatchSize } from '../shared/look-up/batch-size.ts';
import { PageSize } from '../shared/page-size.ts';
import { createSearchAccess } from '../shared/search-access.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import { type LastValue, Witness } from '../shared/traits/witness.ts';
import { LARGEST_PAGE } from './assumptions.ts';
import { isBadRequest, isForbidden, isNotThere } from './errors.ts';
import { HELPCRUNCH } from './record.ts';
import type { TraitName } from './traits.ts';
import { decodeCustomer, decodeCustomerPage } from './wire/decode.ts';
import { customerRequest, type ListOrder, listRequest } from './wire/requests.ts';
import type { HelpCrunchQuery, HelpCrunchSearch, SearchCondition } from './wire/wire.ts';

type Page = RecordPage<HelpCrunchCustomer>;
type Profile = SourceRecord<HelpCrunchCustomer>;

/** Tried in order if a page of LARGEST_PAGE rows is refused. */
const SMALLER_PAGES = [50, 25, 10];

export interface CustomerRequestsOptions {
  readonly client: UpstreamClient;
  readonly searchBatch: number;
  readonly toRecord: (own: HelpCrunchCustomer) => Profile;
  readonly report: DecodeReport;
  readonly traits: TraitBook<TraitName>;
}

/** HelpCrunch's requests for customers, within its learned limits. */
export interface CustomerRequests {
  /** One page; it has fewer rows than requested if HelpCrunch returns no more at once. */
  page(query: HelpCrunchQuery, order: ListOrder, range: RowRange, call: SourceCall): Promise<Page>;
  one(id: number, call: SourceCall): Promise<readonly Profile[]>;
  readonly batch: BatchSize;
  /** The number of rows in a full page, as far as is known. */
  readonly fullPage: number;
  /** Whether the last search was refused: by 403, or by 404 although matching customers exist. */
  readonly isSearchRefused: boolean;
  /** Whether the last request for the whole list succeeded. */
  readonly isListed: boolean;
  /** The batch with a condition last that a known profile satisfies; null if no check is needed or possible. */
  atEnd(batch: readonly SearchCondition[]): LastValue<SearchCondition> | null;
  /** Learns from the result of a batch. Rejects with a BatchCut if the record requested last is missing. */
  checkWhole(last: LastValue<SearchCondition>, records: readonly Profile[], call: SourceCall): Promise<void>;
  /**
   * Proves, with few requests, how many conditions are read to the end. Returns the ids of the profiles that satisfy
   * one of `conditions`, which should be all that do.
   */
  proveWhole(conditions: readonly SearchCondition[], call: SourceCall): Promise<ReadonlySet<string>>;
}

export function createCustomerRequests(options: CustomerRequestsOptions): CustomerRequests {
  const { client, searchBatch, toRecord, report, traits } = options;
  const pageSize = new PageSize(LARGEST_PAGE, SMALLER_PAGES, (rows) => traits.learn('page.rows', `${rows}`));
  const batch = new BatchSize(searchBatch, {
    mayBeSize: isBadRequest,
    otherCause: () => pageSize.most,
    onLearned: (size) => traits.learn('search.batch', `${size}`),
  });
  const witness = new Witness<SearchCondition>();
  // Until a page shows more: without a total, only an empty page ends a list.
  let fullPage = 1;
  let isListed = false;

  const countRows = (page: Page | null) => page?.records.length ?? 0;

  /** Null for an empty result that is not a list. */
  function request(query: HelpCrunchQuery, order: ListOrder, range: RowRange, call: SourceCall) {
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
    return client.request<Page | null>({ ...listRequest(query, order, range), decode, countRows }, call);
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
  ): Promise<Page> {
    // A search of several conditions may be refused because of them: first check that one condition alone is accepted.
    const mayBeSize = (error: unknown) => (query?.conditions.length ?? 0) < 2 && isBadRequest(error);
    const askRows = async (limit: number) => {
      const ask = () => request(query, order, { offset: range.offset, limit }, call);
      if (query !== null) return access.search(ask, call);
      isListed &&= call.sandboxFaults !== undefined;
      const whole = (await ask()) ?? NOBODY;
      isListed = true;
      return whole;
    };
    const found = await pageSize.ask(range.limit, askRows, mayBeSize);
    if (found.skipped !== undefined) call.meter.warned?.(HELPCRUNCH, 'ROWS_SKIPPED');
    fullPage = Math.max(fullPage, found.records.length);
    for (const { id, isUnreadable, own } of found.records) {
      if (isUnreadable !== true) witness.saw(id, [byId(id), ...byEmail(own.email)]);
    }
    return found;
  }

  async function finds(condition: SearchCondition, call: SourceCall): Promise<boolean> {
    const { records } = await page(alone(condition), ANY_ORDER, ONE_ROW, call);
    return records.length > 0;
  }

  function atEnd(conditions: readonly SearchCondition[]): LastValue<SearchCondition> | null {
    if (!batch.isUnproven(conditions.length)) return witness.asAsked(conditions);
    return witness.atEnd(
      conditions,
      batch.hasRoom(conditions.length),
      ({ field }) => field === 'customers.id',
    );
  }

  const checkWhole: CustomerRequests['checkWhole'] = async (last, records, call) => {
    if (records.some(({ id }) => id === last.id)) return batch.sawWhole(last.batch.length);
    if (await finds(byId(last.id), call)) throw new BatchCut();
    witness.lost(last.id);
  };

  return {
    page,
    checkWhole,
    batch,
    atEnd,
    get isListed() {
      return isListed;
    },
    get isSearchRefused() {
      return access.isRefused;
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

    async proveWhole(conditions, call) {
      const most = Math.max(1, batch.size - 1);
      const nobody = Array.from({ length: most }, (_, index) => nobodyCondition(index));
      const found = await batch.ask([...conditions, ...nobody].slice(0, most), async (piece) => {
        const last = atEnd(piece);
        const query = anyOf(last?.batch ?? piece);
        const { records } = await page(query, ANY_ORDER, { offset: 0, limit: LARGEST_PAGE }, call);
        if (last !== null) await checkWhole(last, records, call);
        return records;
      });
      return new Set(found.flat().map(({ id }) => id));
    },
  };
}

const NOBODY: Page = { records: [], total: 0 };
const ANY_ORDER: ListOrder = { field: 'FIRST_SEEN', direction: 'ASC' };

const ONE_ROW: RowRange = { offset: 0, limit: 1 };

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
