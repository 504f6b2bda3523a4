import type { FacetRequest, RowsDecoder } from '../facet.ts';

/** A row of a list over all customers. */
export interface OwnedRow {
  /** The customer; null if none, or if the row does not say. */
  readonly owner: string | null;
  /** Null: the row means nothing, as it lacks what tells it from others. */
  readonly row: unknown;
}

/** The response to one request for several customers. */
export interface Batch {
  readonly rows: readonly OwnedRow[];
  /** The total stated by the vendor; null if it does not state it. */
  readonly total: number | null;
  /** Whether all rows were returned. */
  readonly isWhole: boolean;
}

/** Rows with their customer, whoever it is. */
export function ownedRows({ key, decode }: RowsDecoder): RowsDecoder {
  return {
    key,
    namesCustomer: false,
    decode: (row, decoding): OwnedRow => {
      const owner = row.customer_id;
      const isId = typeof owner === 'string' || typeof owner === 'number';
      return { owner: isId ? String(owner) : null, row: decode(row, decoding) };
    },
  };
}

/**
 * The same request for several customers at once: `customer_id[]=a&customer_id[]=b`. The document declares a single
 * `customer_id`, but other parameters that it declares as single accept lists.
 */
export function forCustomers({ query, ...request }: FacetRequest, ids: readonly string[]): FacetRequest {
  return {
    ...request,
    query: query.flatMap(([name, value]): FacetRequest['query'] =>
      name === 'customer_id' ? ids.map((id) => ['customer_id[]', id] as const) : [[name, value]],
    ),
  };
}

/** Each customer's rows, in the order received. */
export function rowsByOwner(
  ids: readonly string[],
  { rows }: Batch,
): ReadonlyMap<string, readonly unknown[]> {
  const byOwner = new Map<string, unknown[]>(ids.map((id) => [id, []]));
  for (const { owner, row } of rows) if (owner !== null) byOwner.get(owner)?.push(row);
  return byOwner;
}

/** Whether a row belongs to a customer who was not requested; such a response is discarded. */
export function hasForeign(ids: readonly string[], { rows }: Batch): boolean {
  const asked = new Set(ids);
  return rows.some(({ owner }) => owner === null || !asked.has(owner));
}
