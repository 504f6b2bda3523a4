import { decodeCursor, encodeCursor } from '../../../src/paging/cursor/cursor.ts';
import type { Direction } from '../../../src/paging/leg.ts';
import { type Page, readPage } from '../../../src/paging/page.ts';
import type { PagingDirection } from '../../../src/paging/position.ts';
import { byKey, type Item, nodeName, type Shelf } from './shelf.ts';

const SCOPE = { fingerprint: 'a list' };
const FACTS = { hasNextPage: true, hasPreviousPage: true, totalCount: false };

export interface ReadPage {
  readonly nodes: readonly string[];
  readonly cursors: readonly string[];
  /** Relay's startCursor and endCursor. */
  readonly startCursor: string | null;
  readonly endCursor: string | null;
  readonly page: Page<string>;
}

export interface Reading {
  readonly direction?: Direction;
  readonly heading?: PagingDirection;
  readonly size: number;
  readonly cursor?: string | null;
  readonly want?: Partial<typeof FACTS>;
}

/** One page as a client receives it: every position passes through a cursor. */
export async function read(shelves: readonly Shelf[], reading: Reading): Promise<ReadPage> {
  const { direction = 'ASC', heading = 'FORWARD', size, cursor = null, want = {} } = reading;
  const legs = shelves.map((shelf, index) => shelf.toLeg(index, direction));
  const page = await readPage(legs, {
    direction,
    heading,
    size,
    from: cursor === null ? null : decodeCursor(SCOPE, cursor).position,
    want: { ...FACTS, ...want },
  });
  const cursors = page.entries.map(({ position }) => encodeCursor(SCOPE, { variant: 0, position }));
  const resume = page.resume && encodeCursor(SCOPE, { variant: 0, position: page.resume });
  return {
    nodes: page.entries.map(({ node }) => node),
    cursors,
    startCursor: (heading === 'BACKWARD' ? resume : null) ?? cursors[0] ?? resume,
    endCursor: (heading === 'FORWARD' ? resume : null) ?? cursors.at(-1) ?? resume,
    page,
  };
}

/** The cursor to continue from, and whether there is a next page. */
function onward({ page, startCursor, endCursor }: ReadPage, heading: PagingDirection) {
  return heading === 'FORWARD'
    ? { more: page.hasNextPage, cursor: endCursor }
    : { more: page.hasPreviousPage, cursor: startCursor };
}

export interface Walking extends Reading {
  /** Called between two pages. */
  readonly between?: (last: ReadPage) => void;
  /** Called with the error of a page, which is then requested again. */
  readonly onFailure?: (error: unknown) => void;
}

const MOST_PAGES = 400;

/** Every page, from the start of the reading to its end. */
export async function walk(shelves: readonly Shelf[], walking: Walking): Promise<readonly ReadPage[]> {
  const { heading = 'FORWARD' } = walking;
  const pages: ReadPage[] = [];
  let cursor = walking.cursor ?? null;
  for (let asked = 0; asked < MOST_PAGES; asked++) {
    try {
      const last = await read(shelves, { ...walking, cursor });
      pages.push(last);
      const next = onward(last, heading);
      if (!next.more) return pages;
      if (next.cursor === null) throw new Error('More to come, and no cursor to go on from.');
      cursor = next.cursor;
      walking.between?.(last);
    } catch (error) {
      if (walking.onFailure === undefined) throw error;
      walking.onFailure(error);
    }
  }
  throw new Error(`Not at the end after ${MOST_PAGES} pages.`);
}

/** The nodes of all pages in the order read, backward pages reversed. */
export function nodesOf(pages: readonly ReadPage[], heading: PagingDirection): readonly string[] {
  return pages.flatMap(({ nodes }) => (heading === 'FORWARD' ? nodes : nodes.toReversed()));
}

/** The whole sequence by brute force: everything that is kept, collected and sorted. */
export function oracle(shelves: readonly Shelf[], direction: Direction = 'ASC'): readonly string[] {
  const pile = shelves.flatMap((shelf, leg) =>
    shelf.kept.map((item) => ({ item, leg, group: shelf.shape.group })),
  );
  pile.sort(
    (a, b) => a.group - b.group || byKeyAlone(a.item, b.item) || a.leg - b.leg || byKey(a.item, b.item),
  );
  const nodes = pile.map(({ item, leg }) => nodeName(leg, item));
  return direction === 'ASC' ? nodes : nodes.toReversed();
}

function byKeyAlone(a: Item, b: Item): number {
  return byKey({ ...a, id: 0 }, { ...b, id: 0 });
}
