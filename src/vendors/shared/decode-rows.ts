import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { RowRange } from '../../paging/leg.ts';
import { DecodeError } from '../../upstream/decode-error.ts';
import { isObject } from './json.ts';

/** So many rows of which none has an id are no list of customers, whatever they are. */
const MOST_UNREADABLE = 10;

/** How one vendor's rows are read. */
export interface RowDecoder<R extends SourceRecord> {
  /** The id, exact; null where there is none: reported by the decoder. */
  idOf(row: Readonly<Record<string, unknown>>): string | null;
  decode(id: string, row: Readonly<Record<string, unknown>>): R;
  /** The row that holds the place of one without an id. `neighbour`: the id next to it. */
  placeholder(row: unknown, neighbour: string): R;
}

/**
 * The rows of a page, each at its place: one that cannot be told from others costs that row, not the page. An id that comes
 * twice is one row; the second holds a place only where the page would be too short without it.
 */
export function decodeRows<R extends SourceRecord>(
  rows: readonly unknown[],
  { offset, limit }: RowRange,
  total: number | null,
  decoder: RowDecoder<R>,
): { readonly records: readonly R[]; readonly skipped: number } {
  const ids = rows.map((row) => (isObject(row) ? decoder.idOf(row) : null));
  if (rows.length >= MOST_UNREADABLE && ids.every((id) => id === null)) {
    throw new DecodeError(`expected customers with ids, got ${rows.length} rows without`);
  }
  const isShort = total === null && rows.length < limit;
  let surplus = isShort
    ? rows.length
    : Math.max(rows.length - limit, offset + rows.length - (total ?? Infinity));
  const seen = new Set<string>();
  const records: R[] = [];
  let skipped = 0;
  for (const [index, row] of rows.entries()) {
    const id = ids[index] ?? null;
    const isAgain = id !== null && seen.has(id);
    if (isAgain && surplus-- > 0) continue;
    if (id !== null && !isAgain && isObject(row)) {
      seen.add(id);
      records.push(decoder.decode(id, row));
      continue;
    }
    skipped += isAgain ? 0 : 1;
    records.push(decoder.placeholder(row, neighbourOf(ids, index)));
  }
  return { records: records.slice(0, limit), skipped };
}

/** A row without an id stands where its neighbours' ids are in order. */
function neighbourOf(ids: readonly (string | null)[], index: number): string {
  return (
    ids.slice(0, index).findLast((id) => id !== null) ?? ids.slice(index).find((id) => id !== null) ?? ''
  );
}
