import type { RecordPage, SourceQuery } from '../../customers/customer-source.ts';
import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { RowRange } from '../../paging/leg.ts';
import { isAllOf, mergeParts } from '../shared/look-up/merge-parts.ts';
import { readOn } from '../shared/read-on.ts';
import { DEFAULT_COUNT, LARGEST_PAGE, LOOK_UP_ROWS } from './assumptions.ts';
import type { CustomerRequests } from './customer-requests.ts';
import { isNotFound } from './errors.ts';
import { listFound } from './found-pages.ts';
import type { LookUpStep } from './look-up.ts';
import { sortKey } from './record.ts';
import type { CustomersFilter } from './wire/wire.ts';

type CareCloudRecord = SourceRecord<CareCloudCustomer>;
type CareCloudPage = RecordPage<CareCloudCustomer>;
type ListStep = Extract<LookUpStep, { kind: 'LIST' }>;

/** The two read operations for customers. */
export interface CustomerPages {
  /** One page of a query: one request, unless CareCloud refuses its size or an unknown id. */
  list(query: SourceQuery, range: RowRange, call: SourceCall): Promise<CareCloudPage>;
  /** Every account that one step of a look-up finds. */
  read(step: LookUpStep, call: SourceCall): Promise<readonly CareCloudRecord[]>;
}

export function createCustomerPages(requests: CustomerRequests): CustomerPages {
  const { batch, proofs } = requests;

  async function list(query: SourceQuery, range: RowRange, call: SourceCall): Promise<CareCloudPage> {
    const filter = query.filter as CustomersFilter | null;
    if (filter?.found_ids === undefined) return listNamed(query, range, call);
    return listFound(
      { query, ids: filter.found_ids, block: requests.lookUpBatch, list: listNamed },
      range,
      call,
    );
  }

  /** Repeats a list that was refused for unknown ids, with the existing ids only. */
  async function listNamed(query: SourceQuery, range: RowRange, call: SourceCall): Promise<CareCloudPage> {
    try {
      return await listInBatches(query, range, call);
    } catch (error) {
      const filter = query.filter as CustomersFilter | null;
      if (filter?.customer_ids === undefined || !isNotFound(error)) throw error;
      const known = await readHalves({ customer_ids: filter.customer_ids }, LOOK_UP_ROWS.atLeast, call);
      return listInBatches(
        { ...query, filter: { ...filter, customer_ids: known.map(({ id }) => id) } },
        range,
        call,
      );
    }
  }

  /** Combines a list with more values than CareCloud accepts from smaller lists, in the requested order. */
  async function listInBatches(
    query: SourceQuery,
    range: RowRange,
    call: SourceCall,
  ): Promise<CareCloudPage> {
    const filter = query.filter as CustomersFilter | null;
    const name = filter === null ? null : arrayOf(filter);
    const values = (name && filter?.[name]) ?? [];
    if (name === null || values.length < 2) return requests.page(query, range, call);
    const answers = await batch.ask(values, async (piece, rows = DEFAULT_COUNT) => {
      const part = { ...query, filter: { ...filter, [name]: piece } };
      const isWhole = piece.length === values.length;
      const read = isWhole
        ? { page: await requests.page(part, range, call) }
        : { part: await readWhole(part, rows, call) };
      await proveList(name, piece, (read.page ?? read.part).records, call);
      return read;
    });
    const [all] = answers;
    if (all?.page !== undefined) return all.page;
    const parts = answers.flatMap(({ part }) => part ?? []);
    const { field, direction } = query.order;
    return mergeParts(parts, direction, (record) => sortKey(record, field), range);
  }

  async function proveList(
    name: ArrayName,
    values: readonly string[],
    records: readonly CareCloudRecord[],
    call: SourceCall,
  ): Promise<void> {
    const limit = Math.min(LARGEST_PAGE, LOOK_UP_ROWS.perValue * values.length);
    const again = async (last: { readonly batch: readonly string[] }) => {
      const query = { filter: { [name]: last.batch }, order: LOOK_UP_ORDER };
      const found = await requests.page(query, { offset: 0, limit }, call);
      return isAllOf(found) ? found.records : null;
    };
    await proofs[name].prove({ values, last: null, records, isList: true, again }, call);
  }

  const readWhole = (query: SourceQuery, rows: number, call: SourceCall) =>
    readOn(
      (range) => requests.page(query, range, call),
      Math.min(rows, LARGEST_PAGE),
      () => requests.fullPage,
    );

  async function readAll({ filter, rows }: ListStep, call: SourceCall): Promise<readonly CareCloudRecord[]> {
    const name = arrayOf(filter);
    const values = (name && filter[name]) ?? [];
    const read = (native: CustomersFilter, most = rows) =>
      readWhole({ filter: native, order: LOOK_UP_ORDER }, most, call).then(({ records }) => records);
    if (name === null || values.length < 2) return readable(await read(filter));
    // Restricted otherwise, the list lacks accounts that the values find.
    const proof = Object.keys(filter).length === 1 ? proofs[name] : null;
    const pieces = await batch.ask(values, async (piece, most) => {
      const last = proof?.atEnd(piece) ?? null;
      const records = await read({ ...filter, [name]: last?.batch ?? piece }, most);
      const again = (known: { readonly batch: readonly string[] }) => read({ [name]: known.batch }, most);
      await proof?.prove({ values: piece, last, records, isList: false, again }, call);
      return records;
    });
    return readable(pieces.flat());
  }

  /** Halves a batch that was refused for an unknown id until all existing ids are found. */
  async function read(step: LookUpStep, call: SourceCall): Promise<readonly CareCloudRecord[]> {
    try {
      return await (step.kind === 'ONE' ? requests.one(step.customerId, call) : readAll(step, call));
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

/** Look-ups of several pages need a stable order. */
const LOOK_UP_ORDER = { field: 'CUSTOMER_ID', direction: 'ASC' } as const;

type ArrayName = 'email_list' | 'customer_ids';

/** The array parameter with the most values in a query. */
function arrayOf({ email_list: emails = [], customer_ids: ids = [] }: CustomersFilter): ArrayName | null {
  if (emails.length + ids.length === 0) return null;
  return emails.length > ids.length ? 'email_list' : 'customer_ids';
}

function readable(records: readonly CareCloudRecord[]): readonly CareCloudRecord[] {
  return records.filter(({ isUnreadable }) => isUnreadable !== true);
}

/** Splits a filter in two by its ids; returns nothing for a single id. */
function halve(filter: CustomersFilter): readonly CustomersFilter[] {
  const ids = filter.customer_ids ?? [];
  if (ids.length < 2) return [];
  const middle = Math.ceil(ids.length / 2);
  return [ids.slice(0, middle), ids.slice(middle)].map((half) => ({ ...filter, customer_ids: half }));
}
