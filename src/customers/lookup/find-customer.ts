import { UpstreamError } from '../../errors/gateway-error.ts';
import type { CustomerKey } from '../customer-directory.ts';
import type { FinderValue, Found, FoundPerson } from '../facets/facet-source.ts';
import type { Customer } from '../model/customer.ts';
import { bestAccount, sortProfiles } from '../model/identity.ts';
import { normalKeyValue } from '../model/identity-keys.ts';
import type { IdentityKey, RecordKey, SourceName, SourceRecord } from '../model/source-record.ts';
import { type AskRecords, accountsOf, lookUpKey } from './identity-lookup.ts';
import { accountCustomer, profileCustomer } from './listed-customer.ts';
import type { RecordLookup } from './record-lookup.ts';

/** What finding customers needs, for one operation. */
export interface FindContext {
  readonly lookups: ReadonlyMap<SourceName, RecordLookup>;
  /** The source of accounts; undefined if only profiles are configured. */
  readonly accounts: RecordLookup | undefined;
  /** The sources of profiles. */
  readonly profiles: readonly RecordLookup[];
  readonly identityKeys: readonly IdentityKey[];
  readonly ask: AskRecords;
  /** A source's records with a value that records do not show. */
  readonly findIds: (source: SourceName, finder: string, value: FinderValue) => Promise<readonly Found[]>;
}

/**
 * The customer of a key, always under the canonical id. Accounts are looked up first, and profiles only for keys
 * without an account. If the accounts' source does not respond, a profile stands for itself (UNRESOLVED). The source's
 * error is only thrown if no other source has the key, or can tell whether it does.
 */
export async function findCustomer(key: CustomerKey, context: FindContext): Promise<Customer | null> {
  if (key.kind === 'customer' || key.kind === 'record') {
    const lookup = context.lookups.get(key.source);
    const [record] = lookup === undefined ? [] : await lookup.load({ kind: 'id', value: key.id });
    return record === undefined ? null : customerOfRecord(record, context);
  }
  if (key.kind === 'found') return findByValue(key, context);
  // A user id belongs to one vendor: it identifies a profile there, whatever account that belongs to.
  const account = key.kind === 'userId' ? { record: null, error: null } : await findAccount(key, context);
  if (account.record !== null) return accountCustomer(account.record);
  const profile = await findProfile(key, context).catch((error) => {
    throw account.error ?? error;
  });
  if (profile !== null) {
    const customer = await customerOfRecord(profile, context);
    // An account may have the key, but this is unknown.
    const isOpen = account.error !== null;
    return isOpen ? { ...customer, identity: 'UNRESOLVED' } : customer;
  }
  if (account.error !== null) throw account.error;
  return null;
}

/** The customer of the best record with a value: the best account, or the last seen profile. */
async function findByValue(
  { source, finder, value }: Extract<CustomerKey, { readonly kind: 'found' }>,
  context: FindContext,
): Promise<Customer | null> {
  const lookup = context.lookups.get(source);
  if (lookup === undefined) return null;
  const all = await context.findIds(source, finder, value);
  const [only] = all;
  if (only !== undefined && all.length === 1 && typeof only === 'object') {
    const account = await accountOf(only.person, context);
    if (account !== null) return accountCustomer(account);
  }
  const ids = all.map((each) => (typeof each === 'string' ? each : each.id));
  const found = await Promise.all(ids.map((id) => lookup.load({ kind: 'id', value: id })));
  const records = found.flat();
  const best = lookup.source.role === 'ACCOUNTS' ? bestAccount(records) : (sortProfiles(records)[0] ?? null);
  return best === null ? null : customerOfRecord(best, context);
}

/** The account of a profile, if what the finder returned identifies it, without a look-up of the profile. */
async function accountOf(
  person: FoundPerson,
  { accounts, identityKeys, ask }: FindContext,
): Promise<SourceRecord | null> {
  if (accounts === undefined || identityKeys.some((kind) => person[kind] === undefined)) return null;
  const [kind] = identityKeys;
  const written = kind === undefined ? null : person[kind];
  if (kind === undefined || typeof written !== 'string') return null;
  const value = normalKeyValue({ kind, value: written });
  if (value === undefined) return null;
  const [records = []] = await ask(accounts, [{ kind, value: written }]);
  return bestAccount(records.filter(({ keys }) => keys[kind] === value));
}

/** The customer a record belongs to. */
export async function customerOfRecord(record: SourceRecord, context: FindContext): Promise<Customer> {
  const { accounts } = context;
  if (accounts?.source.name === record.source) return accountCustomer(record);
  if (accounts === undefined) return profileCustomer(record, null);
  try {
    const resolved = await accountsOf([record], accounts, context.identityKeys, context.ask);
    const account = resolved.get(record) ?? null;
    const keys = context.identityKeys.flatMap((kind) => lookUpKey(record, kind) ?? []);
    const isOpen = account === null && keys.length > 0 && accounts.source.mayLack?.(keys) === true;
    return profileCustomer(record, account, isOpen ? 'UNRESOLVED' : 'RESOLVED');
  } catch (error) {
    if (error instanceof UpstreamError) return profileCustomer(record, null, 'UNRESOLVED');
    throw error;
  }
}

async function findAccount(
  key: RecordKey,
  { accounts, profiles }: FindContext,
): Promise<{ readonly record: SourceRecord | null; readonly error: UpstreamError | null }> {
  if (accounts === undefined) return { record: null, error: null };
  const found = accounts.load(key);
  // One request to the profiles' source covers its own look-ups and those for keys without an account.
  for (const lookup of profiles) lookup.waitFor(found);
  try {
    return { record: bestAccount(await found), error: null };
  } catch (error) {
    if (error instanceof UpstreamError) return { record: null, error };
    throw error;
  }
}

type ValueKey = Exclude<CustomerKey, { readonly kind: 'customer' | 'record' | 'found' }>;

/** The most recently seen profile with the key, over all sources of profiles that may have it. */
async function findProfile(key: ValueKey, { profiles }: FindContext): Promise<SourceRecord | null> {
  const { kind, value } = key;
  const asked = profiles.filter(({ source }) => key.kind !== 'userId' || key.source === source.name);
  const found = await Promise.all(asked.map((lookup) => lookup.load({ kind, value })));
  return sortProfiles(found.flat())[0] ?? null;
}
