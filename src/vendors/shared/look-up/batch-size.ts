import type { LastValue } from '../traits/witness.ts';

/** The vendor answered but left out the value requested last: it read only the beginning of the batch. */
export class BatchCut extends Error {
  constructor() {
    super('The record requested last is missing: the batch was cut.');
    this.name = 'BatchCut';
  }
}

export interface BatchSizeOptions {
  /** Whether an error may be about the batch's size. A `BatchCut` always is. */
  readonly mayBeSize: (error: unknown) => boolean;
  /** Its value changes when something other than the number of values turns out to be refused. */
  readonly otherCause?: () => unknown;
  /** Witnesses are added up to this size; absent: the maximum size. */
  readonly room?: number;
  /** Called with the learned maximum. */
  readonly onLearned?: (size: number) => void;
}

/**
 * Learns how many values one request may have, which no page documents. A batch that is refused, or cut, is repeated
 * with its first half, down to a single value, which takes at most ⌈log₂⌉ requests. The accepted size is remembered,
 * and the rest is sent in batches of that size. If a single value is refused, the value itself is at fault: its error
 * is returned, and nothing is learned.
 *
 * A batch smaller than any that failed is sent whole, even if a piece of a larger one would be smaller. Otherwise a
 * batch that is read in pages would return rows of equal keys in another order once it is combined from pieces.
 */
export class BatchSize {
  readonly #options: BatchSizeOptions;
  /** The size that larger batches are cut into. */
  #size: number;
  #smallestFailed: number;
  /** Batches up to this size are known to be read to the end. */
  #largestWhole = 1;
  /** One search for the size at a time; batches that fail in the meantime use its result. */
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

  /** Whether a batch of this many values may be cut, as far as is known. */
  isUnproven(values: number): boolean {
    return values > this.#largestWhole;
  }

  /** Whether a batch of this many values has room for one more. */
  hasRoom(values: number): boolean {
    return values < Math.min(this.#size, this.#options.room ?? this.#size);
  }

  /** A batch of this many values was read to the end. */
  sawWhole(values: number): void {
    this.#largestWhole = Math.max(this.#largestWhole, values);
  }

  /** The results of `ask` for all values, in pieces that the vendor accepts, sent concurrently. */
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
      // A value that is refused alone was at fault, not the number of values.
      if (this.#isSize(error)) first.forget();
      throw error;
    }
  }

  /**
   * Tries the first half of a failed batch, then half of that, until one is accepted; null if something else was the
   * cause.
   */
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

  /** Another process learned that this many values are accepted, and that more may not be. */
  adopt(size: number): void {
    if (size < 1 || size >= this.#size) return;
    this.#size = size;
    this.#smallestFailed = Math.min(this.#smallestFailed, size + 1);
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

/** No vendor reads fewer values of one request than this. */
const SURELY_READ = 10;

/** What tells whether a list of many values was read to its end. */
export interface ListProof<Value> {
  readonly values: readonly Value[];
  /** A row that has the last value came. */
  readonly showsLast: boolean;
  /** The values with one last that somebody has; null where none is known. */
  readonly atEnd: () => LastValue<Value> | null;
  /** Asks for those, and rejects with a BatchCut when the record of the last one does not come. */
  readonly check: (last: LastValue<Value>) => Promise<void>;
}

/**
 * Makes sure that a list by many values was not cut: nobody would miss the people at its end. Nothing is asked where a row has
 * the last value, or where as many were read to their end before; else one request, once.
 */
export async function proveListRead<Value>(
  batch: Pick<BatchSize, 'isUnproven' | 'sawWhole'>,
  { values, showsLast, atEnd, check }: ListProof<Value>,
): Promise<void> {
  if (values.length <= SURELY_READ || !batch.isUnproven(values.length)) return;
  if (showsLast) return batch.sawWhole(values.length);
  const last = atEnd();
  if (last !== null) await check(last);
}

/** A list in pieces of at most `size`. */
export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
