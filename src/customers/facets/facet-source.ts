import type { RowRange, SortKey } from '../../paging/leg.ts';
import type { IdentityKey, IdentityValues, SourceRecord } from '../model/source-record.ts';
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
  /** Its own lists of other things than customers, by name; absent: none. */
  readonly lists?: Readonly<Record<string, FacetList>>;

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
  /** The records that have each value, aligned to `values`. */
  find(
    finder: string,
    values: readonly FinderValue[],
    call: SourceCall,
  ): Promise<readonly (readonly Found[])[]>;
  /** Whether a facet may be read, as far as is known without asking. */
  status(facet: string): SourceStatus;
}

export interface FacetDeclaration {
  /** As the plan and `Query.sources` show it, e.g. `tier`. */
  readonly name: string;
  /** ROW: by the id of a row of another facet. */
  readonly keyedBy: 'ACCOUNT' | 'PROFILE' | 'ROW';
  /** What it can be asked by in place of a record's id: then nobody needs to look the record up. See person-key.ts. */
  readonly identityKeys?: readonly IdentityKey[];
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
  /** The most rows of one read; absent: as many as a page needs. */
  readonly largestRead?: number;
  /** Read in aligned blocks of so many rows; absent: in exact ranges. */
  readonly blockSize?: number;
  /** A row that holds a place and is nothing; absent: there are none. */
  readonly isGap?: (row: never) => boolean;
  /** Which rows these arguments keep; null: all. Absent: all. */
  readonly check?: (args: FacetArguments) => ((row: never) => boolean) | null;
}

export interface FacetRows {
  readonly rows: readonly unknown[];
  /** All there are, by the vendor's own count; null when it does not say. */
  readonly total: number | null;
  /** In which of its ways the source made the list (0 … 255); a page after this one is asked for with `args.variant`. */
  readonly variant?: number;
}

/** A list of a source's own, e.g. of chats. */
export interface FacetList<Row = unknown> {
  /** `filter` and `order` are the source's own, checked. Pure. */
  plan(filter: unknown, order: unknown): FacetListPlan<Row>;
}

export interface FacetListPlan<Row = unknown> {
  readonly largestRead: number;
  readonly blockSize: number;
  read(range: RowRange, call: SourceCall): Promise<FacetRows>;
  keyOf(row: Row): SortKey;
  identityOf(row: Row): string;
  isGap(row: Row): boolean;
  /** What of the filter is checked here, with the record of the row's customer where `recordOf` names one; null: nothing. */
  readonly check: ((row: Row, record: SourceRecord | null) => boolean) | null;
  /** Whose record the check needs; null: nobody's. */
  readonly recordOf: ((row: Row) => string | null) | null;
}

/** A facet's own arguments, checked; undefined members are absent. */
export type FacetArguments = Readonly<Record<string, unknown>>;

export interface FinderDeclaration {
  /** E.g. `cardNumber`. */
  readonly name: string;
  /** Values in one request. */
  readonly batch: number;
}

/** The id of a record that was found, with what the source said besides of who it is. */
export type Found = string | { readonly id: string; readonly person: FoundPerson };

/** As the source writes it; null where it has none. */
export type FoundPerson = { readonly [Key in keyof IdentityValues]?: string | null };

export interface FinderValue {
  readonly value: string;
  /** What the value is unique within, where that is known, e.g. one source of external ids. */
  readonly scope?: string;
}
