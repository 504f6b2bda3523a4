import fc from 'fast-check';
import type { SortKey } from '../../../src/paging/leg.ts';
import type { Item, Shelf } from './shelf.ts';

/** A change upstream. `at` selects the row: anywhere, or this near to the last row read. */
export interface Event {
  readonly shelf: number;
  readonly kind: 'INSERT' | 'REMOVE' | 'MOVE';
  readonly at: { readonly anywhere: number } | { readonly nearby: number };
  readonly key: number;
}

export function events(most: number) {
  return fc.array(
    fc.record<Event>({
      shelf: fc.nat({ max: 3 }),
      kind: fc.constantFrom('INSERT', 'REMOVE', 'MOVE'),
      at: fc.oneof(
        fc.record({ anywhere: fc.nat({ max: 9_999 }) }),
        fc.record({ nearby: fc.integer({ min: -3, max: 3 }) }),
      ),
      key: fc.nat({ max: 9_999 }),
    }),
    { maxLength: most, size: 'max' },
  );
}

/** The rows of some shelves while they change. */
export class Drift {
  readonly #shelves: readonly Shelf[];
  readonly #queue: Event[];
  readonly #mostRemovals: number;
  readonly #removals = new Map<Shelf, number>();
  readonly #disturbed = new Set<string>();
  /** Keys of added rows: existing ones, so that ties occur. */
  readonly #keys: readonly SortKey[];
  #nextId = 10_000;

  constructor(shelves: readonly Shelf[], queue: readonly Event[], mostRemovals = Number.POSITIVE_INFINITY) {
    this.#shelves = shelves;
    this.#queue = [...queue];
    this.#mostRemovals = mostRemovals;
    this.#keys = [null, ...shelves.flatMap(({ items }) => items.map(({ key }) => key))];
  }

  /** Whether a node was there throughout, in its original position. */
  isUndisturbed = (node: string): boolean =>
    !this.#disturbed.has(node) && Number(node.split(':')[1]) < 10_000;

  /** Applies the next few changes. `last`: the node read last. */
  happen(count: number, last: string | undefined): void {
    for (const event of this.#queue.splice(0, count)) this.#apply(event, last);
  }

  #apply({ shelf: index, kind, at, key }: Event, last: string | undefined): void {
    const [lastLeg, lastId] = (last ?? '0:0').split(':').map(Number);
    const leg = 'nearby' in at && at.nearby % 2 === 0 ? (lastLeg ?? 0) : index % this.#shelves.length;
    const shelf = this.#shelves[leg];
    if (shelf === undefined) return;
    const newKey = this.#keys[key % this.#keys.length] ?? null;
    const item = pick(shelf.items, at, lastId ?? 0);
    if (kind === 'INSERT' || item === undefined) {
      const tied = 'nearby' in at && item !== undefined ? item.key : newKey;
      shelf.put({ id: this.#nextId++, key: tied, kept: key % 2 === 0 });
      return;
    }
    const removals = (this.#removals.get(shelf) ?? 0) + 1;
    if (removals > this.#mostRemovals) return;
    this.#removals.set(shelf, removals);
    this.#disturbed.add(`${leg}:${item.id}`);
    if (kind === 'REMOVE') shelf.remove(item.id);
    else shelf.put({ ...item, key: newKey });
  }
}

function pick(items: readonly Item[], at: Event['at'], lastId: number): Item | undefined {
  if ('anywhere' in at) return items[at.anywhere % items.length];
  const place = items.findIndex(({ id }) => id === lastId);
  return items[Math.min(items.length - 1, Math.max(0, place + at.nearby))];
}
