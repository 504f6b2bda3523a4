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
  /** Each once, by code unit. */
  readonly ids: readonly string[];
  /** How many of them one request asks for. */
  readonly block: number;
  /** One page of a list that names no more ids than a block has. */
  readonly list: (query: SourceQuery, range: RowRange, call: SourceCall) => Promise<Page>;
}

/**
 * A part of the list of accounts that are known by their ids, and satisfy what else the query says. By id, a row's place is
 * the place of its id, so a page asks for the blocks of ids it lies in; an id whose account is gone or does not satisfy the
 * rest holds its place and is nobody. Any other order is known only when all have been read.
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

/** The accounts of one block's ids. They are asked for in one order whichever is wanted, so that any page finds them cached. */
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

/** Holds the place of an account that is not there. */
function placeholder(customerId: string): Account {
  return new UnreadableRecord(CARECLOUD, { customerId }, { ...NOTHING, customerId });
}

const NOTHING = decodeCustomerFields('', {}, new FieldReader(() => {}), () => null);
