import type { TraitBook } from '../../../shared/traits/trait-book.ts';
import type { TraitName } from '../../traits.ts';
import type { TrialVerdict } from './judge-trial.ts';

/** The most customers per request. */
const MOST_TOGETHER = 100;

/** Fewer are not worth a trial. */
const FEWEST_TOGETHER = 6;

const MOST_FAILURES = 2;

export type BatchTrait = Extract<TraitName, `${string}.batch`>;

/**
 * How many customers one request for a list may name: the number that a checked response proved, 1 before. Failures
 * determine what to try next, and when to stop trying.
 */
export class BatchCapacity {
  readonly #trait: BatchTrait;
  readonly #traits: Pick<TraitBook<TraitName>, 'learn' | 'currently' | 'isLearned'>;
  /** The most worth trying. */
  #worthTrying = MOST_TOGETHER;
  #failures = 0;

  constructor(trait: BatchTrait, traits: Pick<TraitBook<TraitName>, 'learn' | 'currently' | 'isLearned'>) {
    this.#trait = trait;
    this.#traits = traits;
  }

  get size(): number {
    const size = Number(this.#traits.currently(this.#trait));
    return Number.isInteger(size) && size >= 1 ? Math.min(size, MOST_TOGETHER) : 1;
  }

  /** How many to try for this many customers; null if there is nothing new to learn. */
  toTry(customers: number): number | null {
    // Already tried, by this process or another one.
    if (this.size === 1 && this.#traits.isLearned(this.#trait)) return null;
    const size = Math.min(customers, this.#worthTrying);
    return size > this.size && size >= FEWEST_TOGETHER ? size : null;
  }

  /** Records the verdict on a trial of this size. */
  judged(size: number, verdict: Exclude<TrialVerdict, 'UNCLEAR'> | 'REFUSED' | 'FAILED'): void {
    switch (verdict) {
      case 'FAILED':
        // Failures say nothing about the list, and cost time.
        this.#failures++;
        if (this.#failures === MOST_FAILURES) this.#worthTrying = 1;
        break;
      case 'HONOURED':
        this.#traits.learn(this.#trait, String(size));
        break;
      case 'MISSING':
        // It may have been too many.
        this.#worthTrying = Math.min(this.#worthTrying, Math.floor(size / 2));
        if (this.#worthTrying < FEWEST_TOGETHER) this.isNot();
        break;
      default:
        this.isNot();
    }
  }

  /** From now on each customer has its own request. */
  isNot(): void {
    this.#worthTrying = 1;
    this.#traits.learn(this.#trait, '1');
  }
}
