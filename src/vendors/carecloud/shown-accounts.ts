import { LRUCache } from 'lru-cache';
import type { RecordPage, SourceQuery } from '../../customers/customer-source.ts';
import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { RecordKey, SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { RowRange, SortKey } from '../../paging/leg.ts';
import { isEndAgreed } from '../../paging/reading/list-end.ts';
import { createShownRows } from '../shared/traits/shown-rows.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import { lookedUpPhones } from './criteria/looked-up-phones.ts';
import { INCOMPLETE, type Missed, whyMissed } from './criteria/missed-accounts.ts';
import type { CustomerPages } from './customer-pages.ts';
import type { CustomerRequests } from './customer-requests.ts';
import { CARECLOUD, sortKey } from './record.ts';
import type { TraitName } from './traits.ts';
import type { CustomersFilter } from './wire/wire.ts';

type Page = RecordPage<CareCloudCustomer>;

/** The most accounts remembered that are gone. */
const MOST_GONE = 1000;

export interface ShownAccountsOptions {
  readonly requests: CustomerRequests;
  readonly pages: Pick<CustomerPages, 'list'>;
  readonly traits: TraitBook<TraitName>;
  readonly latestKey: (key: SortKey, field: string) => SortKey;
  readonly now: () => number;
}

/** Accounts that a response showed or named, which a list by criteria that they satisfy must have. */
export interface ShownAccounts {
  saw(accounts: readonly SourceRecord<CareCloudCustomer>[]): void;
  /** Learns from a list by criteria. Returns whether it lacks an account that it should have. */
  listed(query: SourceQuery, range: RowRange, page: Page, call: SourceCall): Promise<boolean>;
  /** Learns from accounts that another response showed. Returns whether a list before it lacks one of them. */
  found(accounts: readonly SourceRecord<CareCloudCustomer>[], call: SourceCall): Promise<boolean>;
  /**
   * Learns from a look-up of these keys. Returns whether it lacks an account that it should have found by its phone.
   */
  lookedUp(
    keys: readonly RecordKey[],
    accounts: readonly SourceRecord<CareCloudCustomer>[],
    call: SourceCall,
  ): Promise<boolean>;
}

export function createShownAccounts({
  requests,
  pages,
  traits,
  latestKey,
  now,
}: ShownAccountsOptions): ShownAccounts {
  const rows = createShownRows<CareCloudCustomer, Missed>({
    source: CARECLOUD,
    reasonFor: (filter, account) => whyMissed(filter as CustomersFilter, account, traits),
    one: requests.one,
    search: pages.list,
    keyOf: sortKey,
    latestKey,
    onMissing: ([name, value]) => traits.learn(name, value),
    now,
  });
  /** Accounts that do not exist, although something names them. */
  const gone = new LRUCache<string, true>({ max: MOST_GONE });

  /** Whether an account asked for by its id exists, and satisfies the rest. */
  async function isThere(id: string, filter: CustomersFilter, call: SourceCall): Promise<boolean> {
    const { found_ids: _, ...rest } = filter;
    const [account] = await requests.one(id, call);
    if (account === undefined) gone.set(id, true);
    return (
      account !== undefined && whyMissed({ ...rest, customer_ids: [id] }, account, traits) === INCOMPLETE
    );
  }

  return {
    saw: rows.saw,
    found: rows.found,
    async lookedUp(keys, accounts, call) {
      const isKnown = traits.currently(INCOMPLETE[0]) === INCOMPLETE[1];
      const phones = isKnown ? null : lookedUpPhones(keys);
      return phones !== null && (await rows.lookedUp(accounts, phones, call));
    },
    async listed(query, range, page, call) {
      const filter = query.filter as CustomersFilter;
      if (traits.currently(INCOMPLETE[0]) !== INCOMPLETE[1]) {
        const shown = missingShown(filter, range, page, requests.wasShown);
        const id = shown ?? missingNamed(filter, range, page).find((each) => !gone.has(each));
        if (id !== undefined && (await isThere(id, filter, call))) traits.learn(...INCOMPLETE);
      }
      return rows.searched(query, range, page, call);
    },
  };
}

/**
 * An account asked for by its id that a list showed before, and that this whole list by ids lacks; null if there is
 * none. It may be gone. Pure.
 */
function missingShown(
  filter: CustomersFilter,
  range: RowRange,
  page: RecordPage,
  wasShown: (id: string) => boolean,
): string | null {
  const isByIds = filter.customer_ids !== undefined && Object.keys(filter).length === 1;
  const isWhole = range.offset === 0 && isEndAgreed(range, { ...page, rows: page.records });
  if (!isByIds || !isWhole || (page.skipped ?? 0) > 0) return null;
  const ids = new Set(page.records.map(({ id }) => id));
  return filter.customer_ids?.find((id) => !ids.has(id) && wasShown(id)) ?? null;
}

/**
 * Accounts that cards, segments or other systems' ids name and this page of a list by their ids lacks. They may be
 * gone, or not satisfy the rest of the criteria: with other criteria most do not, and only the first page is judged by
 * one of them. Pure.
 */
function missingNamed(
  { found_ids: named = [], ...rest }: CustomersFilter,
  range: RowRange,
  page: RecordPage<CareCloudCustomer>,
): readonly string[] {
  if (Object.keys(rest).length > 0 && range.offset > 0) return [];
  const ids = new Set(page.records.flatMap(({ id, isUnreadable }) => (isUnreadable === true ? [] : id)));
  const isWhole = range.offset === 0 && page.records.length < range.limit;
  // Sorted by id, a missing one keeps its position.
  const placed = new Set(page.records.map(({ own }) => own.customerId));
  return named.filter((id) => !ids.has(id) && (isWhole || placed.has(id)));
}
