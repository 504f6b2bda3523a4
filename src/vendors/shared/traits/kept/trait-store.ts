import type { LearnedTrait } from '../../../../customers/customer-source.ts';

/** Where what was learned of a source outlives the process. Whatever it holds may be wrong, old or garbage. */
export interface TraitStore {
  /** What was learned by any process within a week. Rejects when the store is away. */
  load(): Promise<readonly LearnedTrait[]>;
  /** Later values win. Rejects when the store is away. */
  save(traits: readonly LearnedTrait[]): Promise<void>;
  /** Whose turn it is to learn. Rejects when the store is away. */
  claim(): Promise<Turn>;
  /** The one whose turn it was is done: for a day nobody learns again, unless it failed. */
  done(isLearned: boolean): Promise<void>;
}

/** MINE: learn now, and tell `done`. OTHERS: another process is about to. DONE: it was done within a day. */
export type Turn = 'MINE' | 'OTHERS' | 'DONE';

export const DAY_MS = 24 * 60 * 60_000;

/** What did not show for so long is assumed again by the next process. */
export const KEPT_MS = 7 * DAY_MS;

/** After so long a process that has the turn has ended without a word. */
export const TURN_MS = 2 * 60_000;

/** More than any source has; what is more, or longer, is not ours. */
export const MOST_TRAITS = 100;
const MOST_CHARACTERS = 64;

/** A trait out of what was stored; null where it is none. */
export function toLearnedTrait(name: unknown, value: unknown, learnedAt: unknown): LearnedTrait | null {
  const isText = (text: unknown): text is string =>
    typeof text === 'string' && text !== '' && text.length <= MOST_CHARACTERS;
  if (!isText(name) || !isText(value)) return null;
  if (typeof learnedAt !== 'number' || !Number.isFinite(learnedAt)) return null;
  return { name, value, learnedAt };
}
