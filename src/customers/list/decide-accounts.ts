import type { Verdict } from '../../paging/leg.ts';
import type { CustomerSource } from '../customer-source.ts';
import { accountsOf, profilesOf } from '../lookup/identity-lookup.ts';
import { type ListedCustomer, listedAccount } from '../lookup/listed-customer.ts';
import type { SharedCriteria } from '../model/customer-filter.ts';
import type { SourceName, SourceRecord } from '../model/source-record.ts';
import { accountLookup, askFor, type ListContext, orReported } from './list-context.ts';
import type { PlannedList } from './list-plan.ts';

type ProfilesBySource = ReadonlyMap<SourceName, ReadonlyMap<SourceRecord, readonly SourceRecord[]>>;

/**
 * Which accounts of a window belong in the list, as far as other sources must be asked: who is known where, and
 * criteria on profiles. One look-up per source that the checks name. When it does not answer, nothing is guessed.
 */
export async function decideAccounts(
  accounts: readonly SourceRecord[],
  list: PlannedList,
  context: ListContext,
): Promise<readonly Verdict<ListedCustomer>[]> {
  const { checks } = list;
  const asked = context.sources.filter(
    ({ name, role }) =>
      role === 'PROFILES' &&
      (checks.own.has(name) ||
        checks.inSources.includes(name) ||
        checks.notInSources.includes(name) ||
        checks.shared),
  );
  const found = await orReported(context, profilesBySource(accounts, asked, context));
  if (found === null) return accounts.map(() => 'STOP');
  const mine = await orReported(context, resolvedProfiles(accounts, found, list, context));
  if (mine === null) return accounts.map(() => 'STOP');

  return accounts.map((account) => {
    const isKnownTo = (name: SourceName) => (found.get(name)?.get(account)?.length ?? 0) > 0;
    const profiles = mine.get(account) ?? [];
    const holds =
      checks.inSources.every(isKnownTo) &&
      !checks.notInSources.some(isKnownTo) &&
      [...checks.own].every(([name, own]) =>
        profiles.some(
          ({ source, record }) => source.name === name && source.matches(record, { shared: {}, own }),
        ),
      ) &&
      (checks.shared === null ||
        satisfies(list.source, account, checks.shared) ||
        profiles.some(({ source, record }) => satisfies(source, record, checks.shared ?? {})));
    return holds ? { keep: listedAccount(account) } : 'DROP';
  });
}

async function profilesBySource(
  accounts: readonly SourceRecord[],
  sources: readonly CustomerSource[],
  context: ListContext,
): Promise<ProfilesBySource> {
  const found = await Promise.all(
    sources.map(async ({ name }) => {
      const lookup = context.lookups.get(name);
      const profiles = lookup
        ? await profilesOf(accounts, lookup, context.identityKeys, askFor(context))
        : new Map<SourceRecord, readonly SourceRecord[]>();
      return [name, profiles] as const;
    }),
  );
  return new Map(found);
}

/** The profiles that resolve to each account, of those that may decide about it: in lists a profile counts for one account. */
async function resolvedProfiles(
  accounts: readonly SourceRecord[],
  found: ProfilesBySource,
  list: PlannedList,
  context: ListContext,
): Promise<ReadonlyMap<SourceRecord, readonly { source: CustomerSource; record: SourceRecord }[]>> {
  const { checks } = list;
  const lookup = accountLookup(context);
  const candidates = accounts.map((account) => ({
    account,
    profiles: context.sources.flatMap((source) => {
      const own = checks.own.get(source.name) ?? null;
      return (found.get(source.name)?.get(account) ?? [])
        .filter(
          (record) =>
            (own !== null && source.matches(record, { shared: {}, own })) ||
            (checks.shared !== null && satisfies(source, record, checks.shared)),
        )
        .map((record) => ({ source, record }));
    }),
  }));
  const records = candidates.flatMap(({ profiles }) => profiles.map(({ record }) => record));
  if (lookup === null || records.length === 0) return new Map();
  const resolved = await accountsOf(records, lookup, context.identityKeys, askFor(context));
  return new Map(
    candidates.map(({ account, profiles }) => [
      account,
      profiles.filter(({ record }) => resolved.get(record)?.id === account.id),
    ]),
  );
}

function satisfies(source: CustomerSource, record: SourceRecord, shared: SharedCriteria): boolean {
  return source.matches(record, { shared, own: null });
}
