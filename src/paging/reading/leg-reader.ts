import { findBoundary } from '../drift/find-boundary.ts';
import { hashRow } from '../drift/neighbours.ts';
import { isInPlace, relocate } from '../drift/relocate.ts';
import type { Direction, Leg, LegWarning } from '../leg.ts';
import type { LegCut, PagingDirection } from '../position.ts';
import { rowAt, type Segment } from '../segment.ts';
import { type LegPlace, PlaceInHand } from './leg-place.ts';
import { LegRows } from './leg-rows.ts';
import { isInOrder, isReordered, mayHaveMoved } from './row-order.ts';

/**
 * How often one page relocates a position. A list that never stops changing is read on by offsets, so that every walk
 * ends.
 */
const MOST_RELOCATIONS = 3;

/**
 * Reads one leg for one page: a cut that moves row by row, and the rows in hand around it. Every read includes the row
 * on the other side of the cut. If it is not the remembered one, rows were added or removed, and the position is found
 * again before anything is returned.
 */
export class LegReader<Row, Node> {
  readonly leg: Leg<Row, Node>;
  /** The faults that this page noticed in the leg. */
  readonly warnings = new Set<LegWarning>();
  readonly #rows: LegRows<Row, Node>;
  readonly #passed = new Set<number>();
  #relocations = 0;
  readonly #direction: Direction;
  readonly #heading: PagingDirection;
  /** The cut that the last read started from; initially the given one. */
  #known: LegCut;
  #at: number | null;
  #segment: Segment<Row> | null = null;
  #exhausted: boolean;
  #start: LegPlace | null = null;
  #total: number | null = null;
  #hasMoved = false;
  #place: LegPlace | null = null;

  constructor(
    leg: Leg<Row, Node>,
    cut: LegCut,
    walk: { readonly direction: Direction; readonly heading: PagingDirection },
  ) {
    this.leg = leg;
    this.#rows = new LegRows(leg, walk, this.warnings);
    this.#known = cut;
    this.#direction = walk.direction;
    this.#heading = walk.heading;
    this.#at = cut.offset === 'END' ? null : cut.offset;
    this.#exhausted = walk.heading === 'FORWARD' ? cut.done : cut.offset === 0;
  }

  /** Whether the leg has responded to this page at all. */
  get hasAnswered(): boolean {
    return this.#rows.hasAnswered;
  }

  /** The leg's number of rows, as far as this page knows. */
  get total(): number | null {
    return this.#total;
  }

  /** Whether rows around the cut have changed since it was remembered. */
  get hasMoved(): boolean {
    return this.#hasMoved;
  }

  /** Where this page began: the given cut, relocated; null if the leg was not read. */
  get start(): LegCut | null {
    return this.#start?.cut ?? null;
  }

  /** Whether there is nothing left in this direction, as far as is known without a request. */
  get isExhausted(): boolean {
    return this.#exhausted;
  }

  /** Whether `peek` will return from rows in hand. */
  get isInHand(): boolean {
    return this.#exhausted || this.#nextRow() !== undefined;
  }

  /** The minimum of rows left in this direction, without a request; null if unknown. */
  get remaining(): number | null {
    if (this.#exhausted) return 0;
    if (this.#at === null) return null;
    if (this.#heading === 'BACKWARD') return this.#at;
    if (this.#nextRow() === undefined && this.#rows.mayGoOn) return null;
    return this.#total === null ? null : Math.max(0, this.#total - this.#at);
  }

  /** The leg's current position. */
  get place(): LegPlace {
    this.#place ??= this.#placeNow();
    return this.#place;
  }

  #placeNow(): LegPlace {
    const known = this.#known;
    if (this.#at === null || this.#segment === null) {
      return { cut: this.#heading === 'FORWARD' ? { ...known, done: this.#exhausted } : known };
    }
    return new PlaceInHand(this.leg, this.#segment, { at: this.#at, known, done: this.#isEnd(this.#at) });
  }

  /** A leg walked to its end has as many rows as lie before the cut there; null elsewhere. */
  get countedBefore(): number | null {
    const { done, offset } = this.place.cut;
    return done && offset !== 'END' ? offset : null;
  }

  /** The row that `peek` would return without reading. */
  get rowInHand(): Row | undefined {
    return this.#nextRow();
  }

  /** The rows in hand, in the leg's order, and the index of the row that `peek` returns. */
  get inHand(): { readonly rows: readonly Row[]; readonly next: number } {
    const { from, rows } = this.#segment ?? { from: 0, rows: [] };
    return { rows, next: this.#nextIndex() - from };
  }

  /** Reopens a leg that was considered exhausted because of its cut alone. Returns whether it may have rows. */
  reopen(): boolean {
    if (this.#segment !== null) return false;
    // The cut was before the first row, but rows may have been added in front of it since.
    this.#exhausted = this.#heading === 'BACKWARD' && this.#known.offset === 0 && this.#known.after === null;
    this.#place = null;
    return !this.#exhausted;
  }

  /** The next row in this direction; undefined if there is none. Reads about `wanted` rows if none is in hand. */
  async peek(wanted: number): Promise<Row | undefined> {
    while (!this.#exhausted) {
      const row = this.#nextRow();
      if (row !== undefined) return row;
      await this.#load(wanted);
    }
    return undefined;
  }

  /** Moves the cut past the row that `peek` returned. */
  take(): void {
    if (this.#at === null) throw new Error('take() before peek()');
    this.#at += this.#heading === 'FORWARD' ? 1 : -1;
    this.#place = null;
    const isAtEnd = this.#heading === 'FORWARD' ? this.#isEnd(this.#at) : this.#at === 0;
    this.#exhausted = isAtEnd || this.#isBeyond(this.#nextRow());
  }

  /** Learns the leg's number of rows; null if the source does not state it. */
  async learnTotal(): Promise<number | null> {
    if (this.warnings.has('INCOMPLETE_TOTAL')) return this.#total;
    this.#total ??= await this.#rows.readTotal();
    return this.#total;
  }

  async #load(wanted: number): Promise<void> {
    await this.#loadThere(wanted);
    await this.#enterSection();
  }

  async #loadThere(wanted: number): Promise<void> {
    if (this.#at === null) {
      const { at, segment } = await this.#rows.readEnd(wanted);
      return this.#adopt(at, segment, this.#known);
    }
    const [at, expected] = [this.#at, this.place.cut];
    const segment = await this.#rows.readAround(at, wanted);
    if (isReordered(this.leg, expected, segment)) return this.#adoptReordered(at, segment, expected);
    if (isInPlace(this.leg, expected, at, segment) || this.#relocations === MOST_RELOCATIONS) {
      return this.#adopt(at, segment, expected);
    }
    this.#relocations++;
    const walk = { direction: this.#direction, heading: this.#heading };
    const again = await relocate(this.leg, expected, at, walk);
    if (isReordered(this.leg, expected, again.segment)) return this.#adoptReordered(at, segment, expected);
    if (mayHaveMoved(this.leg, expected, at, again)) this.warnings.add('UNSTABLE_ORDER');
    this.#hasMoved ||= again.at !== at;
    this.#adopt(again.at, again.segment, expected);
  }

  /** If the rows in hand lie before the section in this direction, goes to its first row by halving offsets. */
  async #enterSection(): Promise<void> {
    const next = this.#nextRow();
    if (next === undefined || this.#segment === null || this.#sideOf(next) * this.#step >= 0) return;
    const isForward = this.#heading === 'FORWARD';
    const isAfter = (row: Row) => this.#sideOf(row) >= (isForward ? 0 : 1);
    const found = await findBoundary(this.#checked, isAfter, this.#segment, { fresh: false });
    // If rows are out of order, the position of the section is unknown.
    if (this.warnings.has('UNEXPECTED_ORDER')) return;
    this.#start = null;
    this.#adopt(found.at, found.segment, this.#known);
  }

  /** The leg, with the order of each response checked. */
  get #checked(): Leg<Row, Node> {
    return {
      ...this.leg,
      read: async (range, how) => {
        const page = await this.leg.read(range, how);
        if (!isInOrder(page.rows, this.leg, this.#direction)) this.warnings.add('UNEXPECTED_ORDER');
        return page;
      },
    };
  }

  /** Where a row lies relative to the section, in the leg's own order; a placeholder always counts as inside. */
  #sideOf(row: Row): number {
    const { section, isGap, keyOf } = this.leg;
    if (section === undefined || isGap?.(row) || this.warnings.has('UNEXPECTED_ORDER')) return 0;
    return section(keyOf(row)) * (this.#direction === 'ASC' ? 1 : -1);
  }

  get #step(): 1 | -1 {
    return this.#heading === 'FORWARD' ? 1 : -1;
  }

  #isBeyond(row: Row | undefined): boolean {
    return row !== undefined && this.#sideOf(row) * this.#step > 0;
  }

  /** Rows with equal keys moved, so it is unknown which were seen. The walk continues by offset, so that it ends. */
  #adoptReordered(at: number, segment: Segment<Row>, expected: LegCut): void {
    this.warnings.add('UNSTABLE_ORDER');
    this.#hasMoved = true;
    this.#adopt(at, segment, expected);
  }

  /** Whether a row that this page already passed appears again. */
  #comesAgain(at: number, segment: Segment<Row>): boolean {
    if (this.#segment === null || this.#at === null) return false;
    const isForward = this.#heading === 'FORWARD';
    const side = ({ rows, from }: Segment<Row>, cut: number, before: boolean) =>
      before ? rows.slice(0, Math.max(0, cut - from)) : rows.slice(Math.max(0, cut - from));
    for (const row of side(this.#segment, this.#at, isForward)) this.#passed.add(hashRow(this.leg, row));
    return side(segment, at, !isForward).some((row) => this.#passed.has(hashRow(this.leg, row)));
  }

  /** Adopts rows as those in hand; if none of them is the next one, the leg ends here. */
  #adopt(at: number, segment: Segment<Row>, expected: LegCut): void {
    if (this.#comesAgain(at, segment) || segment.isRepeated) {
      this.warnings.add('UNSTABLE_ORDER');
      this.#hasMoved = true;
    }
    this.#at = at;
    this.#segment = segment;
    this.#total = segment.total;
    this.#known = expected;
    if (this.#heading === 'BACKWARD' && this.#nextRow() === undefined) {
      this.#at = Math.min(at, segment.from + segment.rows.length);
    }
    const isAtEnd = this.#heading === 'FORWARD' ? this.#nextRow() === undefined : this.#at === 0;
    this.#exhausted = isAtEnd || this.#isBeyond(this.#nextRow());
    this.#place = null;
    this.#start ??= this.place;
  }

  #nextIndex(): number {
    return (this.#at ?? 0) - (this.#heading === 'FORWARD' ? 0 : 1);
  }

  #nextRow(): Row | undefined {
    return this.#segment === null || this.#at === null ? undefined : rowAt(this.#segment, this.#nextIndex());
  }

  /** Whether the leg is known to have no row after this position. */
  #isEnd(at: number): boolean {
    const next = this.#segment === null ? undefined : rowAt(this.#segment, at);
    if (next !== undefined) return this.#sideOf(next) > 0;
    if (this.#segment === null) return false;
    const sawNone = this.#heading === 'FORWARD' ? this.#exhausted && at === this.#at : this.#known.done;
    // A full page may end where its total does by chance, and does so by design if totals are capped.
    const isAgreed = this.#total !== null && at >= this.#total && this.#segment.isFull !== true;
    return sawNone || isAgreed;
  }
}
