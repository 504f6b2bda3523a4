import { LARGEST_PAGE } from '../../assumptions.ts';

/** How far one customer's chats have been read, newest created first. */
export interface Reach {
  /** How many of their chats were read: the most recently created, without gaps. */
  readonly seen: number;
  /** How many are enough. */
  readonly wanted: number;
  /** Whether all of them were read. */
  readonly isComplete: boolean;
}

/** The state after the searches so far. */
export interface PeelState {
  readonly reaches: readonly Reach[];
  /** Searches made. */
  readonly requests: number;
  /** How many chats of the customers searched for last are still unread; null if HelpCrunch did not state it. */
  readonly left: number | null;
  /** The customers searched for last, by index in the reaches. */
  readonly asked: readonly number[];
}

/** Whose chats to search for next, and from which offset. */
export interface NextSearch {
  readonly people: readonly number[];
  readonly offset: number;
}

/** Up to this many searches, everything is read: only then is it certain that no older chat has a newer message. */
const WHOLE_SEARCHES = 4;

/**
 * The next search for the newest chats of many customers at once; null if enough is known. A search by OR returns all
 * their chats in one order, so the chats read so far are a prefix of each customer's list. If few searches can read
 * everything, everything is read. Otherwise customers with enough chats leave the next search, which continues for the
 * others where their chats ended.
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
