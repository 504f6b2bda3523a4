import type { RowRange, SortKey } from '../../paging/leg.ts';
import type { IdentityKey, IdentityValues, SourceRecord } from '../model/source-record.ts';
import type { SourceCall } from '../source-call.ts';
import type { SourceStatus } from '../source-status.ts';

/**
 * The second port: a source's data about customers apart from records (facets), and the meaning of its ids
 * (catalogues). A source declares its facets and promises nothing else; no caller checks which vendor it is.
 */
export interface FacetSource {
  /** The source's name in messages: `CareCloud`. */
  readonly title: string;
  readonly facets: readonly FacetDeclaration[];
  /** The catalogues' names. */
  readonly catalogues: readonly string[];
  /** The keys that find the ids of records. */
  readonly finders: readonly FinderDeclaration[];
  /** Its own lists of other things than customers, by name; absent: none. */
  readonly lists?: Readonly<Record<string, FacetList>>;

  /**
   * A facet of each customer, aligned to `keys`, the vendor's ids of their records: a value, null for a record that is
   * gone, or the error of one that failed alone. Rejects if all failed. `arguments` are the facet's own.
   */
  load(
    facet: string,
    keys: readonly string[],
    args: FacetArguments,
    call: SourceCall,
  ): Promise<readonly unknown[]>;
  /** A part of one customer's list, for facets that declare `pages`. Null if the record is gone. */
  page(
    facet: string,
    key: string,
    args: FacetArguments,
    range: RowRange,
    call: SourceCall,
  ): Promise<FacetRows | null>;
  /** One row of a facet by its own id; null if there is none. */
  row(facet: string, id: string, call: SourceCall): Promise<unknown>;
  /** All entries of a catalogue by id. `language`: in the format of Accept-Language; absent: the source's default. */
  catalogue(
    name: string,
    language: string | undefined,
    call: SourceCall,
  ): Promise<ReadonlyMap<string, unknown>>;
  /** The records with each value, aligned to `values`. */
  find(
    finder: string,
    values: readonly FinderValue[],
    call: SourceCall,
  ): Promise<readonly (readonly Found[])[]>;
  /** Whether a facet can be read, as far as is known without a request. */
  status(facet: string): SourceStatus;
}

export interface FacetDeclaration {
  /** As in the plan and `Query.sources`, e.g. `tier`. */
  readonly name: string;
  /** ROW: by the id of a row of another facet. */
  readonly keyedBy: 'ACCOUNT' | 'PROFILE' | 'ROW';
  /** Keys that can replace a record's id, so that the record need not be looked up. See person-key.ts. */
  readonly identityKeys?: readonly IdentityKey[];
  /** The number of customers that one request can serve; 1: requests are not shared. */
  readonly batch: number;
  /** Requests per customer, or per batch of them. */
  readonly requestsPerCustomer: number;
  /**
   * For arguments whose requests serve any number of customers: the number of requests for the number of values in each
   * argument. Null: these arguments do not have such requests; undefined: none do. The source uses the cheaper way.
   */
  readonly sharedRequests?: (valuesIn: (argument: string) => number | null) => number | null;
  /** How a paged list is walked. */
  readonly pages?: FacetPaging;
}

export interface FacetPaging {
  /** The only order that the source offers. */
  readonly direction: 'ASC' | 'DESC';
  readonly keyOf: (row: never) => SortKey;
  readonly identityOf: (row: never) => string;
  /** The most rows per read; absent: as many as a page needs. */
  readonly largestRead?: number;
  /** Reads aligned blocks of this many rows; absent: exact ranges. */
  readonly blockSize?: number;
  /** Whether a row is only a placeholder; absent: there are none. */
  readonly isGap?: (row: never) => boolean;
  /** Which rows these arguments keep; null: all. Absent: all. */
  readonly check?: (args: FacetArguments) => ((row: never) => boolean) | null;
}

export interface FacetRows {
  readonly rows: readonly unknown[];
  /** The total stated by the vendor; null if it does not state it. */
  readonly total: number | null;
  /** The variant in which the source built the list (0 … 255); the next page is requested with `args.variant`. */
  readonly variant?: number;
}

/** A source's own list, e.g. of chats. */
export interface FacetList<Row = unknown> {
  /** `filter` and `order` are the source's own, validated. Pure. */
  plan(filter: unknown, order: unknown): FacetListPlan<Row>;
}

export interface FacetListPlan<Row = unknown> {
  readonly largestRead: number;
  readonly blockSize: number;
  read(range: RowRange, call: SourceCall): Promise<FacetRows>;
  keyOf(row: Row): SortKey;
  identityOf(row: Row): string;
  isGap(row: Row): boolean;
  /**
   * The part of the filter that is checked here, with the record of the row's customer if `recordOf` names one; null:
   * nothing.
   */
  readonly check: ((row: Row, record: SourceRecord | null) => boolean) | null;
  /** The customer whose record the check needs; null: none. */
  readonly recordOf: ((row: Row) => string | null) | null;
}

/** A facet's own arguments, validated; undefined members are absent. */
export type FacetArguments = Readonly<Record<string, unknown>>;

export interface FinderDeclaration {
  /** E.g. `cardNumber`. */
  readonly name: string;
  /** Values per request. */
  readonly batch: number;
}

/** The id of a found record, with what the source returned about its identity. */
export type Found = string | { readonly id: string; readonly person: FoundPerson };

/** As the source stores it; null if it has none. */
export type FoundPerson = { readonly [Key in keyof IdentityValues]?: string | null };

export interface FinderValue {
  readonly value: string;
  /** The scope within which the value is unique, if known, e.g. one source of external ids. */
  readonly scope?: string;
}
