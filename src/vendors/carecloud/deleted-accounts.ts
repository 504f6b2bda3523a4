import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import type { CustomerRequests } from './customer-requests.ts';
import type { TraitName } from './traits.ts';

type Accounts = readonly SourceRecord<CareCloudCustomer>[];
type Page = { readonly records: Accounts; readonly total: number | null };

/** Deleted accounts come first among those that have a state. */
export const BY_STATE = { filter: null, order: { field: 'STATE', direction: 'ASC' } } as const;
const PAGE = { offset: 0, limit: 100 };

/**
 * What the first page of the whole list by state tells of deleted accounts, where it is known that there are some: it
 * shows them, it does not, or it does not reach to where they would be. Pure.
 */
export function judgeDeleted({ records, total }: Page): 'SHOWN' | 'HIDDEN' | null {
  const states = records.flatMap(({ own, isUnreadable }) => (isUnreadable === true ? [] : own.state));
  if (states.includes('DELETED')) return 'SHOWN';
  const isPastThem = states.at(-1) === 'ACTIVE' || states.at(-1) === 'INACTIVE';
  return isPastThem || (total !== null && records.length >= total) ? 'HIDDEN' : null;
}

/** A row of the whole list that is deleted tells that it shows them. */
export function noticeDeleted(rows: Accounts, traits: TraitBook<TraitName>): void {
  if (rows.some(({ own }) => own.state === 'DELETED')) traits.learn('list.deleted', 'SHOWN');
}

/** A deleted account turned up: whether the whole list shows such, at one request as long as nobody knows. */
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
