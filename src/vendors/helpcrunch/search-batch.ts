import { chunks } from './criteria/search-plan.ts';
import { isBadRequest } from './errors.ts';
import type { SearchCondition } from './wire/wire.ts';

/**
 * How many alternatives one OR search may carry: no page says. A search refused with 400 is asked in halves, down to
 * single conditions; halves that succeed prove that its size was the fault, and none of its size is sent again. A single
 * condition that is refused is at fault itself: its error is the answer, and nothing is learnt about sizes.
 *
 * A search smaller than any that was refused is sent whole, though a piece of a larger one would be smaller: one that is
 * walked in pages gives rows of equal keys in another order once it is put together from pieces.
 */
export class SearchBatch {
  /** What larger searches are cut into. */
  #size: number;
  #smallestRefused: number;

  /** @param size The setting HELPCRUNCH_SEARCH_BATCH. */
  constructor(size: number) {
    this.#size = size;
    this.#smallestRefused = size + 1;
  }

  /** What `ask` makes of all conditions, in pieces that the vendor takes; pieces are asked for side by side. */
  async ask<T>(
    conditions: readonly SearchCondition[],
    ask: (piece: readonly SearchCondition[]) => Promise<T>,
  ): Promise<readonly T[]> {
    const isCut = conditions.length >= this.#smallestRefused;
    const pieces = chunks(conditions, isCut ? this.#size : this.#smallestRefused);
    const answers = await Promise.all(pieces.map((piece) => this.#askPiece(piece, ask)));
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
    this.#smallestRefused = Math.min(this.#smallestRefused, piece.length);
    return answers.flat();
  }
}
