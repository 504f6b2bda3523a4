import type { CustomerDirectory } from '../../customers/customer-directory.ts';
import type { Customer } from '../../customers/model/customer.ts';
import type { SourceName, SourceRecord } from '../../customers/model/source-record.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';
import { andThen } from '../shared/promise-or-value.ts';
import { allVendors, type SchemaVendor } from '../shared/vendor.ts';

/** The account. For a customer whose account is unknown it is looked up again, which may fail. */
function accountOf(
  customer: Customer,
  directory: CustomerDirectory,
): SourceRecord | null | Promise<SourceRecord | null> {
  return customer.identity === 'RESOLVED' ? customer.account : directory.account(customer);
}

/** One source's profiles, best first. A person without an account is their only profile, so nothing is looked up. */
function profilesOf(
  customer: Customer,
  source: SourceName,
  directory: CustomerDirectory,
): readonly SourceRecord[] | Promise<readonly SourceRecord[]> {
  const { identity, account, profile } = customer;
  if (identity === 'RESOLVED' && account === null && profile !== null) {
    return profile.source === source ? [profile] : [];
  }
  return directory.profilesIn(customer, source);
}

/**
 * Applies `pick` to the person's records at one vendor: their account, or the vendor's profiles, best first. In one
 * step, because every row of a page pays for each additional promise.
 */
export function pickRecords<T>(
  { source, role }: Pick<SchemaVendor, 'source' | 'role'>,
  customer: Customer,
  directory: CustomerDirectory,
  pick: (records: readonly SourceRecord[]) => T,
): T | Promise<T> {
  if (role === 'PROFILES') {
    return andThen(profilesOf(customer, source, directory), pick);
  }
  return andThen(accountOf(customer, directory), (account) =>
    pick(account?.source === source ? [account] : []),
  );
}

/**
 * The sources known to have this person, accounts first. A source that does not respond is left out instead of failing:
 * the field is non-null, so an error would remove the other source's rows.
 */
export function sourcesOf(
  customer: Customer,
  directory: CustomerDirectory,
): readonly SourceName[] | Promise<readonly SourceName[]> {
  const { account, profile, identity } = customer;
  // An unclaimed profile is all there is of a person. A claimed one only proves its own source.
  const isAllKnown = account === null || (profile !== null && profileSources().length === 1);
  if (identity === 'RESOLVED' && isAllKnown) return namesOf([account, profile]);
  return askSources(customer, directory);
}

function askSources(
  customer: Customer,
  directory: CustomerDirectory,
): readonly SourceName[] | Promise<readonly SourceName[]> {
  const account = unlessDown(accountOf(customer, directory), customer.account);
  const profiles = profileSources().map((source) => {
    const own = customer.profile?.source === source ? [customer.profile] : [];
    return own.length > 0 ? own : unlessDown(profilesOf(customer, source, directory), own);
  });
  const [only] = profiles;
  const names = (known: SourceRecord | null, found: readonly SourceRecord[]) => namesOf([known, ...found]);
  return !(account instanceof Promise) && only !== undefined && profiles.length === 1
    ? andThen(only, (found) => names(account, found))
    : Promise.all([account, ...profiles]).then(([known, ...found]) =>
        names(known as SourceRecord | null, (found as (readonly SourceRecord[])[]).flat()),
      );
}

/** The sources that could not tell whether they know this person. Costs the same as `sources`. */
export function unknownSourcesOf(
  customer: Customer,
  directory: CustomerDirectory,
): readonly SourceName[] | Promise<readonly SourceName[]> {
  const { account, profile, identity } = customer;
  const isAllKnown = account === null || (profile !== null && profileSources().length === 1);
  if (identity === 'RESOLVED' && isAllKnown) return [];
  return Promise.all([
    unknownAccountSource(customer, directory),
    ...profileSources().map((source) => failedSource(profilesOf(customer, source, directory))),
  ]).then((failed) => allVendors().flatMap(({ source }) => (failed.includes(source) ? source : [])));
}

/** The accounts' source if it failed, or finds no account though it may have one. */
async function unknownAccountSource(
  customer: Customer,
  directory: CustomerDirectory,
): Promise<SourceName | null> {
  let account: SourceRecord | null = null;
  const failed = await failedSource(
    Promise.resolve(accountOf(customer, directory)).then((found) => {
      account = found;
    }),
  );
  if (failed !== null || customer.identity === 'RESOLVED' || account !== null) return failed;
  return allVendors().find(({ role }) => role === 'ACCOUNTS')?.source ?? null;
}

async function failedSource(answer: unknown): Promise<SourceName | null> {
  try {
    await answer;
    return null;
  } catch (error) {
    if (error instanceof UpstreamError) return error.source;
    throw error;
  }
}

function unlessDown<T>(answer: T | Promise<T>, otherwise: T): T | Promise<T> {
  if (!(answer instanceof Promise)) return answer;
  return answer.catch((error) => {
    if (error instanceof UpstreamError) return otherwise;
    throw error;
  });
}

function namesOf(records: readonly (SourceRecord | null)[]): readonly SourceName[] {
  const known = new Set(records.flatMap((record) => record?.source ?? []));
  return allVendors().flatMap(({ source }) => (known.has(source) ? source : []));
}

function profileSources(): readonly SourceName[] {
  return allVendors()
    .filter(({ role }) => role === 'PROFILES')
    .map(({ source }) => source);
}
