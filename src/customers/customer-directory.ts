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
 * The directory of customers as one operation sees it: created per operation, with its own look-up memory
 * (a key is asked once per operation) and request meter. All look-ups batch across calls of one tick.
 */
export interface CustomerDirectory {
  /** What sources know of customers besides their records, and what their ids mean. */
  readonly facets: FacetDirectory;
  /** `Query.customers`. Facts that cost requests are asked for only when `want` says so. */
  list(request: CustomerListRequest): Promise<CustomerListPage>;
  /** `Query.careCloudCustomers`, `Query.helpCrunchCustomers`: one source's own list, vendor semantics untouched. Null source: not configured → UPSTREAM_UNAVAILABLE. */
  listRecords(source: SourceName, request: RecordListRequest): Promise<RecordListPage>;
  /** `Query.searchCustomers`: the people a text may mean, best first. Rejects only when no source that was asked answered. */
  search(request: CustomerSearchRequest): Promise<CustomerSearchResult>;
  /** `Query.customer(by:)`, `node`, `_entities`: null when no source knows the key. */
  find(key: CustomerKey): Promise<Customer | null>;
  /** One of a source's own lists of other things than customers, e.g. of chats. */
  listRows(source: SourceName, list: string, request: RowListRequest): Promise<FacetPage>;
  /** By what a profile source is asked for this facet of a whole person; null: they have no profile there. */
  personKey(customer: Customer, source: SourceName, facet: string): Promise<string | null>;
  /** One record by its vendor id; null when unknown. */
  record(source: SourceName, id: string): Promise<SourceRecord | null>;
  /** The customer a record belongs to (`CareCloudCustomer.customer`, `HelpCrunchCustomer.customer`). */
  customerOf(record: SourceRecord): Promise<Customer>;
  /** The account behind a customer; for UNRESOLVED ones this asks again and rejects when the source is down. */
  account(customer: Customer): Promise<SourceRecord | null>;
  /** All profiles of a customer, last seen first, nulls last, then id. One batched look-up for all customers of a page. */
  profiles(customer: Customer): Promise<readonly SourceRecord[]>;
  /** Those of one source, which alone is asked; none where it is not configured. */
  profilesIn(customer: Customer, source: SourceName): Promise<readonly SourceRecord[]>;
  /** A unified field: the account's value when it has one, else the first profile's that has; look-ups only where needed. */
  field<K extends keyof Person>(customer: Customer, name: K): Promise<Person[K]> | Person[K];
  /**
   * The least number of requests to each source that these fields need together when no cache answers. Asks nobody; a
   * field that will be refused for its input costs nothing.
   */
  leastRequests(fields: Iterable<AskedField>): ReadonlyMap<SourceName, number>;
  /** The most requests that the facets among these fields take of each source; facets have an allowance of their own. */
  facetCosts(fields: Iterable<AskedField>): ReadonlyMap<SourceName, FacetCost>;
  /** Each configured source's state, for `Query.sources`. */
  sources(): Promise<readonly DirectorySource[]>;
}

/** Exactly one is set; ids are decoded vendor ids. `email`, `phone` (E.164) and ids are validated by the schema. */
export type CustomerKey =
  | { readonly kind: 'customer'; readonly source: SourceName; readonly id: string }
  | { readonly kind: 'record'; readonly source: SourceName; readonly id: string }
  | { readonly kind: 'userId'; readonly source: SourceName; readonly value: string }
  /** Found by what is no part of a record: `finder` is the source's own (FacetSource.finders). */
  | {
      readonly kind: 'found';
      readonly source: SourceName;
      readonly finder: string;
      readonly value: FinderValue;
    }
  | { readonly kind: 'email' | 'phone'; readonly value: string };

/** What the selection set asks for; each costs requests only when true. */
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
  /** Whose record is listed here. */
  readonly source: SourceName;
  readonly identity: 'RESOLVED' | 'UNRESOLVED';
}

/** Facts not wanted are false. */
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

/** What is known of a facet without asking for it. */
export interface FacetHealth {
  readonly facet: string;
  readonly requestsPerCustomer: number;
  readonly batch: number;
  readonly status: SourceStatus;
}

/** What a selected field will ask of the directory, known from its arguments alone. */
export type AskedField =
  | { readonly kind: 'LIST'; readonly request: CustomerListRequest }
  | { readonly kind: 'RECORDS'; readonly source: SourceName; readonly request: RecordListRequest }
  | { readonly kind: 'FIND'; readonly key: CustomerKey }
  | { readonly kind: 'RECORD'; readonly source: SourceName; readonly id: string }
  | { readonly kind: 'SEARCH'; readonly text: SearchText }
  | AskedFacet
  /** So many requests of one kind to a source, whoever else asks the same; `name` tells kinds and arguments apart. */
  | {
      readonly kind: 'REQUESTS';
      readonly source: SourceName;
      readonly name: string;
      readonly count: number;
    };
