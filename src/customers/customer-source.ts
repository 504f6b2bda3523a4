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
 * The port: all operations of the gateway on a vendor. A source declares what it supports and promises nothing else; no
 * caller checks which vendor it is. `plan`, `planOwn`, `matches`, `invisible`, `omits` and `sortKey` send no
 * request.
 */
export interface CustomerSource<Own = unknown> {
  readonly name: SourceName;
  /** ACCOUNTS define customers; PROFILES are claimed by accounts with an equal identity key. */
  readonly role: 'ACCOUNTS' | 'PROFILES';
  readonly abilities: SourceAbilities;

  /** Converts a demand to vendor queries that together certainly contain every record satisfying it. */
  plan(demand: Demand): PushDown;
  /**
   * The same as if nothing undocumented had been learned, so that a walk goes on that began before. What it then lacks
   * is unknown. Absent: nothing that is learned changes the plan.
   */
  planAsAssumed?(demand: Demand): PushDown;
  /** Converts the source's own filter with the vendor's semantics, for the source's own list. Null: the whole list. */
  planOwn(filter: OwnFilter | null): PushDown;
  /**
   * Whether a record satisfies a demand, as far as the record shows (letter case ignored, phones as E.164). Criteria
   * named by `invisible` count as satisfied.
   */
  matches(record: SourceRecord<Own>, demand: Demand): boolean;
  /**
   * The part of an own filter that records do not show and only the vendor can check (CareCloud customer_source_id);
   * null if none.
   */
  invisible(filter: OwnFilter): OwnFilter | null;
  /**
   * Whether a list of this query (`null`: the whole list) shows a record that satisfies it, as far as is known; absent:
   * it does. Sends at most one request, once.
   */
  lists?(record: SourceRecord<Own>, filter: unknown, call: SourceCall): boolean | Promise<boolean>;
  /**
   * Whether a list of this query may lack records that satisfy the demand, although look-ups show them; as far as is
   * known. Absent: it has them all.
   */
  omits?(filter: unknown, demand: Demand): boolean;
  /** The sort key of a record, in the vendor's ascending order; null if the record has none. */
  sortKey(record: SourceRecord<Own>, field: string): SortKey;
  /**
   * The latest value that a sort key may stand for, such as a local time that came twice; absent: the key itself. It
   * only keeps rows from being called unsorted.
   */
  latestKey?(key: SortKey, field: string): SortKey;

  /** One request: `limit` rows (1 … abilities.largestPage) from `offset`, and the total number of rows. */
  list(query: SourceQuery, range: RowRange, call: SourceCall): Promise<RecordPage<Own>>;
  /**
   * Every record with one of the keys, aligned to `keys`: as few requests as the abilities allow, no key left out. With
   * `restrictTo`, only records that the vendor itself matches to it (for `invisible` criteria). `id` keys return at
   * most one record each. Rejects with an UpstreamError if the vendor did not respond.
   */
  lookUp(
    keys: readonly RecordKey[],
    call: SourceCall,
    restrictTo?: OwnFilter,
  ): Promise<readonly (readonly SourceRecord<Own>[])[]>;
  /**
   * The records that a typed text may mean, in as few requests as possible: candidates, not yet compared with the text.
   * Absent: this source cannot be searched. Rejects with an UpstreamError if the vendor did not respond.
   */
  search?(text: SearchText, call: SourceCall): Promise<FoundRecords<Own>>;
  /**
   * Whether a complete result for the beginning of a text would cover the whole of it, as far as is known before it is
   * there, so that it is worth waiting for. Absent: it never does.
   */
  mayCover?(beginning: SearchText, whole: SearchText): boolean;
  /**
   * Resolves a filter whose values only the vendor can map to records. The result is what the other functions receive.
   * Absent: there are no such values.
   */
  resolve?(filter: OwnFilter, call: SourceCall): Promise<OwnFilter>;
  /** Whether a filter has such values: its queries are unknown until they are resolved. */
  isUnresolved?(filter: OwnFilter): boolean;
  /** Further data about its customers; absent: none. */
  readonly facets?: FacetSource;
  /** What is known without a request: breaker, cool-down, budget. */
  health(): Promise<SourceState>;
  /** The vendor's undocumented behaviours as far as known; absent: none. */
  traits?(): readonly SourceTrait[];
  /** What is known to be wrong with the totals of its lists; absent or null: nothing. */
  wrongTotals?(): 'TOO_HIGH' | 'TOO_LOW' | null;
  /**
   * Receives how many rows came when two were requested from the last position that the whole list's total states, and
   * the total stated with them. Absent: nothing is learned from it.
   */
  sawEnd?(end: {
    readonly total: number | null;
    readonly atLast: number;
    readonly totalAtLast: number | null;
  }): void;
  /** Whether its totals may count rows that cannot be read, as far as is known; absent: they do not. */
  skipsRows?(): boolean;
  /** Whether its lists come in the requested order, as far as is known; absent: they do. */
  keepsOrder?(): boolean;
  /**
   * Whether a look-up by these keys may miss a record that has one of them, as far as is known; absent: it does not.
   */
  mayLack?(keys: readonly RecordKey[]): boolean;
  /** Receives undocumented behaviour that a list noticed. */
  noticed?(warning: LegWarning): void;
  /**
   * Learns traits with at most six requests. Rejects with an UpstreamError if the vendor did not respond. Absent: not
   * supported.
   */
  probe?(call: SourceCall): Promise<void>;
  /** Absent: nothing is learned. */
  readonly traitMemory?: TraitMemory;
}

/** A trait as it was learned. */
export interface LearnedTrait {
  readonly name: string;
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly learnedAt: number;
}

/** What was learned of a source, for what outlives this process. */
export interface TraitMemory {
  learned(): readonly LearnedTrait[];
  /** Adopts what was learned elsewhere and later than here. Unknown names and values are ignored. */
  takeOver(traits: readonly LearnedTrait[]): void;
  /** Calls back for each trait that is learned here, and at times for one that still shows. */
  onLearned(listener: (trait: LearnedTrait) => void): void;
}

/** A behaviour that the vendor does not document. */
export interface SourceTrait {
  /** e.g. `search.equals.case` */
  readonly name: string;
  /** e.g. `SENSITIVE` */
  readonly value: string;
  /** True: learned from responses; false: assumed. */
  readonly learned: boolean;
}

export interface SourceAbilities {
  /** Public names of the criteria that the source can filter by, e.g. `email`, `lastSeen.gte`. */
  readonly filters: readonly string[];
  /** Own sort fields, as in the source's public order enum, e.g. `CUSTOMER_ID`. */
  readonly orders: readonly string[];
  /** The own sort field for each order of the unified list. */
  readonly unifiedOrders: { readonly SOURCE: string; readonly UPDATED_AT: string };
  /** The unified fields that its records can fill; the others are never looked up here. */
  readonly fills: readonly (keyof Person)[];
  /** The most rows per list request. */
  readonly largestPage: number;
  /**
   * Rows per aligned block, if responses are cached and pages should share blocks; absent: exact ranges. Blocks overlap
   * by one row, so that every seam can be checked for drift.
   */
  readonly blockSize?: number;
  /** How many values of a kind fit into one look-up request; 0: this kind cannot be looked up here. */
  readonly lookUpBatch: Readonly<Record<RecordKey['kind'], number>>;
  /** Whether one look-up request may mix kinds of keys. */
  readonly lookUpMixesKinds: boolean;
  /** What a text can be searched as here; absent: nothing. */
  readonly searchReadings?: readonly SearchReading[];
  /** The reading for an equal id of this source; absent: ids are not searched for. */
  readonly idReading?: SearchReading;
}

/** A vendor query: the vendor's own filter (opaque to the gateway), order and further options. */
export interface SourceQuery {
  /** Opaque; null for the whole list. */
  readonly filter: unknown;
  readonly order: { readonly field: string; readonly direction: 'ASC' | 'DESC' };
  /** Vendor-specific, e.g. CareCloudListOptions. */
  readonly options?: unknown;
}

/** How a source serves a demand. */
export interface PushDown {
  /** Each is one leg of the list. Empty: no record of this source can satisfy the demand. */
  readonly filters: readonly unknown[];
  /**
   * Whether every row of every query certainly satisfies the demand and is in one query only: no re-check, exact
   * totals.
   */
  readonly exact: boolean;
  /**
   * In the source's own list, the part of the filter that is checked here because the vendor's queries cannot express
   * it. Absent: all of the filter, if `exact` is false.
   */
  readonly residual?: OwnFilter;
  /** With several queries: the index of the only query that lists a record. Called for matching records only. */
  readonly ownerOf?: (record: SourceRecord) => number;
  /** For people: how each criterion is handled. */
  readonly criteria: readonly PlannedCriterion[];
}

export interface PlannedCriterion {
  /** The public name of the criterion, e.g. `email`, `helpCrunch.tags`. */
  readonly criterion: string;
  readonly handling: 'PUSHED_DOWN' | 'PUSHED_DOWN_AND_RECHECKED' | 'RESIDUAL' | 'IMPOSSIBLE';
  /** The vendor parameter or field of a criterion that is pushed down. */
  readonly parameter?: string;
}

export interface RecordPage<Own = unknown> {
  /** Each at its position: a row that could not be decoded is present as one that `isUnreadable`. */
  readonly records: readonly SourceRecord<Own>[];
  /** The query's total number of rows, as stated by the vendor; null if it did not state it. */
  readonly total: number | null;
  /**
   * Whether the adapter sorted the rows itself, from several responses, so they reveal nothing about the vendor's
   * order.
   */
  readonly isOrderedHere?: boolean;
  /** How many of the records are placeholders for rows that could not be decoded; absent: none. */
  readonly skipped?: number;
}

export interface SourceState {
  readonly status: SourceStatus;
  /** The budget per 60 seconds; null without one. */
  readonly requestsPerMinute: number | null;
  readonly requestsRemaining: number | null;
  /** When the last request to it ended, in milliseconds since the epoch; null or absent if there was none. */
  readonly lastOutcomeAt?: number | null;
  /**
   * Why the last request failed, or why none can be sent now, in fixed words; null or absent if neither is so.
   */
  readonly error?: {
    readonly code: UpstreamErrorCode;
    readonly message: string;
    readonly retryAfterSeconds: number | null;
  } | null;
}
