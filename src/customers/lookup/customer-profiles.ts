import type { Customer } from '../model/customer.ts';
import { sortProfiles } from '../model/identity.ts';
import type { IdentityKey, Person, RecordKey, SourceName, SourceRecord } from '../model/source-record.ts';
import { claimedBy, failedLookUp, lookUpKey } from './identity-lookup.ts';
import type { RecordLookup } from './record-lookup.ts';

export interface CustomerProfilesOptions {
  /** Of the sources of profiles. */
  readonly lookups: readonly RecordLookup[];
  /** The setting IDENTITY_KEYS, strongest first. */
  readonly identityKeys: readonly IdentityKey[];
  /** Gives a look-up what recent searches have found for these keys. */
  readonly recall: (lookup: RecordLookup, keys: readonly RecordKey[]) => void;
}

/** The profiles that customers claim, and the fields that these fill. One operation loads each only once. */
export class CustomerProfiles {
  readonly #options: CustomerProfilesOptions;
  readonly #loaded = new Map<string, Promise<readonly SourceRecord[]>>();

  constructor(options: CustomerProfilesOptions) {
    this.#options = options;
  }

  /** In all sources, best first. */
  of(customer: Customer): Promise<readonly SourceRecord[]> {
    const { lookups } = this.#options;
    const [only, ...others] = lookups;
    // A page of a hundred does this for each row, so avoid promises that are not needed.
    if (only !== undefined && others.length === 0) return this.in(customer, only.source.name);
    const found = lookups.map(({ source }) => this.in(customer, source.name));
    return Promise.all(found).then((each) => sortProfiles(each.flat()));
  }

  /** In one source, best first. */
  in(customer: Customer, source: SourceName): Promise<readonly SourceRecord[]> {
    const name = `${source} ${customer.key}`;
    const known = this.#loaded.get(name) ?? this.#load(customer, source);
    this.#loaded.set(name, known);
    return known;
  }

  /** A field of the unified customer: the account's value, or else the best profile's. */
  field<K extends keyof Person>(customer: Customer, name: K): Promise<Person[K]> | Person[K] {
    const { account, profile } = customer;
    if (account === null) return profile === null ? (null as Person[K]) : profile.person[name];
    const value = account.person[name];
    // Only the account decides when it last changed, and fields that profiles cannot fill are not looked up.
    if (value !== null || name === 'updatedAt') return value;
    const sources = this.#options.lookups.filter(({ source }) => source.abilities.fills.includes(name));
    const [only, ...others] = sources;
    if (only === undefined) return value;
    const pick = (profiles: readonly SourceRecord[]) =>
      (profiles.find(({ person }) => person[name] !== null)?.person[name] ?? null) as Person[K];
    if (others.length === 0) return this.in(customer, only.source.name).then(pick);
    return this.#any(customer, sources).then(({ profiles, error }) => {
      const found = pick(profiles);
      // Another source may have a value, but did not respond.
      if (found === null && error !== null) throw error;
      return found;
    });
  }

  /** The profiles of the sources that respond, best first, and the failure of one that does not. */
  async #any(
    customer: Customer,
    lookups: readonly RecordLookup[],
  ): Promise<{ readonly profiles: readonly SourceRecord[]; readonly error: unknown }> {
    const settled = await Promise.allSettled(lookups.map(({ source }) => this.in(customer, source.name)));
    const profiles = settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    const [error = null] = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    return { profiles: sortProfiles(profiles), error };
  }

  #load({ account, profile }: Customer, source: SourceName): Promise<readonly SourceRecord[]> {
    const own = profile?.source === source ? profile : null;
    if (account === null) return Promise.resolve(own === null ? [] : [own]);
    const { lookups, identityKeys } = this.#options;
    const lookup = lookups.find((each) => each.source.name === source);
    const keys = lookup === undefined ? [] : identityKeys.flatMap((kind) => lookUpKey(account, kind) ?? []);
    if (lookup !== undefined) this.#options.recall(lookup, keys);
    const loads = keys.flatMap((key) => lookup?.load(key) ?? []);
    const [only] = loads;
    const pick = (found: readonly (readonly SourceRecord[])[]) => {
      const claimed = claimedBy(account, found.flat(), identityKeys);
      // The profile the customer was reached by is included even if the vendor's search does not find it yet.
      const isMissing = own !== null && !claimed.some(({ id }) => id === own.id);
      return sortProfiles(isMissing ? [...claimed, own] : claimed);
    };
    return only !== undefined && loads.length === 1
      ? only.then((found) => pick([found]), failedLookUp)
      : Promise.all(loads).then(pick, failedLookUp);
  }
}
