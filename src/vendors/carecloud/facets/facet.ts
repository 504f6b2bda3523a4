import type { FacetArguments, FacetDeclaration, FacetRows } from '../../../customers/facets/facet-source.ts';
import type { RowRange } from '../../../paging/leg.ts';
import type { TimeReader } from '../wire/decode-customer.ts';
import type { FieldReader } from '../wire/field-reader.ts';
import type { LocalBounds } from '../wire/local-bounds.ts';

/** What decoding a facet's rows needs. */
export interface FacetDecoding {
  readonly read: FieldReader;
  readonly time: TimeReader;
}

/** A GET request: one path with ordered parameters. */
export interface FacetRequest {
  readonly path: string;
  /** The documented path. */
  readonly route: string;
  readonly query: readonly (readonly [string, string])[];
}

/** The context of a filter that is applied here. */
export interface Applying {
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface FacetBase {
  readonly declaration: FacetDeclaration;
}

/** A facet with one object per customer. */
export interface ObjectFacet extends FacetBase {
  readonly kind: 'OBJECT';
  request(customerId: string, args: FacetArguments): FacetRequest;
  decode(data: Readonly<Record<string, unknown>>, decoding: FacetDecoding): unknown;
  /** The value if no row can satisfy the arguments and a request could not express this; undefined otherwise. */
  nothing?(args: FacetArguments): unknown;
}

/** A facet with a short list per customer, read whole. */
export interface ListFacet extends FacetBase {
  readonly kind: 'LIST';
  request(customerId: string, args: FacetArguments): FacetRequest;
  readonly rows: RowsDecoder;
  /** The facet's value, computed from all rows. Arguments that CareCloud does not support are applied here. */
  value(rows: readonly unknown[], args: FacetArguments, applying: Applying): unknown;
}

/** A facet with a long list per customer, read in pages. */
export interface PagedFacet extends FacetBase {
  readonly kind: 'PAGES';
  /** @param localBounds Bounds of times in the vendor's format. */
  request(customerId: string, args: FacetArguments, range: RowRange, localBounds: LocalBounds): FacetRequest;
  /** Whether no row can satisfy the arguments; absent: some row always may. */
  isNothing?(args: FacetArguments): boolean;
  readonly rows: RowsDecoder;
  /** One row by its id; absent if rows have none. */
  one?(id: string): FacetRequest;
}

export type CareCloudFacet = ObjectFacet | ListFacet | PagedFacet;

/** How the rows of a list are decoded. */
export interface RowsDecoder {
  /** The vendor's name of the list, below `data`. */
  readonly key: string;
  /**
   * Whether each row names its customer. If true, a row may omit it; in a list over all customers (ALWAYS) it must
   * match.
   */
  readonly namesCustomer: boolean | 'ALWAYS';
  /** Null if the row is invalid because it lacks its identifying fields. */
  decode(row: Readonly<Record<string, unknown>>, decoding: FacetDecoding): unknown;
}

/** Rows and total as the port defines them. */
export interface DecodedRows extends FacetRows {
  /** How many rows were received, including invalid ones. */
  readonly came: number;
}

/** A facet that needs one request per customer; the vendor offers no other. */
export function perCustomer(name: string): FacetDeclaration {
  return { name, keyedBy: 'ACCOUNT', batch: 1, requestsPerCustomer: 1 };
}

/** `/customers/{customer_id}/…` */
export function below(customerId: string, list: string, query: FacetRequest['query'] = []): FacetRequest {
  return {
    path: `/customers/${encodeURIComponent(customerId)}/${list}`,
    route: `/customers/{customer_id}/${list}`,
    query,
  };
}

/** A path without an id. */
export function plain(path: string, query: FacetRequest['query'] = []): FacetRequest {
  return { path, route: path, query };
}

/** The parameters that are set; a list becomes `name[]=…` for each value. */
export function given(
  parameters: Readonly<Record<string, string | number | boolean | readonly string[] | undefined | null>>,
): FacetRequest['query'] {
  return Object.entries(parameters).flatMap(([name, value]): (readonly [string, string])[] => {
    if (value === undefined || value === null) return [];
    if (typeof value === 'object') return value.map((each) => [`${name}[]`, each]);
    return [[name, String(value)]];
  });
}

/** A parameter documented as a single text whose prose also allows a list. One value is sent as documented. */
export function oneOrMany(values: readonly string[] | undefined): string | readonly string[] | undefined {
  return values?.length === 1 ? values[0] : values;
}
