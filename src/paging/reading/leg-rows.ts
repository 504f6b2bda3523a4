import { findEnd } from '../drift/find-boundary.ts';
import type { Direction, Leg, LegWarning, RowPage, RowRange, TotalDoubt } from '../leg.ts';
import type { PagingDirection } from '../position.ts';
import { rowAt, type Segment } from '../segment.ts';
import { isCutOrTooHigh, isEndAgreed, isShort, isTotalTooLow, noDoubt, remember } from './list-end.ts';
import { firstRange, rangesAround, rowsToRead } from './read-ranges.ts';
import { isInOrder } from './row-order.ts';

/**
 * The rows of one leg as one page reads them, and what they reveal about the leg's total and order. Rows win over a
 * total that they contradict, and faults become warnings.
 */
export class LegRows<Row, Node> {
  readonly #leg: Leg<Row, Node>;
  readonly #direction: Direction;
  readonly #heading: PagingDirection;
  readonly #warnings: Set<LegWarning>;
  readonly #doubt: TotalDoubt;
  #hasAnswered = false;
  /** Whether the last read returned fewer rows than requested and than the total allows. */
  #isCut = false;
  #loads = 0;

  /** @param warnings Receives the faults noticed. */
  constructor(
    leg: Leg<Row, Node>,
    { direction, heading }: { readonly direction: Direction; readonly heading: PagingDirection },
    warnings: Set<LegWarning>,
  ) {
    this.#leg = leg;
    this.#direction = direction;
    this.#heading = heading;
    this.#warnings = warnings;
    this.#doubt = leg.doubt ?? noDoubt();
  }

  /** Whether the leg has responded at all. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Whether rows may follow those read last, or not, whatever the total says. */
  get mayGoOn(): boolean {
    return this.#isCut || this.#doubt.tooHigh > 0;
  }

  /** The leg's number of rows; null if the source does not state it. */
  async readTotal(): Promise<number | null> {
    const range = { offset: 0, limit: this.#leg.blockSize ?? 1 };
    return this.#toSegment(range, await this.#read(range)).total;
  }

  /** Reads rows around the end, wherever that is: responses of different ages may disagree about it. */
  async readEnd(wanted: number): Promise<{ readonly at: number; readonly segment: Segment<Row> }> {
    this.#loads++;
    const range = firstRange(wanted, this.#leg);
    const page = await this.#read(range);
    const first = this.#toSegment(range, page);
    const end = first.total;
    // A short leg is completely in hand.
    if (end !== null && isEndAgreed(range, page)) return { at: end, segment: first };
    const segment = end === null ? null : await this.#readAt(end, wanted);
    // The rows prove where the end is: the last one, and none after it.
    const isSeen = end !== null && segment !== null && rowAt(segment, end - 1) && !rowAt(segment, end);
    if (isSeen && segment.total === end) return { at: end, segment };
    const isContradicted = isTotalTooLow(range, page) || (segment !== null && segment.total === end);
    if (isContradicted) this.#contradict(isTotalTooLow(range, page) ? 'TOO_LOW' : 'TOO_HIGH');
    return findEnd(this.#leg, segment?.total ?? first.rows.length);
  }

  /** Reads rows around a cut. A source that returns less than requested, although it has more, is asked for less. */
  readAround(at: number, wanted: number): Promise<Segment<Row>> {
    this.#loads++;
    return this.#readAt(at, wanted);
  }

  async #readAt(at: number, wanted: number): Promise<Segment<Row>> {
    const next = this.#heading === 'FORWARD' ? at : at - 1;
    const request = { at, heading: this.#heading, wanted: rowsToRead(this.#loads, wanted, this.#leg) };
    let segment: Segment<Row> = { from: 0, rows: [], total: null };
    for (const range of rangesAround(request, this.#leg)) {
      const page = await this.#read(range);
      segment = this.#toSegment(range, page);
      this.#isCut = isCutOrTooHigh(range, page);
      if (rowAt(segment, next) !== undefined || isEndAgreed(range, page)) break;
      // No rows beyond the last one, according to the source's total, or none were requested.
      if (page.rows.length === 0 && page.total !== null && next >= page.total) break;
    }
    const end = segment.from + segment.rows.length;
    if (this.#heading === 'BACKWARD' || rowAt(segment, next) !== undefined || end !== next) return segment;
    // A short page with nothing after it: the list ends here, whatever its total says.
    if (segment.total !== null && segment.total > next) this.#contradict('TOO_HIGH');
    this.#isCut = false;
    return segment.rows.length > 0 ? { ...segment, total: end, isFull: false } : segment;
  }

  /** The rows of a response, without a total that they contradict. */
  #toSegment(range: RowRange, page: RowPage<Row>): Segment<Row> {
    const isTooLow = isTotalTooLow(range, page);
    if (isTooLow) this.#contradict('TOO_LOW');
    else if (isEndAgreed(range, page)) remember(this.#doubt, 'AGREED');
    if (!isInOrder(page.rows, this.#leg, this.#direction)) this.#warnings.add('UNEXPECTED_ORDER');
    const { rows, total } = page;
    return { from: range.offset, rows, total: isTooLow ? null : total, isFull: !isShort(range, page) };
  }

  #contradict(how: 'TOO_HIGH' | 'TOO_LOW'): void {
    this.#warnings.add('INCOMPLETE_TOTAL');
    remember(this.#doubt, how);
  }

  async #read(range: RowRange): Promise<RowPage<Row>> {
    const page = await this.#leg.read(range, { fresh: false });
    this.#hasAnswered = true;
    return page;
  }
}
