import type { FacetRequest, RowsDecoder } from '../facet.ts';

/** A row of a list over all customers. */
export interface OwnedRow {
  /** Whose it is; null: nobody's, or the row does not say. */
  readonly owner: string | null;
  /** Null: the row means nothing, as it lacks what tells it from others. */
  readonly row: unknown;
}

/** What one request for several customers brought. */
export interface Batch {
  readonly rows: readonly OwnedRow[];
  /** By the vendor's own count; null when it does not say. */
  readonly total: number | null;
  /** Whether all rows that there are came. */
  readonly isWhole: boolean;
}

/** Rows with whose they are, whoever that is. */
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
 * The same request for several customers at once: `customer_id[]=a&customer_id[]=b`. The document declares one `customer_id`;
 * other parameters that it declares so take lists all the same.
 */
export function forCustomers({ query, ...request }: FacetRequest, ids: readonly string[]): FacetRequest {
  return {
    ...request,
    query: query.flatMap(([name, value]): FacetRequest['query'] =>
      name === 'customer_id' ? ids.map((id) => ['customer_id[]', id] as const) : [[name, value]],
    ),
  };
}

/** Each customer's rows, in the order in which they came. */
export function rowsByOwner(
  ids: readonly string[],
  { rows }: Batch,
): ReadonlyMap<string, readonly unknown[]> {
  const byOwner = new Map<string, unknown[]>(ids.map((id) => [id, []]));
  for (const { owner, row } of rows) if (owner !== null) byOwner.get(owner)?.push(row);
  return byOwner;
}

/** Whether a row is of nobody who was asked for: such a response is not looked at any further. */
export function hasForeign(ids: readonly string[], { rows }: Batch): boolean {
  const asked = new Set(ids);
  return rows.some(({ owner }) => owner === null || !asked.has(owner));
}
