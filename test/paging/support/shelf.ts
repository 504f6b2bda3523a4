import type { Direction, Leg, RowPage, RowRange, SortKey, Verdict } from '../../../src/paging/leg.ts';

export interface Item {
  readonly id: number;
  readonly key: SortKey;
  /** Whether the list keeps it, if it drops any. */
  readonly kept: boolean;
}

export interface ShelfShape {
  readonly group: number;
  readonly largestRead: number;
  readonly blockSize: number | null;
  readonly decides: boolean;
  readonly fewestDecided: number | null;
  readonly windowSize: number | null;
  readonly tellsTotal: boolean;
  /** The most rows returned per read, whatever is requested. */
  readonly mostGiven: number | null;
}

const PLAIN: ShelfShape = {
  group: 0,
  largestRead: 100,
  blockSize: null,
  decides: false,
  fewestDecided: null,
  windowSize: null,
  tellsTotal: true,
  mostGiven: null,
};

/** Null first, then by key, then by id: a vendor's order with a stable tie-break. */
export function byKey(a: Item, b: Item): number {
  if (a.key !== b.key) {
    if (a.key === null) return -1;
    if (b.key === null) return 1;
    return a.key < b.key ? -1 : 1;
  }
  return a.id - b.id;
}

/** The source of one leg: a list in memory that can only be read by offset, and can fail on request. */
export class Shelf {
  readonly shape: ShelfShape;
  items: readonly Item[];
  /** The reads it received, in order. */
  readonly reads: (RowRange & { readonly fresh: boolean })[] = [];
  answers = 0;
  decisions = 0;
  /** Called before each read; throws to fail it. */
  beforeRead: () => void = () => {};
  /** Sits between the gateway and the list, as a cache does. */
  cached: (range: RowRange, read: () => RowPage<Item>) => RowPage<Item> = (_, read) => read();
  isSpent: (reads: number) => boolean = () => false;
  /** Where a key lies relative to the walked section; null: all of it is walked. */
  section: ((key: SortKey) => -1 | 0 | 1) | null = null;
  verdictOn: (item: Item) => Verdict<string> | null = () => null;

  constructor(items: readonly Item[], shape: Partial<ShelfShape> = {}) {
    this.items = [...items].sort(byKey);
    this.shape = { ...PLAIN, ...shape };
  }

  put(item: Item): void {
    this.items = [...this.items.filter(({ id }) => id !== item.id), item].sort(byKey);
  }

  remove(id: number): void {
    this.items = this.items.filter((item) => item.id !== id);
  }

  get kept(): readonly Item[] {
    return this.items.filter((item) => this.keeps(item));
  }

  keeps({ key, kept }: Item): boolean {
    return (kept || !this.shape.decides) && (this.section?.(key) ?? 0) === 0;
  }

  toLeg(name: number, direction: Direction): Leg<Item, string> {
    const { group, largestRead, blockSize, decides, fewestDecided, windowSize, tellsTotal, mostGiven } =
      this.shape;
    const nodeOf = (item: Item) => nodeName(name, item);
    const read = ({ offset, limit }: RowRange): RowPage<Item> => {
      const ordered = direction === 'ASC' ? this.items : this.items.toReversed();
      const rows = ordered.slice(offset, offset + Math.min(limit, mostGiven ?? limit));
      return { rows, total: tellsTotal ? ordered.length : null };
    };
    return {
      group,
      largestRead,
      ...(blockSize !== null && { blockSize }),
      ...(fewestDecided !== null && { fewestDecided }),
      ...(windowSize !== null && { windowOf: (rows) => Math.min(windowSize, rows.length) }),
      ...(this.section !== null && { section: this.section }),
      ...((decides || this.section !== null) && {
        decide: async (rows, { mayGiveUp }) => {
          if (mayGiveUp && this.isSpent(1)) return rows.map(() => 'SPENT' as const);
          this.decisions++;
          return rows.map(
            (item) => this.verdictOn(item) ?? (this.keeps(item) ? { keep: nodeOf(item) } : ('DROP' as const)),
          );
        },
      }),
      read: async (range, { fresh }) => {
        if (!Number.isSafeInteger(range.offset) || range.offset < 0)
          throw new Error(`offset ${range.offset}`);
        const most = fresh ? largestRead : Math.max(largestRead, blockSize ?? 0);
        if (range.limit < 1 || range.limit > most) throw new Error(`limit ${range.limit}`);
        this.reads.push({ ...range, fresh });
        this.beforeRead();
        const page = fresh ? read(range) : this.cached(range, () => read(range));
        this.answers++;
        return page;
      },
      keyOf: ({ key }) => key,
      identityOf: ({ id }) => String(id),
      nodeOf,
      isSpent: (reads) => this.isSpent(reads),
    };
  }
}

export function nodeName(leg: number, item: Item): string {
  return `${leg}:${item.id}`;
}
