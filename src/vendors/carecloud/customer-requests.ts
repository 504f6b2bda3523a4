import type { RecordPage, SourceQuery } from '../../customers/customer-source.ts';
import type { CareCloudCustomer, CareCloudListOptions } from '../../customers/model/care-cloud-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { RowRange } from '../../paging/leg.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import { BatchCut, BatchSize } from '../shared/look-up/batch-size.ts';
import { PageSize } from '../shared/page-size.ts';
import { createSearchAccess } from '../shared/search-access.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import { type LastValue, Witness } from '../shared/traits/witness.ts';
import { DEFAULT_COUNT, LARGEST_PAGE } from './assumptions.ts';
import { matchesNothing } from './criteria/filter.ts';
import { isForbidden, isNotThere, mayBeBatch, namesCount, refusesCount } from './errors.ts';
import { CARECLOUD, toRecord } from './record.ts';
import type { TraitName } from './traits.ts';
import { type DecodeOptions, decodeCustomer, decodeCustomers } from './wire/decode.ts';
import { customerRequest, customersRequest, isOrderField } from './wire/requests.ts';
import type { CustomersFilter } from './wire/wire.ts';

type Account = SourceRecord<CareCloudCustomer>;
type Page = RecordPage<CareCloudCustomer>;

/** Lists with the vendor's own filter are sent whole, however many values they have. */
const MOST_VALUES = Number.MAX_SAFE_INTEGER;

/** Tried in order if a page of LARGEST_PAGE rows is refused. */
const SMALLER_PAGES = [DEFAULT_COUNT, 50, 25, 10];

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
  /** The configured maximum of values in one array parameter. */
  readonly lookUpBatch: number;
  /** The number of rows in a full page, as far as is known. */
  readonly fullPage: number;
  /** Whether the last list with criteria was refused: by 403, or by 404 although matching customers exist. */
  readonly areCriteriaRefused: boolean;
  /** Whether the last request for the whole list succeeded. */
  readonly isListed: boolean;
  /** The values with one last whose account exists; null if no check is needed or possible. */
  atEnd(name: ArrayName, values: readonly string[]): LastValue<string> | null;
  /** Learns from the result of a batch. Rejects with a BatchCut if the record requested last is missing. */
  checkWhole(last: LastValue<string>, records: readonly Account[], call: SourceCall): Promise<void>;
  /**
   * Proves, with few requests, how many values are read to the end. Returns the ids of the accounts found by `emails`,
   * which should be all accounts with them.
   */
  proveWhole(emails: readonly string[], call: SourceCall): Promise<ReadonlySet<string>>;
}

export function createCustomerRequests(options: CustomerRequestsOptions): CustomerRequests {
  const { client, decoding, traits, language } = options;
  /** Whether a request with an explicit row count ever succeeded. */
  let takesCount: boolean | null = null;
  const pageSize = new PageSize(LARGEST_PAGE, SMALLER_PAGES, (rows) => traits.learn('page.rows', `${rows}`));
  const batch = new BatchSize(MOST_VALUES, {
    mayBeSize: mayBeBatch,
    onLearned: (size) => traits.learn('array.values', `${size}`),
    otherCause: () => `${pageSize.most} ${takesCount}`,
    room: options.lookUpBatch,
  });
  const witnesses: Readonly<Record<ArrayName, Witness<string>>> = {
    email_list: new Witness(),
    customer_ids: new Witness(),
  };
  // Until a page shows more: without a total, only an empty page ends a list.
  let fullPage = 1;
  let isListed = false;

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
      if (filter !== null) return access.search(ask, call);
      isListed &&= call.sandboxFaults !== undefined;
      const whole = (await ask()) ?? NOBODY;
      isListed = true;
      return whole;
    };
    const found = await pageSize.ask(range.limit, askRows, (error) => mayBeCount(error, filter));
    if (found.skipped !== undefined) call.meter.warned?.(CARECLOUD, 'ROWS_SKIPPED');
    fullPage = Math.max(fullPage, found.records.length);
    for (const { id, isUnreadable, own } of found.records) {
      if (isUnreadable === true) continue;
      witnesses.customer_ids.saw(id, [id]);
      // The vendor may or may not ignore blanks around an email.
      if (own.email !== null && own.email === own.email.trim()) witnesses.email_list.saw(id, [own.email]);
    }
    return found;
  }

  function withLanguage(asked: unknown): CareCloudListOptions {
    return { ...(language !== undefined && { language }), ...(asked as CareCloudListOptions | undefined) };
  }

  function atEnd(name: ArrayName, values: readonly string[]): LastValue<string> | null {
    if (!batch.isUnproven(values.length)) return witnesses[name].asAsked(values);
    return witnesses[name].atEnd(values, batch.hasRoom(values.length), () => true);
  }

  async function checkWhole(last: LastValue<string>, records: readonly Account[], call: SourceCall) {
    if (records.some(({ id }) => id === last.id)) return batch.sawWhole(last.batch.length);
    const alone = { filter: { customer_ids: [last.id] }, order: ANY_ORDER };
    if ((await page(alone, ONE_ROW, call)).records.length > 0) throw new BatchCut();
    for (const witness of Object.values(witnesses)) witness.lost(last.id);
  }

  return {
    page,
    batch,
    lookUpBatch: options.lookUpBatch,
    atEnd,
    checkWhole,
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
      return record === null ? [] : [record];
    },

    async proveWhole(emails, call) {
      const most = Math.max(1, options.lookUpBatch - 1);
      const nobody = Array.from({ length: most }, (_, index) => `nobody-${index}@gateway.invalid`);
      const found = await batch.ask([...emails, ...nobody].slice(0, most), async (piece) => {
        const last = atEnd('email_list', piece);
        const query = { filter: { email_list: last?.batch ?? piece }, order: ANY_ORDER };
        const { records } = await page(query, { offset: 0, limit: DEFAULT_COUNT }, call);
        if (last !== null) await checkWhole(last, records, call);
        return records;
      });
      return new Set(found.flat().map(({ id }) => id));
    },
  };
}

/**
 * A list of many values may be refused because of them, unless `count` is named: first check that one value alone is
 * accepted.
 */
function mayBeCount(error: unknown, filter: CustomersFilter | null): boolean {
  const values = (filter?.email_list?.length ?? 0) + (filter?.customer_ids?.length ?? 0);
  return namesCount(error) || (values < 2 && refusesCount(error));
}

const NOBODY: Page = { records: [], total: 0 };
const ANY_ORDER = { field: 'CUSTOMER_ID', direction: 'ASC' } as const;
const ONE_ROW: RowRange = { offset: 0, limit: 1 };
