import type { RecordPage, SourceQuery } from '../../customers/customer-source.ts';
import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { RowRange } from '../../paging/leg.ts';
import { mergeParts } from '../shared/look-up/merge-parts.ts';
import { UnreadableRecord } from '../shared/unreadable-record.ts';
import { CARECLOUD, sortKey } from './record.ts';
import { decodeCustomerFields } from './wire/decode-customer.ts';
import { FieldReader } from './wire/field-reader.ts';
import type { CustomersFilter } from './wire/wire.ts';

type Account = SourceRecord<CareCloudCustomer>;
type Page = RecordPage<CareCloudCustomer>;

interface FoundList {
  readonly query: SourceQuery;
  /** Unique, sorted by code unit. */
  readonly ids: readonly string[];
  /** How many of them one request includes. */
  readonly block: number;
  /** One page of a list with at most as many ids as a block. */
  readonly list: (query: SourceQuery, range: RowRange, call: SourceCall) => Promise<Page>;
}

/**
 * A page of a list of accounts with known ids that satisfy the rest of the query. Sorted by id, a row's position is
 * that of its id, so a page reads only the blocks it lies in. An id whose account is gone or does not satisfy the rest
 * keeps its position with a placeholder. Any other order requires reading all of them.
 */
export async function listFound(found: FoundList, range: RowRange, call: SourceCall): Promise<Page> {
  return found.query.order.field === 'CUSTOMER_ID'
    ? pageById(found, range, call)
    : pageOfAll(found, range, call);
}

async function pageById(found: FoundList, { offset, limit }: RowRange, call: SourceCall): Promise<Page> {
  const { ids, query, block } = found;
  const isDescending = query.order.direction === 'DESC';
  const total = ids.length;
  const first = isDescending ? Math.max(0, total - offset - limit) : Math.min(offset, total);
  const end = isDescending ? Math.max(0, total - offset) : Math.min(total, offset + limit);
  const blocks = blocksOf(ids, block).slice(Math.floor(first / block), Math.ceil(end / block));
  const accounts =
    end > first ? (await Promise.all(blocks.map((each) => readBlock(found, each, call)))).flat() : [];
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const records = ids.slice(first, end).map((id) => byId.get(id) ?? placeholder(id));
  return { records: isDescending ? records.toReversed() : records, total, isOrderedHere: true };
}

async function pageOfAll(found: FoundList, range: RowRange, call: SourceCall): Promise<Page> {
  const { ids, query, block } = found;
  const { field, direction } = query.order;
  const parts = await Promise.all(blocksOf(ids, block).map((each) => readBlock(found, each, call)));
  const whole = parts.map((records) => ({ records, isWhole: true }));
  return mergeParts(whole, direction, (record) => sortKey(record, field), range);
}

/** The accounts of one block of ids, always in the same order, so that every page finds them cached. */
async function readBlock(
  { query, list }: FoundList,
  ids: readonly string[],
  call: SourceCall,
): Promise<readonly Account[]> {
  const { found_ids: _, ...rest } = query.filter as CustomersFilter;
  const order = { field: 'CUSTOMER_ID', direction: 'ASC' } as const;
  const block = { ...query, filter: { ...rest, customer_ids: ids }, order };
  const { records } = await list(block, { offset: 0, limit: ids.length }, call);
  return records.filter(({ isUnreadable }) => isUnreadable !== true);
}

function blocksOf(ids: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
}

/** Keeps the position of a missing account. */
function placeholder(customerId: string): Account {
  return new UnreadableRecord(CARECLOUD, { customerId }, { ...NOTHING, customerId });
}

const NOTHING = decodeCustomerFields('', {}, new FieldReader(() => {}), () => null);
