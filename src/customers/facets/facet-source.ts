import type { RowRange, SortKey } from '../../paging/leg.ts';
import type { SourceCall } from '../source-call.ts';
import type { SourceStatus } from '../source-status.ts';

/**
 * The second port: what a source knows of a customer besides their record, by facets, and what its ids mean, by
 * catalogues. A source declares its facets and promises nothing else; nobody asks which vendor it is.
 */
export interface FacetSource {
  /** What people call the source, for messages: `CareCloud`. */
  readonly title: string;
  readonly facets: readonly FacetDeclaration[];
  /** The catalogues' names. */
  readonly catalogues: readonly string[];
  /** The keys by which the ids of records are found. */
  readonly finders: readonly FinderDeclaration[];

  /**
   * What each customer has, aligned to `keys`, the vendor's ids of their records: a value, null for a record that is gone, or
   * the error of one that failed alone. Rejects when all failed. `arguments` are the facet's own.
   */
  load(
    facet: string,
    keys: readonly string[],
    args: FacetArguments,
    call: SourceCall,
  ): Promise<readonly unknown[]>;
  /** A part of one customer's list, for facets that declare `pages`. Null: the record is gone. */
  page(
    facet: string,
    key: string,
    args: FacetArguments,
    range: RowRange,
    call: SourceCall,
  ): Promise<FacetRows | null>;
  /** One row of a facet by its own id; null when there is none. */
  row(facet: string, id: string, call: SourceCall): Promise<unknown>;
  /** All entries of a catalogue by their ids. `language`: as Accept-Language has it; absent: the source's usual one. */
  catalogue(
    name: string,
    language: string | undefined,
    call: SourceCall,
  ): Promise<ReadonlyMap<string, unknown>>;
  /** The ids of the records that have each value, aligned to `values`. */
  find(
    finder: string,
    values: readonly FinderValue[],
    call: SourceCall,
  ): Promise<readonly (readonly string[])[]>;
  /** Whether a facet may be read, as far as is known without asking. */
  status(facet: string): SourceStatus;
}

export interface FacetDeclaration {
  /** As the plan and `Query.sources` show it, e.g. `tier`. */
  readonly name: string;
  readonly keyedBy: 'ACCOUNT' | 'PROFILE';
  /** Customers that one request can serve; 1: none is shared. */
  readonly batch: number;
  /** Requests for one customer, or for one batch of them. */
  readonly requestsPerCustomer: number;
  /**
   * Where some arguments make requests that serve any number of customers: how many there are for so many values in each
   * argument; null: these arguments do not, undefined: none does. The source takes the cheaper way.
   */
  readonly sharedRequests?: (valuesIn: (argument: string) => number | null) => number | null;
  /** How a list that is read in pages is walked. */
  readonly pages?: FacetPaging;
}

export interface FacetPaging {
  /** The order in which the source is asked, and which alone it has. */
  readonly direction: 'ASC' | 'DESC';
  readonly keyOf: (row: never) => SortKey;
  readonly identityOf: (row: never) => string;
}

export interface FacetRows {
  readonly rows: readonly unknown[];
  /** All there are, by the vendor's own count; null when it does not say. */
  readonly total: number | null;
}

/** A facet's own arguments, checked; undefined members are absent. */
export type FacetArguments = Readonly<Record<string, unknown>>;

export interface FinderDeclaration {
  /** E.g. `cardNumber`. */
  readonly name: string;
  /** Values in one request. */
  readonly batch: number;
}

export interface FinderValue {
  readonly value: string;
  /** What the value is unique within, where that is known, e.g. one source of external ids. */
  readonly scope?: string;
}
