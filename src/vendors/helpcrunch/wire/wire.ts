/**
 * HelpCrunch REST API v1 as its pages document it (Get all customers, Get a single customer, Search for customers,
 * Customer model). Two generations of the pages differ in times, custom data and errors; both are described here.
 */

/** The fields of the search page, with the types of their values. */
export type SearchField =
  | 'customers.id'
  | 'customers.name'
  | 'customers.email'
  | 'customers.userId'
  | 'customers.company'
  | 'customers.phone'
  | 'customers.countryCode'
  | 'customers.regionCode'
  | 'customers.city'
  | 'customers.lastSeen'
  | 'customers.tagsData';

/**
 * `=` for all types; `!=` for all but arrays; comparisons for integers and dates; `~` (contains) and `!~` for texts.
 */
export type SearchOperator = '=' | '!=' | '>' | '<' | '>=' | '<=' | '~' | '!~';

/** Integers for ids, unix seconds for dates, `[{ name }]` for tags (a record must have all of them). */
export type SearchValue = string | number | readonly { readonly name: string }[];

export interface SearchCondition {
  readonly field: SearchField;
  readonly operator: SearchOperator;
  readonly value: SearchValue;
}

/**
 * A flat list of conditions under one comparison; nesting is not possible. Never empty (undocumented): see
 * HelpCrunchQuery.
 */
export interface HelpCrunchSearch {
  readonly comparison: 'AND' | 'OR';
  readonly conditions: readonly SearchCondition[];
}

/**
 * What a search by `~` may rely on to find everything: that it finds a text inside of a word, or a word that is not the
 * first, or a text in another letter case.
 */
export type Reliance = 'INSIDE' | 'LATER_WORD' | 'CASE';

/** One native query: a search, or null for the whole list (GET /customers). */
export type HelpCrunchQuery = HelpCrunchSearch | null;

/** The two sort options both list operations document. */
export type SortOption = 'customers.firstSeen' | 'customers.lastSeen';

/** Body of POST /customers/search. */
export interface SearchBody {
  readonly comparison: 'AND' | 'OR';
  readonly filter: readonly SearchCondition[];
  readonly sort: SortOption;
  readonly order: 'ASC' | 'DESC';
  readonly limit: number;
  readonly offset: number;
}

/** Unix seconds: a number (OLD pages) or a numeric string (NEW), either with an optional fraction; null if never. */
type TimeWire = number | string | null;

/** A scalar; dates are free strings or unix numbers. */
type DatumWire = string | number | boolean | null;

/** Customer model. Every member except `id` may be null or missing. */
export interface CustomerWire {
  readonly id: number;
  readonly name?: string | null;
  /** Not unique. */
  readonly email?: string | null;
  readonly userId?: string | null;
  readonly company?: string | null;
  readonly phone?: string | null;
  readonly firstSeen?: TimeWire;
  readonly lastSeen?: TimeWire;
  readonly location?: {
    readonly regionCode?: string | null;
    readonly countryCode?: string | null;
    readonly city?: string | null;
  } | null;
  readonly device?: {
    readonly id?: number | null;
    readonly ip?: string | null;
    readonly timezone?: string | null;
    readonly platform?: string | null;
    readonly userAgent?: string | null;
  } | null;
  readonly unsubscribed?: boolean | null;
  readonly blocked?: boolean | null;
  readonly source?: string | null;
  readonly referer?: string | null;
  readonly locale?: string | null;
  readonly notes?: string | null;
  readonly lastPage?: string | null;
  /** NEW pages only, as `integrationId`. */
  readonly createdFrom?: string | null;
  readonly integrationId?: string | null;
  readonly tags?: readonly { readonly name: string; readonly color?: string | null }[] | null;
  /** OLD: a list of pairs; NEW: a map. */
  readonly customData?:
    | readonly { readonly property: string; readonly value: DatumWire }[]
    | Readonly<Record<string, DatumWire>>
    | null;
}

/** GET /customers and POST /customers/search. `meta.total` appears in sibling operations of the NEW pages. */
export interface CustomersWire {
  readonly total?: number;
  readonly meta?: { readonly total?: number };
  readonly data: readonly CustomerWire[];
}

/** The body of every error; NEW pages put a generic `invalid_request` first, so the HTTP status decides. */
export interface ErrorsWire {
  readonly errors: readonly { readonly code: string; readonly message: string }[];
}
