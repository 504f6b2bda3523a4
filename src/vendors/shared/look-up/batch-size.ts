/** The vendor answered, and left out what was asked for last: it read only the beginning of the batch. */
export class BatchCut extends Error {
  constructor() {
    super('The record asked for last did not come: the batch was cut.');
    this.name = 'BatchCut';
  }
}

export interface BatchSizeOptions {
  /** Whether an error may be about the batch's size. A `BatchCut` always is. */
  readonly mayBeSize: (error: unknown) => boolean;
  /** Changes when it turns out that something other than the number of values was refused. */
  readonly otherCause?: () => unknown;
  /** Witnesses are added up to this size; absent: the size that is asked for at most. */
  readonly room?: number;
  /** Told how many turn out to be taken. */
  readonly onLearned?: (size: number) => void;
}

/**
 * How many values one request may carry: no page says. A batch that is refused, or cut, is asked for by its first half, down
 * to a single value, which is at most ⌈log₂⌉ requests; what is taken is remembered, and the rest is asked for in batches
 * of that size. A single value that is refused is at fault itself: its error is the answer, and nothing is learned.
 *
 * A batch smaller than any that failed is sent whole, though a piece of a larger one would be smaller: one that is
 * walked in pages gives rows of equal keys in another order once it is put together from pieces.
 */
export class BatchSize {
  readonly #options: BatchSizeOptions;
  /** What larger batches are cut into. */
  #size: number;
  #smallestFailed: number;
  /** Batches up to this size were seen to be read to their end. */
  #largestWhole = 1;
  /** One search for the size at a time: whoever fails meanwhile uses what it finds. */
  #finding: Promise<unknown> = Promise.resolve();

  /** @param size The setting. */
  constructor(size: number, options: BatchSizeOptions) {
    this.#size = size;
    this.#smallestFailed = size + 1;
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /** Whether a batch of so many values may be cut, for all that is known. */
  isUnproven(values: number): boolean {
    return values > this.#largestWhole;
  }

  /** Whether a batch of so many values leaves room for one more. */
  hasRoom(values: number): boolean {
    return values < Math.min(this.#size, this.#options.room ?? this.#size);
  }

  /** A batch of so many values was read to its end. */
  sawWhole(values: number): void {
    this.#largestWhole = Math.max(this.#largestWhole, values);
  }

  /** What `ask` makes of all values, in pieces that the vendor takes; pieces are asked for side by side. */
  async ask<V, T>(values: readonly V[], ask: (piece: readonly V[]) => Promise<T>): Promise<readonly T[]> {
    const isCut = values.length >= this.#smallestFailed;
    const pieces = chunks(values, isCut ? this.#size : this.#smallestFailed);
    const answers = await Promise.all(pieces.map((piece) => this.#askPiece(piece, ask)));
    return answers.flat();
  }

  async #askPiece<V, T>(
    piece: readonly V[],
    ask: (piece: readonly V[]) => Promise<T>,
  ): Promise<readonly T[]> {
    const cause = this.#options.otherCause?.();
    try {
      return [await ask(piece)];
    } catch (error) {
      if (piece.length < 2 || !this.#isSize(error)) throw error;
    }
    const found = this.#finding.then(() => {
      const isKnown = piece.length >= this.#smallestFailed || this.#options.otherCause?.() !== cause;
      return isKnown ? null : this.#find(piece, ask);
    });
    this.#finding = found.catch(() => {});
    const first = await found;
    if (first === null) return this.ask(piece, ask);
    try {
      return [first.answer, ...(await this.ask(piece.slice(first.taken), ask))];
    } catch (error) {
      // A value that is refused alone was the fault, and not how many there were.
      if (this.#isSize(error)) first.forget();
      throw error;
    }
  }

  /** The first half of a batch that failed, or half of that, until one is taken; null when something else was the cause. */
  async #find<V, T>(
    piece: readonly V[],
    ask: (piece: readonly V[]) => Promise<T>,
  ): Promise<{ readonly answer: T; readonly taken: number; forget(): void } | null> {
    const cause = this.#options.otherCause?.();
    let failed = piece.length;
    let half = Math.ceil(failed / 2);
    for (;;) {
      try {
        const answer = await ask(piece.slice(0, half));
        if (this.#options.otherCause?.() !== cause) return null;
        return { answer, taken: half, forget: this.#learn(half, failed) };
      } catch (error) {
        if (half < 2 || !this.#isSize(error)) throw error;
      }
      failed = half;
      half = Math.ceil(half / 2);
    }
  }

  #learn(taken: number, failed: number): () => void {
    const [size, smallestFailed] = [this.#size, this.#smallestFailed];
    this.#smallestFailed = Math.min(smallestFailed, failed);
    this.#size = Math.min(size, taken);
    if (this.#size < size) this.#options.onLearned?.(this.#size);
    return () => {
      this.#size = size;
      this.#smallestFailed = smallestFailed;
      if (taken < size) this.#options.onLearned?.(size);
    };
  }

  #isSize(error: unknown): boolean {
    return error instanceof BatchCut || this.#options.mayBeSize(error);
  }
}

/** A list in pieces of at most `size`. */
export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
