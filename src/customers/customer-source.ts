import type { UpstreamErrorCode } from '../errors/error-codes.ts';
import type { LegWarning, RowRange, SortKey } from '../paging/leg.ts';
import type { FacetSource } from './facets/facet-source.ts';
import type { Demand, OwnFilter } from './model/customer-filter.ts';
import type { Person, RecordKey, SourceName, SourceRecord } from './model/source-record.ts';
import type { FoundRecords } from './search/found-records.ts';
import type { SearchReading, SearchText } from './search/read-search-text.ts';
import type { SourceCall } from './source-call.ts';
import type { SourceStatus } from './source-status.ts';

/**
 * The port: everything the gateway asks of a vendor. A source declares what it can do and promises nothing else;
 * nobody asks which vendor it is. `plan`, `planOwn`, `matches`, `invisible` and `sortKey` are pure.
 */
export interface CustomerSource<Own = unknown> {
  readonly name: SourceName;
  /** ACCOUNTS are what customers are; PROFILES are claimed by accounts with an equal identity key. */
  readonly role: 'ACCOUNTS' | 'PROFILES';
  readonly abilities: SourceAbilities;

  /** Translates a demand into vendor queries that together surely contain every record satisfying it. */
  plan(demand: Demand): PushDown;
  /** Translates the source's own filter with the vendor's own meaning, for the source's own list. Null: the whole list. */
  planOwn(filter: OwnFilter | null): PushDown;
  /**
   * Whether a record satisfies a demand, as far as the record shows (letter case ignored, phones as E.164).
   * Criteria named by `invisible` count as satisfied.
   */
  matches(record: SourceRecord<Own>, demand: Demand): boolean;
  /** The part of an own filter that no record shows and only the vendor can judge (CareCloud customer_source_id); null if none. */
  invisible(filter: OwnFilter): OwnFilter | null;
  /** Whether a list of this query (`null`: the whole list) shows a record that satisfies it, as far as is known; absent: it does. At most one request, once. */
  lists?(record: SourceRecord<Own>, filter: unknown, call: SourceCall): boolean | Promise<boolean>;
  /** The value a record is sorted by, in the vendor's ascending order; null where the record has none. */
  sortKey(record: SourceRecord<Own>, field: string): SortKey;

  /** One request: `limit` rows (1 … abilities.largestPage) from `offset`, and how many rows there are in all. */
  list(query: SourceQuery, range: RowRange, call: SourceCall): Promise<RecordPage<Own>>;
  /**
   * Every record with one of the keys, aligned to `keys`: as few requests as the abilities allow, no key left out.
   * With `restrictTo`, only records that the vendor itself says satisfy it (for `invisible` criteria).
   * `id` keys give at most one record each. Rejects with an UpstreamError when the vendor did not answer.
   */
  lookUp(
    keys: readonly RecordKey[],
    call: SourceCall,
    restrictTo?: OwnFilter,
  ): Promise<readonly (readonly SourceRecord<Own>[])[]>;
  /**
   * The records that a text typed at a desk may mean, in as few requests as possible: candidates, not yet compared with the
   * text. Absent: this source cannot be searched. Rejects with an UpstreamError when the vendor did not answer.
   */
  search?(text: SearchText, call: SourceCall): Promise<FoundRecords<Own>>;
  /**
   * A filter whose values only the vendor can turn into records, with these found: what the other functions are given. Absent:
   * there are no such values.
   */
  resolve?(filter: OwnFilter, call: SourceCall): Promise<OwnFilter>;
  /** Whether a filter has such values: which queries it becomes is not known before they are found. */
  isUnresolved?(filter: OwnFilter): boolean;
  /** What else is known of its customers; absent: nothing. */
  readonly facets?: FacetSource;
  /** What is known without asking the vendor: breaker, cooling-down, budget. */
  health(): Promise<SourceState>;
  /** What no document of the vendor tells, as far as it showed; absent: nothing is. */
  traits?(): readonly SourceTrait[];
  /** What is known to be wrong with the totals of its lists; absent or null: nothing. */
  wrongTotals?(): 'TOO_HIGH' | 'TOO_LOW' | null;
  /** Whether its lists come in the order that is asked for, as far as is known; absent: they do. */
  keepsOrder?(): boolean;
  /** Told of what a list noticed and no document tells. */
  noticed?(warning: LegWarning): void;
  /** Learns traits by at most six requests. Rejects with an UpstreamError when the vendor did not answer. Absent: it cannot. */
  probe?(call: SourceCall): Promise<void>;
}

/** A behaviour that the vendor does not document. */
export interface SourceTrait {
  /** e.g. `search.equals.case` */
  readonly name: string;
  /** e.g. `SENSITIVE` */
  readonly value: string;
  /** It showed; false: it is assumed. */
  readonly learned: boolean;
}

export interface SourceAbilities {
  /** Public names of what the source filters by itself, e.g. `email`, `lastSeen.gte`. */
  readonly filters: readonly string[];
  /** Own order fields, as in the source's public order enum, e.g. `CUSTOMER_ID`. */
  readonly orders: readonly string[];
  /** Which own order field serves each order of the unified list. */
  readonly unifiedOrders: { readonly SOURCE: string; readonly UPDATED_AT: string };
  /** The unified fields its records can fill; the others are never looked up here. */
  readonly fills: readonly (keyof Person)[];
  /** The most rows one list request may ask for. */
  readonly largestPage: number;
  /**
   * Rows per aligned block, where answers are kept and lists are best read in blocks that pages share; absent: exact
   * ranges.
   * Blocks overlap by one row, so that every seam can be checked for drift.
   */
  readonly blockSize?: number;
  /** How many values of a kind one look-up request answers; 0: this kind cannot be looked up here. */
  readonly lookUpBatch: Readonly<Record<RecordKey['kind'], number>>;
  /** Whether one look-up request may mix kinds of keys. */
  readonly lookUpMixesKinds: boolean;
  /** What a text can be searched for as here; absent: nothing. */
  readonly searchReadings?: readonly SearchReading[];
  /** What a search calls an equal id of this source; absent: ids are not searched for. */
  readonly idReading?: SearchReading;
}

/** A vendor query: the vendor's own filter shape (opaque to the gateway), order and further options. */
export interface SourceQuery {
  /** Opaque; null asks for the whole list. */
  readonly filter: unknown;
  readonly order: { readonly field: string; readonly direction: 'ASC' | 'DESC' };
  /** Vendor-specific, e.g. CareCloudListOptions. */
  readonly options?: unknown;
}

/** How a demand is served by a source. */
export interface PushDown {
  /** One leg of the list each. Empty: no record of this source can satisfy the demand. */
  readonly filters: readonly unknown[];
  /** Every row of every query surely satisfies the demand and comes in one query only: no re-check, exact totals. */
  readonly exact: boolean;
  /**
   * In the source's own list, what of the filter is checked here after all: no query of the vendor's can say it. Absent: all of
   * the filter, where `exact` is false.
   */
  readonly residual?: OwnFilter;
  /** With several queries: the index of the one query a record is listed in. Called for matching records only. */
  readonly ownerOf?: (record: SourceRecord) => number;
  /** For people: what became of each criterion. */
  readonly criteria: readonly PlannedCriterion[];
}

export interface PlannedCriterion {
  /** The public name of the criterion, e.g. `email`, `helpCrunch.tags`. */
  readonly criterion: string;
  readonly handling: 'PUSHED_DOWN' | 'PUSHED_DOWN_AND_RECHECKED' | 'RESIDUAL' | 'IMPOSSIBLE';
  /** The vendor parameter or field that carries it, when pushed down. */
  readonly parameter?: string;
}

export interface RecordPage<Own = unknown> {
  /** Each at its place: a row that could not be read is there as one that `isUnreadable`. */
  readonly records: readonly SourceRecord<Own>[];
  /** How many rows the query has in all, by the vendor's count; null when it did not say. */
  readonly total: number | null;
  /** The source put the rows in this order itself, out of several answers: it tells nothing of the vendor's order. */
  readonly isOrderedHere?: boolean;
  /** How many of the records hold the place of a row that could not be read; absent: none. */
  readonly skipped?: number;
}

export interface SourceState {
  readonly status: SourceStatus;
  /** The budget per 60 seconds; null = none. */
  readonly requestsPerMinute: number | null;
  readonly requestsRemaining: number | null;
  /** When the last request to it ended, milliseconds since the epoch; null or absent: not asked yet. */
  readonly lastOutcomeAt?: number | null;
  /** Why the last request did not succeed, in fixed words; null or absent when it did. */
  readonly error?: { readonly code: UpstreamErrorCode; readonly message: string } | null;
}
