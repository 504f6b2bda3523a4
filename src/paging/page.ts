import { beforeEdge } from './drift/neighbours.ts';
import type { Direction, Leg, LegWarning } from './leg.ts';
import {
  edgeOf,
  endOf,
  LEG_START,
  type LegCut,
  type PagingDirection,
  type Position,
  startOf,
} from './position.ts';
import type { LegPlace } from './reading/leg-place.ts';
import type { LegReader } from './reading/leg-reader.ts';
import { type Entry, Walk } from './walk.ts';

export interface PageDemand {
  readonly direction: Direction;
  /** FORWARD: first/after. BACKWARD: last/before. */
  readonly heading: PagingDirection;
  readonly size: number;
  /** The position of `after` or `before`; null: from the start, or from the end. */
  readonly from: Position | null;
  readonly want: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly totalCount: boolean;
  };
}

/** A kept row of a page. */
export class PageEntry<Node> {
  readonly node: Node;
  /** The leg of the row. */
  readonly leg: number;
  readonly #entry: Entry<Node>;
  readonly #seen: number | null;

  /** @param seen The number of rows of the list up to this one; null if unknown. */
  constructor(entry: Entry<Node>, seen: number | null) {
    this.node = entry.node;
    this.leg = entry.leg;
    this.#entry = entry;
    this.#seen = seen;
  }

  /** Computed on first access: few entries of a page are continued from. */
  get position(): Position {
    return { cuts: cutsOf(this.#entry.places), edgeLeg: this.leg, seen: this.#seen };
  }

  /** The same entry without a count of the rows before it. */
  uncounted(): PageEntry<Node> {
    return new PageEntry(this.#entry, null);
  }
}

export interface Page<Node> {
  /** In the order of the sequence, whichever way they were read. */
  readonly entries: readonly PageEntry<Node>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Where to continue if the page has no entry, or if rows beyond the last one are already handled. */
  readonly resume: Position | null;
  /** The source's number of rows per leg; null if not learned. Complete when `want.totalCount`. */
  readonly totals: readonly (number | null)[];
  /** The total number of kept rows, if the walk has seen all of them. */
  readonly exactCount: number | null;
  /** The faults noticed, by the leg's index; legs without faults have no entry. */
  readonly warnings: ReadonlyMap<number, ReadonlySet<LegWarning>>;
  readonly failures: ReadonlyMap<number, unknown>;
  readonly halted: 'SCAN_LIMIT' | 'STOP' | null;
}

/**
 * Reads one page of the sequence that the legs form together. Rejects with the first leg's failure if none of the legs
 * the page needed responded.
 */
export async function readPage<Row, Node>(
  legs: readonly Leg<Row, Node>[],
  demand: PageDemand,
): Promise<Page<Node>> {
  const { heading, size, from, direction, want } = demand;
  const start = from ?? (heading === 'FORWARD' ? startOf(legs.length) : endOf(legs.length));
  const { cuts } = heading === 'FORWARD' ? start : beforeEdge(start);
  // Every read of a walk asks for as many rows, whichever page, and however many of them are found already.
  const wanted = Math.max(1, size);
  const walk = new Walk(legs, cuts, { direction, heading, mayStandStill: false });

  const found: Entry<Node>[] = [];
  while (found.length < size) {
    const next = walk.next(wanted);
    const entry = next instanceof Promise ? await next : next;
    if (entry === null) break;
    found.push(entry);
  }
  const seenAfter = (count: number) =>
    heading === 'FORWARD' && start.seen !== null && !walk.hasMoved ? start.seen + count : null;
  const placesAtEnd = walk.places;
  const isAtEnd = walk.isExhausted;

  const [wantsAhead, wantsBehind] =
    heading === 'FORWARD'
      ? [want.hasNextPage, want.hasPreviousPage]
      : [want.hasPreviousPage, want.hasNextPage];
  const hasAhead = wantsAhead ? await hasMore(walk, wanted) : walk.isUnfinished;
  const seen = seenAfter(found.length);
  const sawAll = !hasAhead && (isAtEnd || wantsAhead);
  const isWholeWalk = heading === 'BACKWARD' && from === null && !walk.hasMoved;
  const counted = seen ?? (isWholeWalk ? found.length : null);
  const exactCount = sawAll ? counted : null;
  const totals = await readTotals(walk, want.totalCount && exactCount === null);

  const failure = walk.failures.values().next();
  if (!failure.done && found.length === 0 && !walk.readers.some((reader) => reader.hasAnswered)) {
    throw failure.value;
  }
  const hasBehind = wantsBehind && from !== null && (await isBehind(legs, start, walk, demand));
  const entries = found.map((entry, index) => new PageEntry(entry, seenAfter(index + 1)));
  const needsResume =
    size === 0 || (found.length < size && hasAhead) || (found.length === 0 && from !== null);
  return {
    entries: heading === 'FORWARD' ? entries : entries.toReversed(),
    hasNextPage: heading === 'FORWARD' ? hasAhead : hasBehind,
    hasPreviousPage: heading === 'FORWARD' ? hasBehind : hasAhead,
    resume: needsResume ? { cuts: cutsOf(placesAtEnd), edgeLeg: null, seen } : null,
    totals,
    exactCount,
    warnings: new Map(
      walk.readers.flatMap(({ warnings }, index) => (warnings.size > 0 ? [[index, warnings] as const] : [])),
    ),
    failures: walk.failures,
    halted: walk.halted,
  };
}

function cutsOf(places: readonly LegPlace[]): readonly LegCut[] {
  return places.map(({ cut }) => cut);
}

/** Whether another kept row follows, or may follow; by a count if every row is kept, else by reading on. */
async function hasMore<Row, Node>(walk: Walk<Row, Node>, wanted: number): Promise<boolean> {
  const surely = (reader: LegReader<Row, Node>) =>
    reader.leg.decide === undefined && (reader.remaining ?? 0) > 0;
  if (walk.isUnfinished || walk.readers.some(surely)) return true;
  return (await walk.next(wanted)) !== null || walk.isUnfinished;
}

/** Whether a kept row lies on the other side of the page's start. */
async function isBehind<Row, Node>(
  legs: readonly Leg<Row, Node>[],
  start: Position,
  walk: Walk<Row, Node>,
  { direction, heading, size }: PageDemand,
): Promise<boolean> {
  if (start.edgeLeg !== null) {
    // The edge itself lies there. If its leg was read, the edge was read again; otherwise nothing contradicts it.
    const began = walk.readers[start.edgeLeg]?.start ?? null;
    const nearest = heading === 'FORWARD' ? began?.before : began?.after;
    if (began === null || nearest?.hashes[0] === edgeOf(start)) return true;
  } else if (start.seen !== null && heading === 'FORWARD' && !walk.hasMoved) {
    return start.seen > 0;
  }
  const cuts = walk.readers.map((reader, index) => reader.start ?? start.cuts[index] ?? LEG_START);
  const back = heading === 'FORWARD' ? 'BACKWARD' : 'FORWARD';
  return hasMore(new Walk(legs, cuts, { direction, heading: back, mayStandStill: true }), Math.max(1, size));
}

/** The sources' counts; null for a leg that does not respond or would exceed the scan limit. */
async function readTotals<Row, Node>(
  { readers, failures }: Walk<Row, Node>,
  askMissing: boolean,
): Promise<readonly (number | null)[]> {
  const knownOf = (reader: LegReader<Row, Node>) =>
    reader.warnings.has('INCOMPLETE_TOTAL')
      ? (reader.countedBefore ?? reader.total)
      : (reader.total ?? reader.countedBefore);
  const missing = readers.filter((reader) => knownOf(reader) === null).length;
  return Promise.all(
    readers.map(async (reader, index) => {
      const known = knownOf(reader);
      if (known !== null || !askMissing || failures.has(index) || reader.leg.isSpent(missing)) return known;
      try {
        return await reader.learnTotal();
      } catch (error) {
        failures.set(index, error);
        return null;
      }
    }),
  );
}
