import { GatewayError, UpstreamError } from '../errors/gateway-error.ts';
import { toPageRequest } from '../paging/page-request.ts';
import { countRequests } from './cost/count-requests.ts';
import { LeastRequests } from './cost/least-requests.ts';
import type { AskedField, CustomerDirectory, DirectorySource } from './customer-directory.ts';
import type { CustomerSource } from './customer-source.ts';
import { facetCosts } from './facets/facet-cost.ts';
import { FacetDirectory } from './facets/facet-directory.ts';
import { facetHealth } from './facets/facet-health.ts';
import type { RowListRequest } from './facets/list-rows.ts';
import { personKey } from './facets/person-key.ts';
import { isSpent } from './list/list-context.ts';
import { listCustomers } from './list/list-customers.ts';
import { ListMeter } from './list/list-meter.ts';
import { listRecords } from './list/list-records.ts';
import type { ListExplanation } from './list/plan/explain-list.ts';
import { resolveFilter } from './list/plan/resolve-filter.ts';
import { CustomerProfiles } from './lookup/customer-profiles.ts';
import { customerOfRecord, type FindContext, findCustomer } from './lookup/find-customer.ts';
import { type AskRecords, accountsOf, failedLookUp, lookUpKey } from './lookup/identity-lookup.ts';
import { RecordLookup } from './lookup/record-lookup.ts';
import type { Customer } from './model/customer.ts';
import type { IdentityKey, Person, RecordKey, SourceName, SourceRecord } from './model/source-record.ts';
import type { CustomerSearchRequest } from './search/customer-search.ts';
import { recall } from './search/recall-look-ups.ts';
import { searchCustomers } from './search/search-customers.ts';
import { SearchMemory } from './search/search-memory.ts';
import { meterForRows, type SourceCall } from './source-call.ts';

export interface DirectoryOptions {
  /** Accounts first; their order is the order of the list. One source is enough. */
  readonly sources: readonly CustomerSource[];
  /** The setting IDENTITY_KEYS, strongest first. */
  readonly identityKeys: readonly IdentityKey[];
  /** The setting SCAN_LIMIT: the most requests to one source per list field. */
  readonly scanLimit: number;
  /** Whether responses are cached (CACHE_TTL_SECONDS). Only then are lists read in blocks. */
  readonly cachesResponses: boolean;
  /** What an operation awaits before it sends a request to a source, or to any; null or absent: nothing. */
  readonly untilLearned?: (source?: SourceName) => Promise<unknown> | null;
  /** The results of recent searches, shared by all operations; absent: nothing is remembered. */
  readonly searchMemory?: SearchMemory;
}

/** Called with each list's plan. */
export type ExplainSink = (explanation: ListExplanation) => void;

/** Creates the directory for one operation. */
export function createDirectory(
  options: DirectoryOptions,
  call: SourceCall,
  explain?: ExplainSink,
): CustomerDirectory {
  return new OperationDirectory(options, call, explain);
}

/** The part of the remaining time that one source may take before the others continue without it. */
const TIMEOUT_SHARE = 0.5;

class OperationDirectory implements CustomerDirectory {
  readonly #options: DirectoryOptions;
  readonly #call: SourceCall;
  /** For work that another source can partly do if one does not respond. */
  readonly #together: SourceCall;
  readonly #explain: ExplainSink | undefined;
  readonly #lookups: ReadonlyMap<SourceName, RecordLookup>;
  readonly #finding: FindContext;
  readonly #profiles: CustomerProfiles;
  readonly facets: FacetDirectory;

  constructor(options: DirectoryOptions, call: SourceCall, explain?: ExplainSink) {
    this.#options = options;
    this.#call = call;
    this.#explain = explain;
    this.#together = options.sources.length > 1 ? { ...call, timeoutShare: TIMEOUT_SHARE } : call;
    const meter = meterForRows(call.meter);
    this.#lookups = new Map(
      options.sources.map((source) => [source.name, new RecordLookup(source, { ...this.#together, meter })]),
    );
    this.facets = new FacetDirectory(options.sources, { ...call, meter });
    const lookups = [...this.#lookups.values()];
    this.#finding = {
      lookups: this.#lookups,
      accounts: lookups.find(({ source }) => source.role === 'ACCOUNTS'),
      profiles: lookups.filter(({ source }) => source.role === 'PROFILES'),
      identityKeys: options.identityKeys,
      ask: askTogether,
      findIds: (name, finder, value) => this.facets.find(name, finder, value),
    };
    const { searchMemory: memory } = options;
    this.#profiles = new CustomerProfiles({
      lookups: this.#finding.profiles,
      identityKeys: options.identityKeys,
      recall: (lookup, keys) => {
        if (memory?.hasLookUps === true) recall(lookup, keys, { call: this.#together, memory });
      },
    });
  }

  async list(request: Parameters<CustomerDirectory['list']>[0]) {
    const usage = new ListMeter(this.#call.meter);
    const call = { ...this.#together, meter: usage };
    // An invalid page is reported before any request.
    toPageRequest(request.page);
    const waiting = this.#learned();
    if (waiting !== null) await waiting;
    const filter = await resolveFilter(request.filter, this.#options.sources, call);
    const context = { ...this.#options, lookups: this.#lookups, call, usage };
    return listCustomers({ ...request, filter, given: request.filter }, context, this.#explain);
  }

  async listRecords(name: SourceName, request: Parameters<CustomerDirectory['listRecords']>[1]) {
    const source = this.#options.sources.find((each) => each.name === name);
    if (source === undefined) {
      throw new UpstreamError('UPSTREAM_UNAVAILABLE', name, `${name} is not configured on this gateway.`);
    }
    const usage = new ListMeter(this.#call.meter);
    const { scanLimit, cachesResponses } = this.#options;
    const call = { ...this.#call, meter: usage };
    const isOver = (reads: number) => isSpent({ usage, scanLimit, call }, name, reads);
    toPageRequest(request.page);
    const waiting = this.#learned(name);
    if (waiting !== null) await waiting;
    const filter = request.filter && ((await source.resolve?.(request.filter, call)) ?? request.filter);
    return listRecords(
      source,
      { ...request, filter, given: request.filter },
      { call, isSpent: isOver, cachesResponses, lookups: this.#lookups },
    );
  }

  async search(request: CustomerSearchRequest) {
    const waiting = this.#learned();
    if (waiting !== null) await waiting;
    const { sources, searchMemory: memory = SearchMemory.none } = this.#options;
    const meter = new ListMeter(this.#call.meter);
    const call = { ...this.#together, meter };
    return searchCustomers(request, { ...this.#finding, sources, memory, call, meter });
  }

  find(key: Parameters<CustomerDirectory['find']>[0]) {
    const waiting = this.#learned();
    const found = () => findCustomer(key, this.#finding);
    return waiting === null ? found() : waiting.then(found);
  }

  listRows(source: SourceName, list: string, request: RowListRequest) {
    const usage = new ListMeter(this.#call.meter);
    const { scanLimit } = this.#options;
    const call = { ...this.#call, meter: usage };
    return this.facets.list(source, list, request, {
      call,
      isSpent: (reads) => isSpent({ usage, scanLimit, call }, source, reads),
      record: (id) => this.record(source, id),
    });
  }

  async personKey(customer: Customer, name: SourceName, facet: string): Promise<string | null> {
    const source = this.#options.sources.find((each) => each.name === name);
    const askedBy = source?.facets?.facets.find((each) => each.name === facet)?.identityKeys ?? [];
    const { identityKeys } = this.#finding;
    const { account, profile } = customer;
    if (account !== null && identityKeys.every((kind) => askedBy.includes(kind))) {
      const keys: RecordKey[] = identityKeys.flatMap((kind) => lookUpKey(account, kind) ?? []);
      // The customer may claim the profile it was reached by with another key.
      if (profile?.source === name) keys.push({ kind: 'id', value: profile.id });
      return keys.length === 0 ? null : personKey(keys);
    }
    const profiles = await this.profilesIn(customer, name);
    return profiles.length === 0 ? null : personKey(profiles.map(({ id }) => ({ kind: 'id', value: id })));
  }

  async record(source: SourceName, id: string): Promise<SourceRecord | null> {
    const waiting = this.#learned(source);
    if (waiting !== null) await waiting;
    const records = await this.#lookups.get(source)?.load({ kind: 'id', value: id });
    return records?.[0] ?? null;
  }

  customerOf(record: SourceRecord): Promise<Customer> {
    return customerOfRecord(record, this.#finding);
  }

  async account(customer: Customer): Promise<SourceRecord | null> {
    const { account, profile, identity } = customer;
    const { accounts, identityKeys, ask } = this.#finding;
    if (account !== null || identity === 'RESOLVED' || profile === null || accounts === undefined)
      return account;
    const resolved = await accountsOf([profile], accounts, identityKeys, ask);
    return resolved.get(profile) ?? null;
  }

  profiles(customer: Customer) {
    return this.#profiles.of(customer);
  }

  profilesIn(customer: Customer, source: SourceName) {
    return this.#profiles.in(customer, source);
  }

  field<K extends keyof Person>(customer: Customer, name: K) {
    return this.#profiles.field(customer, name);
  }

  leastRequests(fields: Iterable<AskedField>): ReadonlyMap<SourceName, number> {
    const least = new LeastRequests();
    const left = (source: SourceName) => this.#call.allowance?.left(source) ?? Number.POSITIVE_INFINITY;
    for (const field of fields) {
      try {
        countRequests(field, least, { ...this.#options, left });
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
      }
    }
    return least.counts();
  }

  facetCosts(fields: Iterable<AskedField>) {
    const asked = [...fields].filter((field) => field.kind === 'FACET');
    return facetCosts(asked, this.#options.sources);
  }

  sources(): Promise<readonly DirectorySource[]> {
    return Promise.all(
      this.#options.sources.map(async (source) => ({
        source: source.name,
        ...(await source.health()),
        filters: source.abilities.filters,
        orders: source.abilities.orders,
        traits: source.traits?.() ?? [],
        facets: facetHealth(source.facets),
      })),
    );
  }

  /** Null if the source, or every source, has been learned, or is learned from ordinary responses. */
  #learned(source?: SourceName): Promise<unknown> | null {
    return this.#options.untilLearned?.(source) ?? null;
  }
}

/** Batched with everything else of this tick, and charged to the operation. */
const askTogether: AskRecords = (lookup, keys) =>
  Promise.all(keys.map((key) => lookup.load(key))).catch(failedLookUp);
