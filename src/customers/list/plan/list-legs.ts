import { GatewayError } from '../../../errors/gateway-error.ts';
import type { Leg, SortKey, Verdict } from '../../../paging/leg.ts';
import type { CustomerSource } from '../../customer-source.ts';
import { type ListedCustomer, listedAccount, listedProfile } from '../../lookup/listed-customer.ts';
import { windowOf } from '../../lookup/lookup-batching.ts';
import { type InstantRange, sideOfRange } from '../../model/instant-range.ts';
import type { SourceRecord } from '../../model/source-record.ts';
import { decideAccounts } from '../decide-accounts.ts';
import { decideProfiles } from '../decide-profiles.ts';
import { isSpent, type ListedTogether, ScanLimitReached } from '../list-context.ts';
import { readSizes } from '../read-sizes.ts';
import { readsOf } from '../read-wrappers.ts';
import { reversalOf } from '../reversals.ts';
import { totalDoubtOf } from '../total-doubts.ts';
import type { ListOrder, PlannedList } from './list-plan.ts';

/** A leg and its purpose. */
export interface CustomerLeg extends Leg<SourceRecord, ListedCustomer> {
  readonly list: PlannedList;
  /** Whether it is the source's whole list, without criteria. */
  readonly isWhole: boolean;
}

/** The legs of the lists that are walked together: one per vendor query. */
export function toLegs(together: ListedTogether, order: ListOrder): readonly CustomerLeg[] {
  return together.lists.flatMap((list) =>
    list.pushDown.filters.map((filter, index) => toLeg({ list, filter, index }, together, order)),
  );
}

interface LegDemand {
  readonly list: PlannedList;
  readonly filter: unknown;
  readonly index: number;
}

function toLeg(wanted: LegDemand, together: ListedTogether, order: ListOrder): CustomerLeg {
  const { list } = wanted;
  const { context } = together;
  const { source, pushDown } = list;
  const field = source.abilities.unifiedOrders[order.field];
  const rows = {
    keyOf: (row: SourceRecord) => source.sortKey(row, field),
    latestOf: (key: SortKey) => source.latestKey?.(key, field) ?? key,
    identityOf: (row: SourceRecord) => row.id,
    isGap: (row: SourceRecord) => row.isUnreadable === true,
  };
  const asksElsewhere = needsOtherSources(list, context.sources);
  const decides = asksElsewhere || !pushDown.exact || pushDown.filters.length > 1;
  const isCompared = order.direction === 'DESC' && reversalOf(source, field).isExact !== true;
  const decideRows: CustomerLeg['decide'] = (rows, { mayGiveUp }) => {
    const how = { ...together, context: { ...context, mayGiveUp }, asksElsewhere, order: order.field };
    return orSpent(rows, () => decide(rows, wanted, how));
  };
  return {
    ...rows,
    ...readSizes(source.abilities, { decides, isCompared, cachesResponses: context.cachesResponses }),
    list,
    isWhole: wanted.filter === null,
    doubt: totalDoubtOf(source),
    group: order.field === 'SOURCE' ? context.sources.indexOf(source) : 0,
    read: readsOf(wanted, { field, direction: order.direction }, rows, context),
    nodeOf: (row) => toListed(row, source),
    ...sectionOf(list, order),
    ...(decides && { decide: decideRows }),
    ...(asksElsewhere && { windowOf: (rows) => windowOf(rows, source, context) }),
    isSpent: (reads) => isSpent(context, source.name, reads),
  };
}

/** In the order of a person's last change, a range that is checked here is a section of the list. */
function sectionOf(
  { source, demand, pushDown }: PlannedList,
  order: ListOrder,
): Pick<CustomerLeg, 'section'> {
  const { updatedAt } = demand;
  // A list out of order has no sections: each row is checked.
  if (source.keepsOrder?.() === false) return {};
  const isChecked = pushDown.criteria.some(
    ({ criterion, handling }) => criterion === 'updatedAt' && handling === 'RESIDUAL',
  );
  if (order.field !== 'UPDATED_AT' || updatedAt === undefined || !isChecked) return {};
  const field = source.abilities.unifiedOrders.UPDATED_AT;
  const latestOf = (key: number) => (source.latestKey?.(key, field) ?? key) as number;
  return { section: (key) => sideOfTwice(key as number | null, updatedAt, latestOf) };
}

/**
 * Where a key lies. Keys that may stand for either of two hours are in any order among themselves, so one of them lies
 * in the section unless all of them are on one side.
 */
function sideOfTwice(key: number | null, range: InstantRange, latestOf: (key: number) => number): -1 | 0 | 1 {
  const latest = key === null ? null : latestOf(key);
  if (key === null || latest === null || latest === key) return sideOfRange(key, range);
  if (sideOfRange(latest, range) === -1) return -1;
  return sideOfRange(2 * key - latest, range) === 1 ? 1 : 0;
}

/** A record that is listed without resolving its identity. */
function toListed(row: SourceRecord, { role }: CustomerSource): ListedCustomer {
  return role === 'ACCOUNTS' ? listedAccount(row) : listedProfile(row, null);
}

/**
 * Whether other sources are needed to decide who is listed: who claims a profile, and further criteria on the customer.
 */
export function needsOtherSources(
  { source, checks }: PlannedList,
  sources: readonly CustomerSource[],
): boolean {
  const mayBeClaimed = source.role === 'PROFILES' && sources.some(({ role }) => role === 'ACCOUNTS');
  return (
    mayBeClaimed ||
    checks.shared !== null ||
    checks.lastSeenAt !== undefined ||
    checks.own.size > 0 ||
    checks.inSources.length > 0 ||
    checks.notInSources.length > 0
  );
}

/** A decision that would exceed the scan limit is not made: the page ends before these rows. */
async function orSpent(
  rows: readonly SourceRecord[],
  work: () => Promise<readonly Verdict<ListedCustomer>[]>,
): Promise<readonly Verdict<ListedCustomer>[]> {
  try {
    return await work();
  } catch (error) {
    const isSpentAfterAll = error instanceof GatewayError && error.code === 'OPERATION_TOO_COMPLEX';
    if (error instanceof ScanLimitReached || isSpentAfterAll) return rows.map(() => 'SPENT');
    throw error;
  }
}

/** Re-checks criteria that the vendor matched only roughly, then checks the rest with other sources. */
async function decide(
  rows: readonly SourceRecord[],
  { list, index }: LegDemand,
  together: ListedTogether & { readonly asksElsewhere: boolean; readonly order: ListOrder['field'] },
): Promise<readonly Verdict<ListedCustomer>[]> {
  const { source, demand, pushDown } = list;
  const belongs = rows.filter(
    (row) =>
      row.isUnreadable !== true &&
      (pushDown.exact || source.matches(row, demand)) &&
      (pushDown.ownerOf?.(row) ?? index) === index,
  );
  const verdicts = await decideCustomers(belongs, list, together);
  const byRow = new Map(belongs.map((row, position) => [row, verdicts[position]]));
  return rows.map((row) => byRow.get(row) ?? 'DROP');
}

async function decideCustomers(
  rows: readonly SourceRecord[],
  list: PlannedList,
  together: ListedTogether & { readonly asksElsewhere: boolean; readonly order: ListOrder['field'] },
): Promise<readonly Verdict<ListedCustomer>[]> {
  if (!together.asksElsewhere) return rows.map((row) => ({ keep: toListed(row, list.source) }));
  return list.source.role === 'ACCOUNTS'
    ? decideAccounts(rows, list, together.context)
    : decideProfiles(rows, list, together, together.order);
}
