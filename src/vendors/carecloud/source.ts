import type { CustomerSource, RecordPage, SourceQuery } from '../../customers/customer-source.ts';
import type {
  CareCloudCustomer,
  CareCloudCustomerFilter,
  CareCloudListOptions,
} from '../../customers/model/care-cloud-customer.ts';
import { normalKeyValue } from '../../customers/model/identity-keys.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { RowRange } from '../../paging/leg.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { Clock } from '../../upstream/clock.ts';
import { systemClock } from '../../upstream/clock.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import type { UpstreamClientOptions } from '../../upstream/upstream-options.ts';
import { alignToKeys } from '../shared/align-to-keys.ts';
import { DEFAULT_COUNT, LARGEST_PAGE, LOOK_UP_ROWS } from './assumptions.ts';
import {
  FILTERS,
  invisible,
  matchesDemand,
  matchesNothing,
  planDemand,
  planOwnFilter,
} from './criteria/filter.ts';
import { isNotFound, refusesCount, toCareCloudError } from './errors.ts';
import { type LookUpStep, planLookUp } from './look-up.ts';
import { CARECLOUD, FILLS, sortKey, toRecord } from './record.ts';
import { planSearch, SEARCH_READINGS, SEARCH_ROWS } from './search.ts';
import { type CareCloudCredentials, createCareCloudSession } from './session.ts';
import { type DecodeOptions, decodeCustomer, decodeCustomers } from './wire/decode.ts';
import { customerRequest, customersRequest, isOrderField, ORDERS } from './wire/requests.ts';
import type { CustomersFilter } from './wire/wire.ts';
import { createZoneTimeReader } from './wire/zone-time.ts';

/** What CareCloud's own session and errors bring to its client; base URL, budget, cache and the rest are the caller's. */
type CareCloudClientParts = Required<
  Pick<UpstreamClientOptions, 'source' | 'authorize' | 'toError' | 'identity'>
>;

export interface CareCloudSourceOptions {
  /** Opens the HTTP client with these parts; called once. The caller closes it. */
  readonly openClient: (parts: CareCloudClientParts) => UpstreamClient;
  readonly credentials: CareCloudCredentials;
  /** IANA name of the zone that the vendor's times are local to (CARECLOUD_TIME_ZONE). */
  readonly timeZone: string;
  /** Accept-Language of every request that asks for no other (CARECLOUD_LANGUAGE); absent = the vendor's default. */
  readonly language?: string;
  /** The most values in one array parameter (CARECLOUD_LOOKUP_BATCH), 1 … 1000. */
  readonly lookUpBatch: number;
  readonly metrics?: Pick<Metrics, 'decodeFailed'>;
  readonly clock?: Clock;
}

type CareCloudRecord = SourceRecord<CareCloudCustomer>;
type CareCloudPage = RecordPage<CareCloudCustomer>;

/** CareCloud as a source of accounts. */
export function createCareCloudSource(options: CareCloudSourceOptions): CustomerSource<CareCloudCustomer> {
  const { lookUpBatch, language, metrics, clock = systemClock } = options;
  const session = createCareCloudSession({
    credentials: options.credentials,
    ask: (request, call) => client.ask(request, call),
    clock,
  });
  const client = options.openClient({
    source: CARECLOUD,
    authorize: session,
    toError: toCareCloudError,
    identity: identityOf(options.credentials),
  });
  const decoding: DecodeOptions = {
    time: createZoneTimeReader(options.timeZone),
    report: (field) => metrics?.decodeFailed(CARECLOUD, field),
  };

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
      return client.ask({ ...parts, decode: decodePage }, call);
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
    const record = await client.ask<CareCloudRecord | null>(
      {
        ...customerRequest(customerId, withLanguage(undefined)),
        decode: (body) => toRecord(decodeCustomer(body, decoding)),
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

  return {
    name: CARECLOUD,
    role: 'ACCOUNTS',
    abilities: {
      filters: FILTERS,
      orders: ORDERS,
      unifiedOrders: { SOURCE: 'CUSTOMER_ID', UPDATED_AT: 'LAST_CHANGE' },
      fills: FILLS,
      largestPage: LARGEST_PAGE,
      lookUpBatch: { id: lookUpBatch, userId: lookUpBatch, email: lookUpBatch, phone: 1 },
      lookUpMixesKinds: false,
      searchReadings: SEARCH_READINGS,
      idReading: 'CARE_CLOUD_ID',
    },
    plan: (demand) => planDemand(demand, lookUpBatch),
    planOwn: (filter) => planOwnFilter(filter as CareCloudCustomerFilter | null),
    matches: matchesDemand,
    invisible,
    sortKey,
    list,
    async lookUp(keys, call, restrictTo) {
      const steps = planLookUp(keys, lookUpBatch, restrictTo as CareCloudCustomerFilter | undefined);
      const found = (await Promise.all(steps.map((step) => read(step, call)))).flat();
      const demand = { shared: {}, own: restrictTo ?? null };
      return alignToKeys(
        keys,
        found.filter((record) => matchesDemand(record, demand)),
        normalKeyValue,
      );
    },
    async search(text, call) {
      const pages = await Promise.all(
        planSearch(text).map((filter) =>
          list({ filter, order: LATEST_FIRST }, { offset: 0, limit: SEARCH_ROWS }, call),
        ),
      );
      return {
        records: pages.flatMap(({ records }) => records),
        isComplete: pages.every(({ records, total }) =>
          total === null ? records.length < SEARCH_ROWS : records.length >= total,
        ),
        coverage: pages.length === 0 ? 'NONE' : 'WHOLE_WORDS',
      };
    },
    health: () => client.state(),
  };
}

/** Whose accounts are seen: answers under other credentials are other answers. */
function identityOf(credentials: CareCloudCredentials): string {
  return JSON.stringify(
    'token' in credentials ? [credentials.token] : [credentials.login, credentials.applicationId],
  );
}

type ListStep = Extract<LookUpStep, { kind: 'LIST' }>;

/** Look-ups of several pages need an order that stays. */
const LOOK_UP_ORDER = { field: 'CUSTOMER_ID', direction: 'ASC' } as const;

/** A search reads the latest changed of many. */
const LATEST_FIRST = { field: 'LAST_CHANGE', direction: 'DESC' } as const;

/** A filter in two, by the ids it names; nothing for a single id. */
function halve(filter: CustomersFilter): readonly CustomersFilter[] {
  const ids = filter.customer_ids ?? [];
  if (ids.length < 2) return [];
  const middle = Math.ceil(ids.length / 2);
  return [ids.slice(0, middle), ids.slice(middle)].map((half) => ({ ...filter, customer_ids: half }));
}
