import { blockAround } from './block-range.ts';
import { findAgain, hashIdentity, isInPlace, type Segment } from './find-again.ts';
import type { Direction, Leg, RowRange } from './leg.ts';
import { LEG_START, type LegCut, type Mark } from './position.ts';

/** The most rows of one key whose order around a cut is remembered. */
const MOST_TIES = 8;

/** Which way a page is read from its cut: UP takes the rows after it, DOWN those before it. */
export type Heading = 'UP' | 'DOWN';

/**
 * One leg as one page reads it: a cut that moves row by row, and the rows in hand around it.
 * Every read takes the row on the other side of the cut along; if it is not the remembered one, rows have come or gone
 * and the place is found again before anything is returned.
 */
export class LegReader<Row, Node> {
  readonly leg: Leg<Row, Node>;
  readonly #direction: Direction;
  readonly #heading: Heading;
  #at: number | null;
  #cut: LegCut;
  #segment: Segment<Row> | null = null;
  #total: number | null = null;
  #exhausted: boolean;
  #moved = false;
  #lastCut: LegCut | null = null;
  #found: { readonly before: boolean; readonly after: boolean } | null = null;

  constructor(
    leg: Leg<Row, Node>,
    cut: LegCut,
    walk: { readonly direction: Direction; readonly heading: Heading },
  ) {
    this.leg = leg;
    this.#cut = cut;
    this.#direction = walk.direction;
    this.#heading = walk.heading;
    this.#at = cut.offset === 'END' ? null : cut.offset;
    this.#exhausted = walk.heading === 'UP' ? cut.done : cut.offset === 0;
  }

  /** How many rows the leg has, as far as this page learned it. */
  get total(): number | null {
    return this.#total;
  }

  /** Whether rows had come or gone around the cut since it was remembered. */
  get moved(): boolean {
    return this.#moved;
  }

  /** Whether the rows remembered on either side of the cut are still there; null when the leg was not asked. */
  get found(): { readonly before: boolean; readonly after: boolean } | null {
    return this.#found;
  }

  /** Whether there is nothing left this way, as far as is known without asking. */
  get isExhausted(): boolean {
    return this.#exhausted;
  }

  /** Whether `peek` will answer from rows in hand. */
  get isInHand(): boolean {
    return this.#exhausted || this.#nextRow() !== undefined;
  }

  /** Rows surely left this way, without asking; null when that is not known. */
  get remaining(): number | null {
    if (this.#exhausted) return 0;
    if (this.#at === null) return null;
    if (this.#heading === 'DOWN') return this.#at;
    return this.#total === null ? null : Math.max(0, this.#total - this.#at);
  }

  /** The cut where the leg stands now. */
  get cut(): LegCut {
    if (this.#at === null || this.#segment === null) {
      return this.#heading === 'UP' && this.#exhausted !== this.#cut.done
        ? { ...this.#cut, done: this.#exhausted }
        : this.#cut;
    }
    this.#lastCut ??= this.#cutAt(this.#at, this.#heading === 'UP' && this.#exhausted);
    return this.#lastCut;
  }

  /** The cut just after the row that `take` would return. */
  get cutAfterNext(): LegCut {
    const at = (this.#at ?? 0) + (this.#heading === 'UP' ? 1 : 0);
    return this.#cutAt(at, this.#total !== null && at >= this.#total);
  }

  /** The next row this way; undefined when there is none. Reads about `wanted` rows when none is in hand. */
  async peek(wanted: number): Promise<Row | undefined> {
    while (!this.#exhausted) {
      const row = this.#nextRow();
      if (row !== undefined) return row;
      await this.#load(wanted);
    }
    return undefined;
  }

  /** Moves the cut over the row that `peek` showed. */
  take(): void {
    if (this.#at === null) throw new Error('take() before peek()');
    this.#at += this.#heading === 'UP' ? 1 : -1;
    this.#lastCut = null;
    this.#exhausted =
      this.#heading === 'UP' ? this.#total !== null && this.#at >= this.#total : this.#at === 0;
  }

  /** The rows in hand, in the leg's order, and the index among them of the row that `peek` shows. */
  get inHand(): { readonly rows: readonly Row[]; readonly next: number } {
    const { from, rows } = this.#segment ?? { from: 0, rows: [] };
    return { rows, next: this.#nextIndex() - from };
  }

  #nextIndex(): number {
    return (this.#at ?? 0) - (this.#heading === 'UP' ? 0 : 1);
  }

  #nextRow(): Row | undefined {
    if (this.#segment === null || this.#at === null) return undefined;
    return this.#segment.rows[this.#nextIndex() - this.#segment.from];
  }

  async #load(wanted: number): Promise<void> {
    if (this.#at === null) {
      const { total } = await this.leg.read(this.#rangeFor(0, 1), { fresh: false });
      this.#total = total ?? 0;
      this.#at = this.#total;
      this.#exhausted = this.#at === 0;
      if (this.#exhausted) return;
    }
    const at = this.#at;
    const expected = this.#segment === null ? this.#cut : this.#cutAt(at, false);
    const range = this.#rangeFor(at, wanted);
    const page = await this.leg.read(range, { fresh: false });
    const segment = { from: range.offset, rows: page.rows };
    if (isInPlace(this.leg, expected, at, segment)) {
      this.#adopt(at, segment, page.total);
    } else {
      const again = await findAgain(this.leg, expected, at, this.#direction);
      this.#moved ||= again.at !== at;
      this.#adopt(again.at, again.segment, again.total);
    }
    this.#found ??= {
      before: expected.before !== null && this.#markAt(this.#at - 1)?.hash === expected.before.hash,
      after: expected.after !== null && this.#markAt(this.#at)?.hash === expected.after.hash,
    };
  }

  /** Takes rows as those in hand; when none of them is the next one, the leg ends here. */
  #adopt(at: number, segment: Segment<Row>, total: number | null): void {
    this.#at = at;
    this.#segment = segment;
    this.#total = total;
    this.#lastCut = null;
    this.#exhausted = this.#heading === 'UP' ? this.#nextRow() === undefined : at === 0;
    if (this.#heading === 'DOWN' && !this.#exhausted && this.#nextRow() === undefined) {
      this.#at = Math.min(at, segment.from + segment.rows.length);
      this.#exhausted = this.#at === 0;
    }
  }

  /** The range to ask for around a cut: the rows wanted this way, and the one on its other side. */
  #rangeFor(at: number, wanted: number): RowRange {
    const { blockSize, largestRead } = this.leg;
    if (blockSize !== undefined) return blockAround(at, blockSize);
    if (this.#heading === 'UP') {
      const offset = Math.max(0, at - 1);
      return { offset, limit: Math.min(largestRead, wanted + at - offset) };
    }
    const offset = Math.max(0, at - Math.max(1, Math.min(wanted, largestRead - 1)));
    return { offset, limit: Math.max(1, Math.min(largestRead, at + 1 - offset)) };
  }

  #cutAt(at: number, done: boolean): LegCut {
    // Nothing is before the first row, so nothing can shift it: rows that come in front are simply listed.
    if (at === 0) return { ...LEG_START, done };
    const before = this.#markAt(at - 1);
    const ties: number[] = [];
    for (let index = at - 2; before !== null && ties.length < MOST_TIES; index--) {
      const tie = this.#markAt(index);
      if (tie === null || tie.key !== before.key) break;
      ties.push(tie.hash);
    }
    return { offset: at, before, after: this.#markAt(at), ties, done };
  }

  #markAt(index: number): Mark | null {
    const row = this.#segment?.rows[index - this.#segment.from];
    return row === undefined
      ? null
      : { hash: hashIdentity(this.leg.identityOf(row)), key: this.leg.keyOf(row) };
  }
}
