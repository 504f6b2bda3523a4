import { LRUCache } from 'lru-cache';
import type { RecordPage, SourceQuery } from '../../customers/customer-source.ts';
import type { CareCloudCustomer, CareCloudListOptions } from '../../customers/model/care-cloud-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { RowRange } from '../../paging/leg.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import { type BatchProof, createBatchProof } from '../shared/look-up/batch-proof.ts';
import { BatchSize } from '../shared/look-up/batch-size.ts';
import { proveWhole, type WholeProof } from '../shared/look-up/prove-whole.ts';
import { PageSize } from '../shared/page-size.ts';
import { createSearchAccess } from '../shared/search-access.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import { looseForm, Witness } from '../shared/traits/witness.ts';
import { DEFAULT_COUNT, LARGEST_PAGE } from './assumptions.ts';
import { matchesNothing } from './criteria/own-filter.ts';
import { isForbidden, isNotFound, isNotThere, mayBeBatch, namesCount, refusesCount } from './errors.ts';
import { CARECLOUD, toRecord } from './record.ts';
import type { TraitName } from './traits.ts';
import { type DecodeOptions, decodeCustomer, decodeCustomers } from './wire/decode.ts';
import { areLongValues } from './wire/long-values.ts';
import { customerRequest, customersRequest, isOrderField } from './wire/requests.ts';
import type { CustomersFilter } from './wire/wire.ts';

type Account = SourceRecord<CareCloudCustomer>;
type Page = RecordPage<CareCloudCustomer>;

/** Lists with the vendor's own filter are sent whole, however many values they have. */
const MOST_VALUES = Number.MAX_SAFE_INTEGER;

/** Tried in order if a page of LARGEST_PAGE rows is refused. */
export const SMALLER_PAGES = [DEFAULT_COUNT, 50, 25, 10];

/** The most ids remembered of accounts that lists showed. */
const MOST_SHOWN = 5000;

/** The parameters that take many values. */
type ArrayName = 'email_list' | 'customer_ids';

export interface CustomerRequestsOptions {
  readonly client: UpstreamClient;
  readonly decoding: DecodeOptions;
  /** The most values in one array parameter. */
  readonly lookUpBatch: number;
  readonly traits: TraitBook<TraitName>;
  /** Accept-Language of every request that does not set its own; absent = the vendor's default. */
  readonly language?: string;
}

/** CareCloud's requests for customers, within its learned limits. */
export interface CustomerRequests {
  /** One page; it has fewer rows than requested if CareCloud returns no more at once. */
  page(query: SourceQuery, range: RowRange, call: SourceCall): Promise<Page>;
  one(customerId: string, call: SourceCall): Promise<readonly Account[]>;
  readonly batch: BatchSize;
  /** Whether a list showed this account. */
  wasShown(id: string): boolean;
  /** The configured maximum of values in one array parameter. */
  readonly lookUpBatch: number;
  /** The number of rows in a full page, as far as is known. */
  readonly fullPage: number;
  /** Whether the last list with criteria was refused: by 403, or by 404 although matching customers exist. */
  readonly areCriteriaRefused: boolean;
  /** Whether the last request for the whole list succeeded. */
  readonly isListed: boolean;
  /** Whether lists by many values were read to their last value, by parameter. */
  readonly proofs: Readonly<Record<ArrayName, BatchProof<string, Account>>>;
  /**
   * Proves, with few requests, how many values are read to the end.
   * @param emails Some that exist, in a random order.
   */
  proveWhole(emails: readonly string[], call: SourceCall): Promise<WholeProof>;
}

export function createCustomerRequests(options: CustomerRequestsOptions): CustomerRequests {
  const { client, decoding, traits, language } = options;
  /** Whether a request with an explicit row count ever succeeded. */
  let takesCount: boolean | null = null;
  const pageSize = new PageSize(LARGEST_PAGE, SMALLER_PAGES, (rows) => {
    traits.learn('page.rows', `${rows}`);
    batch.sawOtherCause();
  });
  const batch = new BatchSize(MOST_VALUES, {
    mayBeSize: mayBeBatch,
    isOversized: areLongValues,
    onLearned: (size) => traits.learn('array.values', `${Math.min(size, options.lookUpBatch)}`),
    otherCause: () => `${pageSize.most} ${takesCount}`,
    smallerPages: SMALLER_PAGES.filter((rows) => rows < DEFAULT_COUNT),
    room: options.lookUpBatch,
  });
  const witnesses: Readonly<Record<ArrayName, Witness<string, Account>>> = {
    // The vendor may or may not distinguish letter case, blanks and accents.
    email_list: new Witness((email, { own }) => looseForm(email) === looseForm(own.email ?? ''), emailsOf),
    customer_ids: new Witness(
      (id, record) => looseForm(id) === looseForm(record.id),
      ({ id, isUnreadable }) => (isUnreadable === true ? [] : [id]),
    ),
  };
  const proofOf = (name: ArrayName) =>
    createBatchProof({
      source: CARECLOUD,
      size: batch,
      witness: witnesses[name],
      fits: () => true,
      few: async (values, call) =>
        (await page({ filter: { [name]: values }, order: ANY_ORDER }, ONE_PAGE, call)).records,
    });
  const proofs = { email_list: proofOf('email_list'), customer_ids: proofOf('customer_ids') };
  // Until a page shows more: without a total, only an empty page ends a list.
  let fullPage = 1;
  let isListed = false;
  /** Whether they were deleted, by id. */
  const shown = new LRUCache<string, boolean>({ max: MOST_SHOWN });

  const countRows = (page: Page | null) => page?.records.length ?? 0;

  /** Null for an empty result that is not a list. */
  async function request(query: SourceQuery, range: RowRange, call: SourceCall): Promise<Page | null> {
    const filter = query.filter as CustomersFilter | null;
    const { field, direction } = query.order;
    const asked = query.options as CareCloudListOptions | undefined;
    if (!isOrderField(field)) throw new RangeError(`CareCloud has no order ${field}`);
    const send = (rows: { readonly offset: number; readonly limit: number | null }) => {
      const decode = (body: unknown): Page | null => {
        if (body === null && filter !== null) return null;
        const { records, total, skipped } = decodeCustomers(body, {
          ...decoding,
          range,
          toRecord: (own) => toRecord(own, asked?.language),
        });
        if (skipped > 0) traits.learn('rows.unreadable', 'SOME');
        return { records, total, ...(skipped > 0 && { skipped }) };
      };
      const parts = customersRequest(filter, { field, direction }, rows, withLanguage(query.options));
      return client.request<Page | null>({ ...parts, decode, countRows }, call);
    };
    if (takesCount === false) return send({ ...range, limit: null });
    try {
      const page = await send(range);
      takesCount = true;
      return page;
    } catch (error) {
      if (takesCount === true || range.limit > DEFAULT_COUNT || !mayBeCount(error, filter)) throw error;
      const page = await send({ ...range, limit: null });
      takesCount = false;
      traits.learn('page.count', 'REFUSED');
      return page;
    }
  }

  const plainRow = { filter: null, order: ANY_ORDER } as const;
  const access = createSearchAccess<CareCloudCustomer>({
    listOne: async (call) => (await request(plainRow, ONE_ROW, call)) ?? NOBODY,
    findKnown: (id, call) => request({ filter: { customer_ids: [id] }, order: ANY_ORDER }, ONE_ROW, call),
    isForbidden,
    isNotThere,
    onChange: (isAllowed) => traits.learn('criteria.allowed', isAllowed ? 'YES' : 'NO'),
  });

  traits.onTakenOver(({ name, value }) => {
    if (name === 'page.rows') pageSize.adopt(Number(value));
    if (name === 'array.values') batch.adopt(Number(value));
    if (name === 'page.count') takesCount = value === 'REFUSED' ? false : takesCount;
    if (name === 'criteria.allowed') access.adopt(value === 'NO');
  });

  async function page(query: SourceQuery, range: RowRange, call: SourceCall): Promise<Page> {
    const filter = query.filter as CustomersFilter | null;
    if (matchesNothing(filter)) return NOBODY;
    const askRows = async (limit: number) => {
      const ask = () => request(query, { offset: range.offset, limit }, call);
      if (filter !== null) {
        const rows = await access.search(ask, call);
        batch.sawAccepted(valuesOf(filter), limit);
        return rows;
      }
      isListed &&= call.sandboxFaults !== undefined;
      const whole = (await ask()) ?? NOBODY;
      isListed = true;
      return whole;
    };
    const found = await pageSize.ask(
      range.limit,
      askRows,
      (error) => mayBeCount(error, filter),
      filter === null ? 'WHOLE' : 'SEARCH',
    );
    if (found.skipped !== undefined) call.meter.warned?.(CARECLOUD, 'ROWS_SKIPPED');
    fullPage = Math.max(fullPage, found.records.length);
    for (const { id, isUnreadable } of found.records) if (isUnreadable !== true) shown.set(id, true);
    for (const witness of Object.values(witnesses)) witness.saw(found.records, filter !== null);
    return found;
  }

  function withLanguage(asked: unknown): CareCloudListOptions {
    return { ...(language !== undefined && { language }), ...(asked as CareCloudListOptions | undefined) };
  }

  return {
    page,
    batch,
    lookUpBatch: options.lookUpBatch,
    wasShown: (id) => shown.has(id),
    proofs,
    get isListed() {
      return isListed;
    },
    get areCriteriaRefused() {
      return access.isRefused;
    },
    get fullPage() {
      return fullPage;
    },

    async one(customerId, call) {
      const record = await client.request<Account | null>(
        {
          ...customerRequest(customerId, withLanguage(undefined)),
          decode: (body) => toRecord(decodeCustomer(body, decoding)),
          countRows: (found) => (found === null ? 0 : 1),
          ifNotFound: null,
        },
        call,
      );
      if (record !== null) return [record];
      // GET /customers/{customer_id} may hide what lists show, such as deleted accounts.
      if (!shown.has(customerId) || access.isRefused) return [];
      const isIt = ({ id }: Account) => id === customerId;
      const wasDeleted = shown.get(customerId) === true;
      try {
        const query = { filter: { customer_ids: [customerId] }, order: ANY_ORDER };
        const { records } = await page(query, ONE_ROW, call);
        if (records.some(isIt)) return records.filter(isIt);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
      // So may every list with criteria. Only the whole list shows it then, where deleted accounts come first.
      if (!wasDeleted) return [];
      return (await page(BY_STATE, ONE_PAGE, call)).records.filter(isIt);
    },

    proveWhole: (emails, call) =>
      proveWhole(
        emails,
        {
          batch,
          proof: proofs.email_list,
          most: Math.min(batch.size, options.lookUpBatch),
          rows: DEFAULT_COUNT,
          nobody: (index) => `nobody-${index}@gateway.invalid`,
          page: (values, rows, each) =>
            page({ filter: { email_list: values }, order: ANY_ORDER }, { offset: 0, limit: rows }, each),
        },
        call,
      ),
  };

  function mayBeCount(error: unknown, filter: CustomersFilter | null): boolean {
    // A list of many values may be refused because of them, unless as many were accepted before, or `count` is named.
    return namesCount(error) || (batch.isAccepted(valuesOf(filter)) && refusesCount(error));
  }
}

/** The vendor may or may not ignore blanks around an email. */
function emailsOf({ isUnreadable, own: { email } }: Account): readonly string[] {
  return isUnreadable === true || email === null || email === '' || email !== email.trim() ? [] : [email];
}

function valuesOf(filter: CustomersFilter | null): number {
  return (filter?.email_list?.length ?? 0) + (filter?.customer_ids?.length ?? 0);
}

const NOBODY: Page = { records: [], total: 0 };
/** Deleted accounts come first among those with a state. */
export const BY_STATE = { filter: null, order: { field: 'STATE', direction: 'ASC' } } as const;
const ANY_ORDER = { field: 'CUSTOMER_ID', direction: 'ASC' } as const;
const ONE_ROW: RowRange = { offset: 0, limit: 1 };
const ONE_PAGE: RowRange = { offset: 0, limit: DEFAULT_COUNT };
