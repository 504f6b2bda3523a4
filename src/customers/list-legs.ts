import type { Direction, Leg, RowPage, RowRange, Verdict } from '../paging/leg.ts';
import type { CustomerSource, SourceQuery } from './customer-source.ts';
import { decideAccounts } from './decide-accounts.ts';
import { decideProfiles } from './decide-profiles.ts';
import { lookUpKey } from './identity-lookup.ts';
import type { ListContext, ListedTogether } from './list-context.ts';
import type { CustomerChecks, PlannedList } from './list-plan.ts';
import { type ListedCustomer, listedAccount, listedProfile } from './listed-customer.ts';
import type { SourceCall } from './source-call.ts';
import type { IdentityKey, SourceRecord } from './source-record.ts';

/** Rows read and decided at once where a list is not read in blocks of its source's own size. */
const DECISION_BLOCK = 100;

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
  const query: SourceQuery = { filter, order: { field, direction: order.direction } };
  const asksElsewhere =
    source.role === 'PROFILES' ? hasAccounts(context) || hasChecks(list.checks) : hasChecks(list.checks);
  const decides = asksElsewhere || !list.pushDown.exact || list.pushDown.filters.length > 1;
  const blockSize = source.abilities.blockSize ?? (decides ? DECISION_BLOCK : undefined);
  return {
    list,
    group: order.field === 'SOURCE' ? context.sources.indexOf(source) : 0,
    largestRead: source.abilities.largestPage,
    ...(blockSize !== undefined && { blockSize }),
    read: rememberedReads(source, query, context.call),
    keyOf: (row) => source.sortKey(row, field),
    identityOf: (row) => row.id,
    nodeOf: (row) => (source.role === 'ACCOUNTS' ? listedAccount(row) : listedProfile(row, null)),
    ...(decides && {
      decide: (rows) => decide(rows, { list, filter, index }, { ...together, asksElsewhere, field }),
    }),
    ...(asksElsewhere && { windowOf: (rows) => windowOf(rows, source, context) }),
    isSpent: () =>
      context.sources.some(
        (each) => context.usage.requestsTo(each.name) + mostPerStep(each, context) > context.scanLimit,
      ),
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
    const { records, total } = await source.list(query, range, own);
    return { rows: records, total };
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

/**
 * How many of these rows one look-up decides: as many as have their keys within one request to each source that is
 * asked. Kinds of keys share a request only where the source mixes them.
 */
export function windowOf(
  rows: readonly SourceRecord[],
  source: CustomerSource,
  context: ListContext,
): number {
  const asked = context.sources.filter((other) => other.role !== source.role);
  const used = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    for (const other of asked) {
      for (const kind of context.identityKeys) {
        const slot = other.abilities.lookUpMixesKinds ? other.name : `${other.name} ${kind}`;
        const share = (used.get(slot) ?? 0) + shareOfRequest(row, kind, other);
        if (share > 1 + 1e-9 && index > 0) return index;
        used.set(slot, share);
      }
    }
  }
  return rows.length;
}

/** What part of one look-up request this row's key takes. Unbatched kinds (one value a request) are asked a few at a time. */
function shareOfRequest(row: SourceRecord, kind: IdentityKey, asked: CustomerSource): number {
  const key = lookUpKey(row, kind);
  const batch = asked.abilities.lookUpBatch[kind];
  if (key === null || batch === 0) return 0;
  const spellings = kind === 'email' && key.value !== key.value.toLowerCase() ? 2 : 1;
  return spellings / Math.max(batch, UNBATCHED_AT_ONCE);
}

const UNBATCHED_AT_ONCE = 5;

/** The most requests one step of a walk (a read, or the decision on a window) makes to a source. */
function mostPerStep(source: CustomerSource, context: ListContext): number {
  return source.role === 'ACCOUNTS' ? context.identityKeys.length : 1;
}
