import type { RecordPage } from '../../../customers/customer-source.ts';
import type { SourceRecord } from '../../../customers/model/source-record.ts';
import { compareKeys } from '../../../paging/compare.ts';
import type { Direction, RowRange, SortKey } from '../../../paging/leg.ts';
import { isInOrder } from '../../../paging/reading/row-order.ts';
import type { TraitBook } from './trait-book.ts';

/** Records change, so older pages prove nothing. */
const RECENT_MS = 60_000;

/** The most pages and the most found records remembered; the oldest are dropped first. */
const MOST_PAGES = 50;
const MOST_FOUND = 2000;

export interface ListOrder {
  readonly field: string;
  readonly direction: Direction;
}

/** A page of the whole list. */
export interface ListedPage {
  readonly order: ListOrder;
  readonly range: RowRange;
  readonly rows: readonly SourceRecord[];
  /** Whether it has all rows of the list. */
  readonly isWhole: boolean;
}

/** A record that a look-up or a search showed, and a page of the whole list that lacks it. */
export interface UnlistedRecord {
  readonly id: string;
  readonly key: SortKey;
  readonly page: Pick<ListedPage, 'order' | 'range'>;
}

/** The keys between which a page has every row, in ascending order; null: it has all rows of the list. */
export type Bounds = { readonly from: SortKey; readonly to: SortKey } | null;

interface RememberedPage extends Pick<ListedPage, 'order' | 'range'> {
  readonly bounds: Bounds;
  readonly ids: ReadonlySet<string>;
  readonly at: number;
}

/**
 * The keys that a page covers; undefined if it proves nothing about absent records: its rows are not in order, or one
 * could not be read. Rows with the keys at its ends may continue beyond it.
 */
export function boundsOf(
  { order, rows, isWhole }: ListedPage,
  keyOf: (row: SourceRecord) => SortKey,
): Bounds | undefined {
  if (rows.some(({ isUnreadable }) => isUnreadable === true)) return undefined;
  if (isWhole) return null;
  if (rows.length < 3 || !isInOrder(rows, { keyOf }, order.direction)) return undefined;
  const ends = [rows[0], rows.at(-1)].flatMap((row) => (row === undefined ? [] : [keyOf(row)]));
  const [from = null, to = null] = order.direction === 'ASC' ? ends : ends.reverse();
  return { from, to };
}

/** Whether a page with these bounds has every row of this key. */
export function covers(bounds: Bounds, key: SortKey): boolean {
  return bounds === null || (compareKeys(bounds.from, key) < 0 && compareKeys(key, bounds.to) < 0);
}

/**
 * Compares the whole list with what look-ups and searches show: a found record must be on the page where it belongs.
 * Only an order whose keys never change tells where that is. A record may be new, so a missing one is a reason to
 * check.
 */
export class ListComparison {
  readonly #field: string;
  readonly #keyOf: (row: SourceRecord) => SortKey;
  readonly #now: () => number;
  readonly #pages = new Map<string, RememberedPage>();
  readonly #found = new Map<string, SortKey>();

  /** @param field The order whose keys never change. @param now Milliseconds since the epoch. */
  constructor(field: string, keyOf: (row: SourceRecord) => SortKey, now: () => number = Date.now) {
    this.#field = field;
    this.#keyOf = keyOf;
    this.#now = now;
  }

  /** A page of the whole list. Returns a record found earlier that it should have; null if there is none. */
  listed(page: ListedPage): UnlistedRecord | null {
    const { order, range, rows } = page;
    if (rows.length === 0 || (order.field !== this.#field && !page.isWhole)) return null;
    const bounds = boundsOf(page, this.#keyOf);
    if (bounds === undefined) return null;
    const ids = new Set(rows.map(({ id }) => id));
    const known = { order, range, bounds, ids, at: this.#now() };
    keep(this.#pages, JSON.stringify([order, range]), known, MOST_PAGES);
    for (const [id, key] of this.#found)
      if (isMissing(id, key, known)) return { id, key, page: { order, range } };
    return null;
  }

  /** Records that a look-up or a search showed. Returns one that a recent page should have; null if there is none. */
  found(records: readonly SourceRecord[]): UnlistedRecord | null {
    let unlisted: UnlistedRecord | null = null;
    const recent = [...this.#pages.values()].filter(({ at }) => this.#now() < at + RECENT_MS);
    for (const record of records) {
      if (record.isUnreadable === true) continue;
      const key = this.#keyOf(record);
      keep(this.#found, record.id, key, MOST_FOUND);
      if (unlisted !== null) continue;
      const page = recent.find((each) => isMissing(record.id, key, each));
      if (page !== undefined) unlisted = { id: record.id, key, page };
    }
    return unlisted;
  }

  /** A record is gone, or no longer what it was. */
  forget(id: string): void {
    this.#found.delete(id);
  }
}

function isMissing(id: string, key: SortKey, { bounds, ids }: RememberedPage): boolean {
  return covers(bounds, key) && !ids.has(id);
}

function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

/**
 * Learns from records that a search found after a page of the whole list was read: each must be on the page if its key
 * lies between those of the page's rows. Later changes, and new records, have keys beyond them.
 */
export function learnFromUnlisted(
  {
    records,
    total,
    order,
    limit,
  }: Pick<RecordPage, 'records' | 'total'> & {
    readonly order: ListOrder;
    readonly limit: number;
  },
  found: readonly SourceRecord[],
  keyOf: (row: SourceRecord) => SortKey,
  traits: Pick<TraitBook<'list.complete'>, 'learn'>,
): void {
  // A full page may have more behind it, whatever the total says.
  const isWhole = total === records.length && records.length < limit;
  const page = { order, range: { offset: 0, limit: records.length }, rows: records, isWhole: false };
  const bounds = boundsOf(page, keyOf);
  if (bounds === undefined || bounds === null) return;
  const ids = new Set(records.map(({ id }) => id));
  const isPlaced = (key: SortKey) => covers(bounds, key) || (isWhole && compareKeys(key, bounds.to) < 0);
  if (found.some((record) => !ids.has(record.id) && isPlaced(keyOf(record))))
    traits.learn('list.complete', 'NO');
}
