import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import { BY_STATE, type CustomerRequests } from './customer-requests.ts';
import type { TraitName } from './traits.ts';

type Accounts = readonly SourceRecord<CareCloudCustomer>[];
type Page = { readonly records: Accounts; readonly total: number | null };

const PAGE = { offset: 0, limit: 100 };

/**
 * What the first page of the whole list by state reveals about deleted accounts, when some are known to exist: it shows
 * them, hides them, or does not reach their position. Pure.
 */
export function judgeDeleted({ records, total }: Page): 'SHOWN' | 'HIDDEN' | null {
  const states = records.flatMap(({ own, isUnreadable }) => (isUnreadable === true ? [] : own.state));
  if (states.includes('DELETED')) return 'SHOWN';
  const isPastThem = states.at(-1) === 'ACTIVE' || states.at(-1) === 'INACTIVE';
  return isPastThem || (total !== null && records.length >= total) ? 'HIDDEN' : null;
}

/** A deleted row in the whole list proves that the list shows deleted accounts. */
export function noticeDeleted(rows: Accounts, traits: TraitBook<TraitName>): void {
  if (rows.some(({ own }) => own.state === 'DELETED')) traits.learn('list.deleted', 'SHOWN');
}

/** After a deleted account turned up: whether the whole list shows deleted accounts. Costs one request until known. */
export async function areDeletedListed(
  requests: Pick<CustomerRequests, 'page'>,
  traits: TraitBook<TraitName>,
  call: SourceCall,
): Promise<boolean> {
  if (traits.isLearned('list.deleted')) return traits.currently('list.deleted') !== 'HIDDEN';
  const judgement = judgeDeleted(await requests.page(BY_STATE, PAGE, call));
  if (judgement !== null) traits.learn('list.deleted', judgement);
  return judgement !== 'HIDDEN';
}
