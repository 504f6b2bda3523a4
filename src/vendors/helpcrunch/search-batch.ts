import { isBadRequest } from './errors.ts';
import { chunks } from './search-plan.ts';
import type { SearchCondition } from './wire.ts';

/**
 * How many alternatives one OR search may carry: no page says. A search refused with 400 is asked in halves, down to
 * single conditions; halves that succeed prove that its size was the fault, and no larger one is sent again. A single
 * condition that is refused is at fault itself: its error is the answer, and nothing is learnt about sizes.
 */
export class SearchBatch {
  #size: number;

  /** @param size The setting HELPCRUNCH_SEARCH_BATCH. */
  constructor(size: number) {
    this.#size = size;
  }

  /** The most conditions of one search, as far as known. */
  get size(): number {
    return this.#size;
  }

  /** What `ask` makes of all conditions, in pieces that the vendor takes; pieces are asked for side by side. */
  async ask<T>(
    conditions: readonly SearchCondition[],
    ask: (piece: readonly SearchCondition[]) => Promise<T>,
  ): Promise<readonly T[]> {
    const answers = await Promise.all(
      chunks(conditions, this.#size).map((piece) => this.#askPiece(piece, ask)),
    );
    return answers.flat();
  }

  async #askPiece<T>(
    piece: readonly SearchCondition[],
    ask: (piece: readonly SearchCondition[]) => Promise<T>,
  ): Promise<readonly T[]> {
    try {
      return [await ask(piece)];
    } catch (error) {
      if (piece.length < 2 || !isBadRequest(error)) throw error;
    }
    const half = Math.ceil(piece.length / 2);
    const answers = await Promise.all(chunks(piece, half).map((part) => this.#askPiece(part, ask)));
    this.#size = Math.min(this.#size, half);
    return answers.flat();
  }
}
