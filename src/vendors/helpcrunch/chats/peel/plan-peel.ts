import { LARGEST_PAGE } from '../../assumptions.ts';

/** How far one customer's chats are read, newest created first. */
export interface Reach {
  /** Chats of theirs that came: the newest created ones, none between them left out. */
  readonly seen: number;
  /** How many are enough. */
  readonly wanted: number;
  /** All of theirs came. */
  readonly isComplete: boolean;
}

/** What the searches so far have come to. */
export interface PeelState {
  readonly reaches: readonly Reach[];
  /** Searches made. */
  readonly requests: number;
  /** How many chats of those who were asked for last did not come yet; null: HelpCrunch did not say. */
  readonly left: number | null;
  /** Those who were asked for last, by their places among the reaches. */
  readonly asked: readonly number[];
}

/** Whose chats to search for next, and from which of them on. */
export interface NextSearch {
  readonly people: readonly number[];
  readonly offset: number;
}

/** Up to so many searches everything is read: only then is it sure that no older chat was written in more lately. */
const WHOLE_SEARCHES = 4;

/**
 * The next search for the newest chats of many at once; null: enough is known. A search by OR gives everybody's chats in one
 * order, so what came of anybody's is the beginning of their own list. While few searches read everything, everything is
 * read. Otherwise whoever has enough leaves the next search, and the rest is asked for again from where theirs ended.
 */
export function nextSearch(state: PeelState): NextSearch | null {
  const { reaches, requests, left, asked } = state;
  const open = reaches.flatMap(({ isComplete }, index) => (isComplete ? [] : [index]));
  if (open.length === 0) return null;
  if (requests === 0) return { people: open, offset: 0 };
  const rest = asked.filter((index) => reaches[index]?.isComplete === false);
  if (left !== null && rest.length > 0 && requests + Math.ceil(left / LARGEST_PAGE) <= WHOLE_SEARCHES) {
    return searchFor(rest, reaches);
  }
  const hungry = open.filter((index) => isHungry(reaches[index]));
  return hungry.length === 0 ? null : searchFor(hungry, reaches);
}

function isHungry(reach: Reach | undefined): boolean {
  return reach !== undefined && !reach.isComplete && reach.seen < reach.wanted;
}

function searchFor(people: readonly number[], reaches: readonly Reach[]): NextSearch {
  return { people, offset: people.reduce((sum, index) => sum + (reaches[index]?.seen ?? 0), 0) };
}
