import { BatchCut, fewer } from './batch-cut.ts';

export interface BatchSizeOptions {
  /** Whether an error may be about the batch's size. A `BatchCut` always is. */
  readonly mayBeSize: (error: unknown) => boolean;
  /**
   * Whether a batch is so large for its number of values that its refusal says nothing about others: it is repeated
   * with fewer values, and nothing is learned.
   */
  readonly isOversized?: (piece: readonly unknown[]) => boolean;
  /** Its value changes when something other than the number of values turns out to be refused. */
  readonly otherCause?: () => unknown;
  /** Witnesses are added up to this size; absent: the maximum size. */
  readonly room?: number;
  /** Rows per page that are tried along with fewer values, descending: a refusal may be about either. */
  readonly smallerPages?: readonly number[];
  /** Another request of the vendor: what is learned of its size holds here, too. */
  readonly like?: Pick<BatchSize, 'size'>;
  /** Called with the learned maximum. */
  readonly onLearned?: (size: number) => void;
}

/** Sends a piece of a batch. @param rows The most rows per page to ask for; absent: as many as wanted. */
export type AskPiece<V, T> = (piece: readonly V[], rows?: number) => Promise<T>;

/** What was learned with fewer rows per page than usual. */
interface Doubtful {
  readonly rows: number;
  tell(): void;
  forget(): void;
}

/** The beginning of a batch that the vendor accepted. */
interface Accepted<T> {
  readonly answer: T;
  readonly taken: number;
  /** Takes back what was learned from it. */
  forget(): void;
}

/**
 * Learns how many values one request may have, which no page documents. A batch that is refused, or cut, is repeated
 * with fewer values, down to a single one, which takes at most ⌈log₂⌉ requests: with its first half, or with as many as
 * were surely read. Refused, it is repeated with fewer rows per page at the same time. The accepted size is remembered,
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
  /** Batches up to this size are known to be accepted. */
  #largestAccepted = 1;
  /** The number of rows may have been the cause instead. */
  #doubtful: Doubtful | null = null;
  /** Batches that were answered without a proof. */
  #unproven: { readonly values: number; readonly tell: () => void }[] = [];
  #wasCut = false;
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

  /** Whether a batch was ever cut: from then on only a proof counts. */
  get wasCut(): boolean {
    return this.#wasCut;
  }

  /** Whether a batch of this many values has room for one more. */
  hasRoom(values: number): boolean {
    return values < Math.min(this.#size, this.#options.room ?? this.#size);
  }

  /** A batch of this many values was read to the end. */
  sawWhole(values: number): void {
    this.#largestWhole = Math.max(this.#largestWhole, values);
  }

  /** A batch of this many values lacked a record that one of them alone finds. */
  sawCut(values: number): void {
    this.#wasCut = true;
    if (values < 2 || !this.isUnproven(values)) return;
    const half = Math.ceil(values / 2);
    this.#learn(half, half + 1);
    this.#tellUnproven();
  }

  /** Whether a batch of this many values was accepted before, so that a refusal has another cause. */
  isAccepted(values: number): boolean {
    return values <= this.#largestAccepted;
  }

  /** A page of this many rows was accepted for a batch of this many values. */
  sawAccepted(values: number, rows: number): void {
    this.#largestAccepted = Math.max(this.#largestAccepted, values);
    if (this.#doubtful === null || values < 2 || rows <= this.#doubtful.rows) return;
    this.#doubtful.tell();
    this.#doubtful = null;
  }

  /** The rows per page were the cause of a refusal. */
  sawOtherCause(): void {
    this.#doubtful?.forget();
    this.#doubtful = null;
  }

  /** A batch was answered without a proof. @param tell Called if batches of this size turn out to be cut. */
  sawUnproven(values: number, tell: () => void): void {
    if (this.isUnproven(values))
      this.#unproven = [...this.#unproven.slice(1 - MOST_UNPROVEN), { values, tell }];
  }

  /** The results of `ask` for all values, in pieces that the vendor accepts, sent concurrently. */
  async ask<V, T>(values: readonly V[], ask: AskPiece<V, T>): Promise<readonly T[]> {
    if (this.#options.like !== undefined) this.adopt(this.#options.like.size);
    const isCut = values.length >= this.#smallestFailed;
    const pieces = chunks(values, isCut ? this.#size : this.#smallestFailed);
    const answers = await Promise.all(pieces.map((piece) => this.#askPiece(piece, ask)));
    // A piece that was answered whole may have been cut, as another one shows.
    const isDoubtful = (index: number, { length }: readonly V[]) =>
      answers[index]?.length === 1 && length > 1 && length >= this.#smallestFailed && this.isUnproven(length);
    const sure = pieces.map((piece, index) =>
      isDoubtful(index, piece) ? this.ask(piece, ask) : (answers[index] ?? []),
    );
    return (await Promise.all(sure)).flat();
  }

  /** The result of `ask` for the beginning of the values, as many as the vendor accepts. */
  async askFirst<V, T>(
    values: readonly V[],
    ask: AskPiece<V, T>,
  ): Promise<{ readonly answer: T; readonly taken: number }> {
    const piece = values.slice(0, this.#size);
    try {
      return { answer: await ask(piece), taken: piece.length };
    } catch (error) {
      if (piece.length < 2 || !this.#isSize(error)) throw error;
      const first = await this.#find(piece, ask, error);
      return first ?? { answer: await ask(piece), taken: piece.length };
    }
  }

  async #askPiece<V, T>(piece: readonly V[], ask: AskPiece<V, T>): Promise<readonly T[]> {
    const cause = this.#options.otherCause?.();
    let failure: unknown;
    try {
      return [await ask(piece)];
    } catch (error) {
      if (piece.length < 2 || !this.#isSize(error)) throw error;
      failure = error;
    }
    const found = this.#finding.then(() => {
      const isKnown = piece.length >= this.#smallestFailed || this.#options.otherCause?.() !== cause;
      return isKnown ? null : this.#find(piece, ask, failure);
    });
    this.#finding = found.catch(() => {});
    const first = await found;
    if (first === null) return this.ask(piece, ask);
    const rest = piece.slice(first.taken);
    // The next one alone, as it shows whether the values or the rows per page were the cause.
    const next = this.#doubtful === null ? 0 : first.taken;
    try {
      const tried = next === 0 ? [] : await this.ask(rest.slice(0, next), ask);
      return [first.answer, ...tried, ...(await this.ask(rest.slice(next), ask))];
    } catch (error) {
      // A value that is refused alone was at fault, not the number of values.
      if (this.#isSize(error)) first.forget();
      throw error;
    }
  }

  /** Tries fewer and fewer values of a failed batch until they are accepted; null if something else was the cause. */
  async #find<V, T>(piece: readonly V[], ask: AskPiece<V, T>, failure: unknown): Promise<Accepted<T> | null> {
    const cause = this.#options.otherCause?.();
    let error = failure;
    let failed = piece.length;
    for (;;) {
      const size = fewer(failed, error);
      const rows = error instanceof BatchCut ? undefined : this.#smallerPageFor(size);
      try {
        const answer = await (rows === undefined
          ? ask(piece.slice(0, size))
          : ask(piece.slice(0, size), rows));
        if (this.#options.otherCause?.() !== cause) return null;
        const isTelling = error instanceof BatchCut || this.#options.isOversized?.(piece) !== true;
        if (!isTelling) return { answer, taken: size, forget() {} };
        // What a refusal says of smaller batches is unknown; a cut is in silence, so only what was read counts.
        const learned = this.#learn(size, error instanceof BatchCut ? size + 1 : failed, rows !== undefined);
        if (error instanceof BatchCut) this.#tellUnproven();
        if (rows !== undefined) this.#doubtful = { rows, ...learned };
        return { answer, taken: size, forget: learned.forget };
      } catch (again) {
        if (size < 2 || !this.#isSize(again)) throw again;
        error = again;
        failed = size;
      }
    }
  }

  /** The smallest page that holds more rows than one for each value. */
  #smallerPageFor(values: number): number | undefined {
    const { smallerPages = [] } = this.#options;
    return smallerPages.findLast((rows) => rows > values) ?? smallerPages[0];
  }

  #tellUnproven(): void {
    for (const { values, tell } of this.#unproven) if (values > this.#size) tell();
    this.#unproven = [];
  }

  /** Another process learned that this many values are accepted, and that more may not be. */
  adopt(size: number): void {
    if (size < 1 || size >= this.#size) return;
    this.#size = size;
    this.#smallestFailed = Math.min(this.#smallestFailed, size + 1);
  }

  /** @param isDoubtful Whether `onLearned` is called only once it is certain, by `tell`. */
  #learn(taken: number, failed: number, isDoubtful = false): Pick<Doubtful, 'tell' | 'forget'> {
    const [size, smallestFailed] = [this.#size, this.#smallestFailed];
    this.#smallestFailed = Math.min(smallestFailed, failed);
    this.#size = Math.min(size, taken);
    let isTold = false;
    const tell = () => {
      isTold = this.#size < size;
      if (isTold) this.#options.onLearned?.(this.#size);
    };
    if (!isDoubtful) tell();
    return {
      tell,
      forget: () => {
        this.#size = size;
        this.#smallestFailed = smallestFailed;
        if (isTold) this.#options.onLearned?.(size);
      },
    };
  }

  #isSize(error: unknown): boolean {
    this.#wasCut ||= error instanceof BatchCut;
    return error instanceof BatchCut || this.#options.mayBeSize(error);
  }
}

/** The most batches without a proof that are remembered. */
const MOST_UNPROVEN = 100;

/** A list in pieces of at most `size`. */
export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
