import type { PageArguments } from '../paging/page-request.ts';
import type { SourceState, SourceTrait } from './customer-source.ts';
import type { AskedFacet, FacetCost } from './facets/facet-cost.ts';
import type { FacetDirectory } from './facets/facet-directory.ts';
import type { FacetPage } from './facets/facet-page.ts';
import type { FinderValue } from './facets/facet-source.ts';
import type { RowListRequest } from './facets/list-rows.ts';
import type { Customer } from './model/customer.ts';
import type { CustomerFilter, OwnFilter } from './model/customer-filter.ts';
import type { Person, SourceName, SourceRecord } from './model/source-record.ts';
import type { CustomerSearchRequest, CustomerSearchResult } from './search/customer-search.ts';
import type { SearchText } from './search/read-search-text.ts';
import type { SourceReport } from './source-report.ts';
import type { SourceStatus } from './source-status.ts';

/**
 * The directory of customers for one operation, with its own look-up cache (a key is looked up once per operation) and
 * request meter. All look-ups of one tick are batched.
 */
export interface CustomerDirectory {
  /** The sources' data about customers apart from records, and the catalogues that explain ids. */
  readonly facets: FacetDirectory;
  /** `Query.customers`. Facts that cost requests are only fetched if `want` selects them. */
  list(request: CustomerListRequest): Promise<CustomerListPage>;
  /**
   * `Query.careCloudCustomers`, `Query.helpCrunchCustomers`: one source's own list, with the vendor's semantics.
   * UPSTREAM_UNAVAILABLE if the source is not configured.
   */
  listRecords(source: SourceName, request: RecordListRequest): Promise<RecordListPage>;
  /**
   * `Query.searchCustomers`: the people a text may mean, best first. Rejects only if none of the searched sources
   * responded.
   */
  search(request: CustomerSearchRequest): Promise<CustomerSearchResult>;
  /** `Query.customer(by:)`, `node`, `_entities`: null if no source knows the key. */
  find(key: CustomerKey): Promise<Customer | null>;
  /** A source's own list of something other than customers, e.g. of chats. */
  listRows(source: SourceName, list: string, request: RowListRequest): Promise<FacetPage>;
  /** The key by which a profile source looks up this facet of a person; null if they have no profile there. */
  personKey(customer: Customer, source: SourceName, facet: string): Promise<string | null>;
  /** One record by its vendor id; null if unknown. */
  record(source: SourceName, id: string): Promise<SourceRecord | null>;
  /** The customer a record belongs to (`CareCloudCustomer.customer`, `HelpCrunchCustomer.customer`). */
  customerOf(record: SourceRecord): Promise<Customer>;
  /** The customer's account. For UNRESOLVED customers it is looked up again; rejects if the source is down. */
  account(customer: Customer): Promise<SourceRecord | null>;
  /**
   * All profiles of a customer, last seen first, nulls last, then by id. One batched look-up for all customers of a
   * page.
   */
  profiles(customer: Customer): Promise<readonly SourceRecord[]>;
  /** The profiles of one source, looked up only there; empty if it is not configured. */
  profilesIn(customer: Customer, source: SourceName): Promise<readonly SourceRecord[]>;
  /**
   * A unified field: the account's value if it has one, else that of the first profile with one. Looks up only what is
   * needed.
   */
  field<K extends keyof Person>(customer: Customer, name: K): Promise<Person[K]> | Person[K];
  /**
   * The minimum of requests to each source that these fields need together without a cache. Sends no request; a field
   * that will be refused for its input costs nothing.
   */
  leastRequests(fields: Iterable<AskedField>): ReadonlyMap<SourceName, number>;
  /** The most requests to each source for the facets among these fields; facets have their own allowance. */
  facetCosts(fields: Iterable<AskedField>): ReadonlyMap<SourceName, FacetCost>;
  /** Each configured source's state, for `Query.sources`. */
  sources(): Promise<readonly DirectorySource[]>;
}

/** Exactly one is set; ids are decoded vendor ids. `email`, `phone` (E.164) and ids are validated by the schema. */
export type CustomerKey =
  | { readonly kind: 'customer'; readonly source: SourceName; readonly id: string }
  | { readonly kind: 'record'; readonly source: SourceName; readonly id: string }
  | { readonly kind: 'userId'; readonly source: SourceName; readonly value: string }
  /** Found by a value that records do not show: `finder` is the source's own (FacetSource.finders). */
  | {
      readonly kind: 'found';
      readonly source: SourceName;
      readonly finder: string;
      readonly value: FinderValue;
    }
  | { readonly kind: 'email' | 'phone'; readonly value: string };

/** The facts that the selection needs; each costs requests only if true. */
export interface WantedFacts {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: boolean;
}

export interface CustomerListRequest {
  readonly page: PageArguments;
  readonly filter: CustomerFilter;
  readonly order: { readonly field: 'SOURCE' | 'UPDATED_AT'; readonly direction: 'ASC' | 'DESC' };
  readonly want: WantedFacts;
}

export interface CustomerListPage {
  readonly edges: readonly CustomerListEdge[];
  readonly pageInfo: PageFacts;
  readonly totalCount: CustomerCount | null;
  readonly sources: readonly SourceReport[];
}

export interface CustomerListEdge {
  readonly cursor: string;
  readonly node: Customer;
  /** The source of the listed record. */
  readonly source: SourceName;
  readonly identity: 'RESOLVED' | 'UNRESOLVED';
}

/** Facts that are not wanted are false. */
interface PageFacts {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export interface CustomerCount {
  readonly value: number;
  readonly precision: 'EXACT' | 'AT_MOST' | 'AT_LEAST';
  readonly bySource: readonly { readonly source: SourceName; readonly value: number | null }[];
}

export interface RecordListRequest {
  readonly page: PageArguments;
  readonly filter: OwnFilter | null;
  readonly order: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null;
  /** CareCloudListOptions for CareCloud. */
  readonly options?: unknown;
  readonly want: WantedFacts;
}

export interface RecordListPage {
  readonly edges: readonly { readonly cursor: string; readonly node: SourceRecord }[];
  readonly pageInfo: PageFacts;
  readonly totalCount: number | null;
}

export interface DirectorySource extends SourceState {
  readonly source: SourceName;
  readonly filters: readonly string[];
  readonly orders: readonly string[];
  readonly traits: readonly SourceTrait[];
  readonly facets: readonly FacetHealth[];
}

/** What is known about a facet without sending a request. */
export interface FacetHealth {
  readonly facet: string;
  readonly requestsPerCustomer: number;
  readonly batch: number;
  readonly status: SourceStatus;
}

/** What a selected field will look up, known from its arguments alone. */
export type AskedField =
  | { readonly kind: 'LIST'; readonly request: CustomerListRequest }
  | { readonly kind: 'RECORDS'; readonly source: SourceName; readonly request: RecordListRequest }
  | { readonly kind: 'FIND'; readonly key: CustomerKey }
  | { readonly kind: 'RECORD'; readonly source: SourceName; readonly id: string }
  | { readonly kind: 'SEARCH'; readonly text: SearchText }
  | AskedFacet
  /**
   * This many requests of one kind to a source, shared by all equal fields; `name` identifies the kind and arguments.
   */
  | {
      readonly kind: 'REQUESTS';
      readonly source: SourceName;
      readonly name: string;
      readonly count: number;
    };
