import type { Direction, Leg, RowPage, RowRange, Verdict } from '../../paging/leg.ts';
import { readExactReverse } from '../../paging/reading/exact-reverse.ts';
import type { CustomerSource, SourceQuery } from '../customer-source.ts';
import { type ListedCustomer, listedAccount, listedProfile } from '../lookup/listed-customer.ts';
import { windowOf } from '../lookup/lookup-batching.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { SourceCall } from '../source-call.ts';
import { decideAccounts } from './decide-accounts.ts';
import { decideProfiles } from './decide-profiles.ts';
import { reversalOf } from './learned-orders.ts';
import { type ListContext, type ListedTogether, ScanLimitReached } from './list-context.ts';
import type { CustomerChecks, PlannedList } from './list-plan.ts';
import { readSizes } from './read-sizes.ts';
import { learningReads, reportingReads } from './read-wrappers.ts';

export interface ListOrder {
  readonly field: 'SOURCE' | 'UPDATED_AT';
  readonly direction: Direction;
}

/** A leg, and what it is for. */
export interface CustomerLeg extends Leg<SourceRecord, ListedCustomer> {
  readonly list: PlannedList;
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

function toLeg({ list, filter, index }: LegDemand, together: ListedTogether, order: ListOrder): CustomerLeg {
  const { context } = together;
  const { source } = list;
  const field = source.abilities.unifiedOrders[order.field];
  const inDirection = (direction: Direction) =>
    reportingReads(
      learningReads(
        rememberedReads(source, { filter, order: { field, direction } }, context.call),
        list,
        context,
      ),
      context,
    );
  const asksElsewhere =
    source.role === 'PROFILES' ? hasAccounts(context) || hasChecks(list.checks) : hasChecks(list.checks);
  const decides = asksElsewhere || !list.pushDown.exact || list.pushDown.filters.length > 1;
  const reversal = reversalOf(source, field);
  const isCompared = order.direction === 'DESC' && reversal.isExact !== true;
  const rows = {
    keyOf: (row: SourceRecord) => source.sortKey(row, field),
    identityOf: (row: SourceRecord) => row.id,
  };
  return {
    ...rows,
    ...readSizes(source.abilities, { decides, isCompared, keepsAnswers: context.keepsAnswers }),
    list,
    group: order.field === 'SOURCE' ? context.sources.indexOf(source) : 0,
    read:
      order.direction === 'ASC'
        ? inDirection('ASC')
        : readExactReverse({
            descending: inDirection('DESC'),
            ascending: inDirection('ASC'),
            leg: { ...rows, largestRead: source.abilities.largestPage },
            reversal,
          }),
    nodeOf: (row) => (source.role === 'ACCOUNTS' ? listedAccount(row) : listedProfile(row, null)),
    ...(decides && {
      decide: (rows, { mayGiveUp }) =>
        orSpent(rows, () =>
          decide(
            rows,
            { list, filter, index },
            { ...together, context: { ...context, mayGiveUp }, asksElsewhere, field },
          ),
        ),
    }),
    ...(asksElsewhere && { windowOf: (rows) => windowOf(rows, source, context) }),
    isSpent: (reads) => context.usage.requestsTo(source.name) + reads > context.scanLimit,
  };
}

/** Reads of one field: the same range is asked once, unless it must be fresh. */
export function rememberedReads(
  source: CustomerSource,
  query: SourceQuery,
  call: SourceCall,
): (range: RowRange, how: { readonly fresh: boolean }) => Promise<RowPage<SourceRecord>> {
  const remembered = new Map<string, Promise<RowPage<SourceRecord>>>();
  const ask = async (range: RowRange, own: SourceCall) => {
    const { records, ...page } = await source.list(query, range, own);
    return { rows: records, ...page };
  };
  return (range, { fresh }) => {
    if (fresh) return ask(range, { ...call, bypassCache: true });
    const key = `${range.offset}:${range.limit}`;
    const known = remembered.get(key) ?? ask(range, call);
    remembered.set(key, known);
    return known;
  };
}

function hasAccounts(context: ListContext): boolean {
  return context.sources.some(({ role }) => role === 'ACCOUNTS');
}

function hasChecks(checks: CustomerChecks): boolean {
  return (
    checks.shared !== null ||
    checks.own.size > 0 ||
    checks.inSources.length > 0 ||
    checks.notInSources.length > 0
  );
}

/** A decision that would go over the scan limit is none: the page ends before these rows. */
async function orSpent(
  rows: readonly SourceRecord[],
  work: () => Promise<readonly Verdict<ListedCustomer>[]>,
): Promise<readonly Verdict<ListedCustomer>[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ScanLimitReached) return rows.map(() => 'SPENT');
    throw error;
  }
}

/** Re-checks here what the vendor was only asked roughly, then asks other sources about the rest. */
async function decide(
  rows: readonly SourceRecord[],
  { list, index }: LegDemand,
  together: ListedTogether & { readonly asksElsewhere: boolean; readonly field: string },
): Promise<readonly Verdict<ListedCustomer>[]> {
  const { source, demand, pushDown } = list;
  const belongs = rows.filter(
    (row) => (pushDown.exact || source.matches(row, demand)) && (pushDown.ownerOf?.(row) ?? index) === index,
  );
  const verdicts = await decideCustomers(belongs, list, together);
  const byRow = new Map(belongs.map((row, position) => [row, verdicts[position]]));
  return rows.map((row) => byRow.get(row) ?? 'DROP');
}

async function decideCustomers(
  rows: readonly SourceRecord[],
  list: PlannedList,
  together: ListedTogether & { readonly asksElsewhere: boolean; readonly field: string },
): Promise<readonly Verdict<ListedCustomer>[]> {
  const isAccount = list.source.role === 'ACCOUNTS';
  if (!together.asksElsewhere) {
    return rows.map((row) => ({ keep: isAccount ? listedAccount(row) : listedProfile(row, null) }));
  }
  return isAccount
    ? decideAccounts(rows, list, together.context)
    : decideProfiles(rows, list, together, together.field);
}
