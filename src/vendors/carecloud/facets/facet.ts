import type { FacetArguments, FacetDeclaration, FacetRows } from '../../../customers/facets/facet-source.ts';
import type { RowRange } from '../../../paging/leg.ts';
import type { TimeReader } from '../wire/decode-customer.ts';
import type { FieldReader } from '../wire/field-reader.ts';

/** What reading a facet's rows needs besides them. */
export interface FacetDecoding {
  readonly read: FieldReader;
  readonly time: TimeReader;
}

/** GET of one path, its parameters in order. */
export interface FacetRequest {
  readonly path: string;
  /** The documented path. */
  readonly route: string;
  readonly query: readonly (readonly [string, string])[];
}

/** What a filter that is applied here needs to know. */
export interface Applying {
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface FacetBase {
  readonly declaration: FacetDeclaration;
}

/** One object of a customer's. */
export interface ObjectFacet extends FacetBase {
  readonly kind: 'OBJECT';
  request(customerId: string, args: FacetArguments): FacetRequest;
  decode(data: Readonly<Record<string, unknown>>, decoding: FacetDecoding): unknown;
  /** The value where nothing can satisfy the arguments, which no request could say; undefined: something may. */
  nothing?(args: FacetArguments): unknown;
}

/** A short list of a customer's, read whole. */
export interface ListFacet extends FacetBase {
  readonly kind: 'LIST';
  request(customerId: string, args: FacetArguments): FacetRequest;
  readonly rows: RowsDecoder;
  /** The facet's value, out of all rows: arguments that CareCloud does not take are applied here. */
  value(rows: readonly unknown[], args: FacetArguments, applying: Applying): unknown;
}

/** A long list of a customer's, read in pages. */
export interface PagedFacet extends FacetBase {
  readonly kind: 'PAGES';
  /** @param localTime An instant as the vendor writes it. */
  request(
    customerId: string,
    args: FacetArguments,
    range: RowRange,
    localTime: (ms: number) => string,
  ): FacetRequest;
  /** Whether nothing can satisfy the arguments; absent: something always may. */
  isNothing?(args: FacetArguments): boolean;
  readonly rows: RowsDecoder;
  /** One row by its own id; absent: it has none. */
  one?(id: string): FacetRequest;
}

export type CareCloudFacet = ObjectFacet | ListFacet | PagedFacet;

/** How the rows of a list are read. */
export interface RowsDecoder {
  /** The vendor's name of the list, below `data`. */
  readonly key: string;
  /** Whether each row says whose it is: it may be silent; or, in a list over all customers, it must be theirs. */
  readonly namesCustomer: boolean | 'ALWAYS';
  /** Null: the row means nothing, as it lacks what tells it from others. */
  decode(row: Readonly<Record<string, unknown>>, decoding: FacetDecoding): unknown;
}

/** Rows and total as the port has them. */
export interface DecodedRows extends FacetRows {
  /** How many rows came, those that mean nothing included. */
  readonly came: number;
}

/** Requests for each customer by themselves: the vendor has no other. */
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

/** A path without an id in it. */
export function plain(path: string, query: FacetRequest['query'] = []): FacetRequest {
  return { path, route: path, query };
}

/** Parameters that are given; a list becomes `name[]=…` for each value. */
export function given(
  parameters: Readonly<Record<string, string | number | boolean | readonly string[] | undefined | null>>,
): FacetRequest['query'] {
  return Object.entries(parameters).flatMap(([name, value]): (readonly [string, string])[] => {
    if (value === undefined || value === null) return [];
    if (typeof value === 'object') return value.map((each) => [`${name}[]`, each]);
    return [[name, String(value)]];
  });
}

/**
 * Values of a parameter that the document types as one text and lets be a list in its prose: one value is sent as it is
 * typed.
 */
export function oneOrMany(values: readonly string[] | undefined): string | readonly string[] | undefined {
  return values?.length === 1 ? values[0] : values;
}
