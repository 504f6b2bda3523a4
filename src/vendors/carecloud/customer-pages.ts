import type { RecordPage, SourceQuery } from '../../customers/customer-source.ts';
import type { CareCloudCustomer, CareCloudListOptions } from '../../customers/model/care-cloud-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { RowRange } from '../../paging/leg.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import { DEFAULT_COUNT, LARGEST_PAGE, LOOK_UP_ROWS } from './assumptions.ts';
import { matchesNothing } from './criteria/filter.ts';
import { isNotFound, refusesCount } from './errors.ts';
import type { LookUpStep } from './look-up.ts';
import { toRecord } from './record.ts';
import { type DecodeOptions, decodeCustomer, decodeCustomers } from './wire/decode.ts';
import { customerRequest, customersRequest, isOrderField } from './wire/requests.ts';
import type { CustomersFilter } from './wire/wire.ts';

type CareCloudRecord = SourceRecord<CareCloudCustomer>;
type CareCloudPage = RecordPage<CareCloudCustomer>;

/** The two read operations of customers, over HTTP. */
export interface CustomerPages {
  /** One page of a query: one request, unless CareCloud refuses the count or an id nobody has. */
  list(query: SourceQuery, range: RowRange, call: SourceCall): Promise<CareCloudPage>;
  /** Every account that one step of a look-up finds. */
  read(step: LookUpStep, call: SourceCall): Promise<readonly CareCloudRecord[]>;
}

export interface CustomerPagesOptions {
  readonly client: UpstreamClient;
  readonly decoding: DecodeOptions;
  /** Accept-Language of every request that asks for no other; absent = the vendor's default. */
  readonly language?: string;
}

export function createCustomerPages({ client, decoding, language }: CustomerPagesOptions): CustomerPages {
  /** What is asked for at most: less, once CareCloud has refused more. */
  let largestCount = LARGEST_PAGE;

  function decodePage(body: unknown): CareCloudPage {
    const { customers, total } = decodeCustomers(body, decoding);
    return { records: customers.map(toRecord), total };
  }

  /** A list refused for naming ids that nobody has is asked for by those of them that somebody has. */
  async function list(query: SourceQuery, range: RowRange, call: SourceCall): Promise<CareCloudPage> {
    try {
      return await askPage(query, range, call);
    } catch (error) {
      const filter = query.filter as CustomersFilter | null;
      if (filter?.customer_ids === undefined || !isNotFound(error)) throw error;
      const known = await readHalves({ customer_ids: filter.customer_ids }, LOOK_UP_ROWS.atLeast, call);
      return askPage(
        { ...query, filter: { ...filter, customer_ids: known.map(({ id }) => id) } },
        range,
        call,
      );
    }
  }

  async function askPage(query: SourceQuery, range: RowRange, call: SourceCall): Promise<CareCloudPage> {
    const filter = query.filter as CustomersFilter | null;
    const { field, direction } = query.order;
    if (!isOrderField(field)) throw new RangeError(`CareCloud has no order ${field}`);
    if (matchesNothing(filter)) return { records: [], total: 0 };
    const ask = (limit: number) => {
      const rows = { offset: range.offset, limit: Math.min(limit, range.limit) };
      const parts = customersRequest(filter, { field, direction }, rows, withLanguage(query.options));
      return client.request(
        { ...parts, decode: decodePage, countRows: ({ records }) => records.length },
        call,
      );
    };
    const page = await ask(largestCount).catch((error) => {
      if (Math.min(largestCount, range.limit) <= DEFAULT_COUNT || !refusesCount(error)) throw error;
      largestCount = DEFAULT_COUNT;
      return ask(largestCount);
    });
    return page.records.length > range.limit
      ? { ...page, records: page.records.slice(0, range.limit) }
      : page;
  }

  function withLanguage(asked: unknown): CareCloudListOptions {
    return { ...(language !== undefined && { language }), ...(asked as CareCloudListOptions | undefined) };
  }

  async function readOne(customerId: string, call: SourceCall): Promise<readonly CareCloudRecord[]> {
    const record = await client.request<CareCloudRecord | null>(
      {
        ...customerRequest(customerId, withLanguage(undefined)),
        decode: (body) => toRecord(decodeCustomer(body, decoding)),
        countRows: (record) => (record === null ? 0 : 1),
        ifNotFound: null,
      },
      call,
    );
    return record === null ? [] : [record];
  }

  async function readAll({ filter, rows }: ListStep, call: SourceCall): Promise<readonly CareCloudRecord[]> {
    const records: CareCloudRecord[] = [];
    for (;;) {
      const page = await askPage(
        { filter, order: LOOK_UP_ORDER },
        { offset: records.length, limit: rows },
        call,
      );
      records.push(...page.records);
      const isShort = page.records.length < Math.min(rows, largestCount);
      const isLast = page.total === null ? isShort : records.length >= page.total;
      if (isLast || page.records.length === 0) return records;
    }
  }

  /** A batch refused because of an id that nobody has is halved until the ids that exist have answered. */
  async function read(step: LookUpStep, call: SourceCall): Promise<readonly CareCloudRecord[]> {
    try {
      return await (step.kind === 'ONE' ? readOne(step.customerId, call) : readAll(step, call));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return step.kind === 'LIST' ? readHalves(step.filter, step.rows, call) : [];
    }
  }

  async function readHalves(
    filter: CustomersFilter,
    rows: number,
    call: SourceCall,
  ): Promise<readonly CareCloudRecord[]> {
    const halves = halve(filter).map((half) => read({ kind: 'LIST', filter: half, rows }, call));
    return (await Promise.all(halves)).flat();
  }

  return { list, read };
}

type ListStep = Extract<LookUpStep, { kind: 'LIST' }>;

/** Look-ups of several pages need an order that stays. */
const LOOK_UP_ORDER = { field: 'CUSTOMER_ID', direction: 'ASC' } as const;

/** A filter in two, by the ids it names; nothing for a single id. */
function halve(filter: CustomersFilter): readonly CustomersFilter[] {
  const ids = filter.customer_ids ?? [];
  if (ids.length < 2) return [];
  const middle = Math.ceil(ids.length / 2);
  return [ids.slice(0, middle), ids.slice(middle)].map((half) => ({ ...filter, customer_ids: half }));
}
