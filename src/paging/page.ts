import type { Direction, Leg } from './leg.ts';
import type { Heading, LegReader } from './leg-reader.ts';
import { endOf, type LegCut, type Position, startOf } from './position.ts';
import { type Entry, Walk } from './walk.ts';

export interface PageDemand {
  readonly direction: Direction;
  /** UP: first/after. DOWN: last/before. */
  readonly heading: Heading;
  readonly size: number;
  /** Where `after` or `before` points; null: from the start, or from the end. */
  readonly from: Position | null;
  readonly want: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly totalCount: boolean;
  };
}

export interface PageEntry<Node> {
  readonly node: Node;
  /** The leg whose row it is. */
  readonly leg: number;
  readonly position: Position;
}

export interface Page<Node> {
  /** In the order of the sequence, whichever way they were read. */
  readonly entries: readonly PageEntry<Node>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Where to go on when there is no entry to go on from, or rows beyond the last entry are dealt with already. */
  readonly resume: Position | null;
  /** Rows per leg by the far side's count; null where it was not learned. Complete when `want.totalCount`. */
  readonly totals: readonly (number | null)[];
  /** How many rows are kept in all, when the walk has seen every one. */
  readonly exactCount: number | null;
  readonly failures: ReadonlyMap<number, unknown>;
  readonly halted: 'SCAN_LIMIT' | 'STOP' | null;
}

/**
 * One page of the sequence that the legs make together.
 * Rejects with the first leg's failure when no leg that the page needed answered.
 */
export async function readPage<Row, Node>(
  legs: readonly Leg<Row, Node>[],
  demand: PageDemand,
): Promise<Page<Node>> {
  const { heading, size, from, direction } = demand;
  const start = from ?? (heading === 'UP' ? startOf(legs.length) : endOf(legs.length));
  const walk = new Walk(legs, heading === 'UP' ? start : beforeEdge(start), { direction, heading });

  const found: Entry<Node>[] = [];
  while (found.length < size) {
    const entry = await walk.next(size - found.length);
    if (entry === null) break;
    found.push(entry);
  }
  const failure = walk.failures.values().next();
  if (found.length === 0 && !failure.done && !someAnswered(walk)) throw failure.value;

  const end = { cuts: walk.cuts, seen: seenAfter(start, walk, found.length, heading) };
  const endedEarly = found.length < size;
  const exhausted = walk.isExhausted;
  const fromTheEnd = heading === 'DOWN' && from === null;
  const ahead = heading === 'UP' ? demand.want.hasNextPage : demand.want.hasPreviousPage;
  const behind = heading === 'UP' ? demand.want.hasPreviousPage : demand.want.hasNextPage;
  const hasAhead = hasUnfinished(walk) || (ahead && (await hasMore(walk)));
  const hasBehind = behind && (await isBehind(legs, start, walk, demand));
  const totals = await readTotals(legs, walk, demand.want.totalCount && !exhausted);

  const entries = found.map((entry, index): PageEntry<Node> => {
    const seen = seenAfter(start, walk, index + 1, heading);
    return { node: entry.node, leg: entry.leg, position: { cuts: entry.cuts, edgeLeg: entry.leg, seen } };
  });
  if (heading === 'DOWN') entries.reverse();
  return {
    entries,
    hasNextPage: heading === 'UP' ? hasAhead : hasBehind,
    hasPreviousPage: heading === 'UP' ? hasBehind : hasAhead,
    resume: (endedEarly && hasAhead) || size === 0 ? { ...end, edgeLeg: null } : null,
    totals,
    exactCount: exhausted && !hasUnfinished(walk) ? (end.seen ?? (fromTheEnd ? found.length : null)) : null,
    failures: walk.failures,
    halted: walk.halted,
  };
}

/** Read DOWN, an edge's cursor means the cut before that edge: its row becomes the remembered one after the cut. */
function beforeEdge(position: Position): Position {
  const cuts = position.cuts.map((cut, index): LegCut => {
    if (index !== position.edgeLeg || typeof cut.offset !== 'number') return cut;
    return { offset: cut.offset - 1, before: null, after: cut.before, ties: cut.ties, done: false };
  });
  return { ...position, cuts };
}

function seenAfter<Row, Node>(
  start: Position,
  walk: Walk<Row, Node>,
  count: number,
  heading: Heading,
): number | null {
  return heading === 'UP' && start.seen !== null && !walk.moved ? start.seen + count : null;
}

function someAnswered<Row, Node>(walk: Walk<Row, Node>): boolean {
  return walk.readers.some((reader) => reader.found !== null || reader.total !== null);
}

/** Legs that failed, or a walk that was halted: their rows come later, so there is a next page. */
function hasUnfinished<Row, Node>(walk: Walk<Row, Node>): boolean {
  return walk.halted !== null || walk.failures.size > 0;
}

/** Whether another kept row follows; told by a count where every row is kept, else by reading on. */
async function hasMore<Row, Node>(walk: Walk<Row, Node>): Promise<boolean> {
  const surely = (reader: LegReader<Row, Node>) =>
    reader.leg.decide === undefined && (reader.remaining ?? 0) > 0;
  if (walk.readers.some(surely)) return true;
  return (await walk.next(1)) !== null || hasUnfinished(walk);
}

/** Whether a kept row lies on the other side of where the page began. */
async function isBehind<Row, Node>(
  legs: readonly Leg<Row, Node>[],
  start: Position,
  walk: Walk<Row, Node>,
  demand: PageDemand,
): Promise<boolean> {
  if (demand.from === null) return false;
  if (start.edgeLeg !== null) {
    // The edge itself lies there. Where its leg was read, it was read again; else nothing speaks against it.
    const found = walk.readers[start.edgeLeg]?.found;
    if (found == null || (demand.heading === 'UP' ? found.before : found.after)) return true;
  } else if (start.seen !== null && demand.heading === 'UP') {
    return start.seen > 0;
  }
  const heading = demand.heading === 'UP' ? 'DOWN' : 'UP';
  return hasMore(new Walk(legs, start, { direction: demand.direction, heading }));
}

/** A leg that was walked to its end has as many rows as lie before the cut there. */
function countedBefore(cut: LegCut | undefined): number | null {
  return cut?.done && typeof cut.offset === 'number' ? cut.offset : null;
}

/** What the far sides count; a leg that does not answer counts null. */
async function readTotals<Row, Node>(
  legs: readonly Leg<Row, Node>[],
  walk: Walk<Row, Node>,
  askMissing: boolean,
): Promise<readonly (number | null)[]> {
  return Promise.all(
    legs.map(async (leg, index) => {
      const known = walk.readers[index]?.total ?? countedBefore(walk.readers[index]?.cut);
      if (known !== null || !askMissing || walk.failures.has(index)) return known;
      try {
        return (await leg.read({ offset: 0, limit: leg.blockSize ?? 1 }, { fresh: false })).total;
      } catch (error) {
        walk.failures.set(index, error);
        return null;
      }
    }),
  );
}
