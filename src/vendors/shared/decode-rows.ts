import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { RowRange } from '../../paging/leg.ts';
import { DecodeError } from '../../upstream/decode-error.ts';
import { isObject } from './json.ts';

/** This many rows without a single id are not a list of customers. */
const MOST_UNREADABLE = 10;

/** How one vendor's rows are decoded. */
export interface RowDecoder<R extends SourceRecord> {
  /** The exact id; null without one, which the decoder reports. */
  idOf(row: Readonly<Record<string, unknown>>): string | null;
  decode(id: string, row: Readonly<Record<string, unknown>>): R;
  /** A placeholder for a row without an id. `neighbour`: the id next to it. */
  placeholder(row: unknown, neighbour: string): R;
}

/**
 * Decodes the rows of a page, each at its position. A row that cannot be identified costs only that row, not the page.
 * A repeated id is one row; the second only keeps its position if the page would otherwise be too short.
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

/** A row without an id is placed next to a neighbour whose ids are in order. */
function neighbourOf(ids: readonly (string | null)[], index: number): string {
  return (
    ids.slice(0, index).findLast((id) => id !== null) ?? ids.slice(index).find((id) => id !== null) ?? ''
  );
}
