import { compareHeads } from './compare.ts';
import { windowAround } from './decision-window.ts';
import type { Direction, Leg, Verdict } from './leg.ts';
import type { LegCut, PagingDirection } from './position.ts';
import type { LegPlace } from './reading/leg-place.ts';
import { LegReader } from './reading/leg-reader.ts';

/** A row that is kept. */
export interface Entry<Node> {
  readonly node: Node;
  readonly leg: number;
  /** The position of every leg just after it. */
  readonly places: readonly LegPlace[];
}

type Head<Row> = Parameters<typeof compareHeads>[0] & { readonly leg: number; readonly row: Row };

/** Why a walk ended before its legs did. */
export type Halt = 'SCAN_LIMIT' | 'STOP';

/**
 * Walks the sequence that the legs form together from a position, one kept row at a time: among the legs of the current
 * group, the one whose next row comes first provides it. A leg that fails keeps its position, and the others continue.
 */
export class Walk<Row, Node> {
  readonly readers: readonly LegReader<Row, Node>[];
  readonly failures = new Map<number, unknown>();
  halted: Halt | null = null;
  readonly #direction: Direction;
  readonly #heading: PagingDirection;
  readonly #verdicts = new Map<Row, Verdict<Node>>();
  /** Whether the scan limit may stop the next step. */
  #mayHalt: boolean;
  #hasTaken = false;
  /** The legs that may provide the next row in hand; null if not yet determined. */
  #open: readonly number[] | null = null;

  constructor(
    legs: readonly Leg<Row, Node>[],
    from: readonly LegCut[],
    walk: {
      readonly direction: Direction;
      readonly heading: PagingDirection;
      /** Whether the scan limit may stop the very first step. */
      readonly mayStandStill: boolean;
    },
  ) {
    this.#direction = walk.direction;
    this.#heading = walk.heading;
    this.#mayHalt = walk.mayStandStill;
    this.readers = legs.map((leg, index) => {
      const cut = from[index];
      if (cut === undefined)
        throw new Error(`A position for ${from.length} legs cannot place ${legs.length}.`);
      return new LegReader(leg, cut, walk);
    });
  }

  /** The current position of every leg. */
  get places(): readonly LegPlace[] {
    return this.readers.map((reader) => reader.place);
  }

  /** Whether rows were added or removed upstream since the position was taken. */
  get hasMoved(): boolean {
    return this.readers.some((reader) => reader.hasMoved);
  }

  /** Whether legs failed or the walk was halted: their rows come later. */
  get isUnfinished(): boolean {
    return this.halted !== null || this.failures.size > 0;
  }

  /** Whether every leg has been walked to its end. */
  get isExhausted(): boolean {
    return this.readers.every((reader) => reader.isExhausted);
  }

  /** The next kept row; null at the end, or when halted. `wanted`: how many rows a page has. */
  next(wanted: number): Entry<Node> | null | Promise<Entry<Node> | null> {
    return this.#nextInHand() ?? this.#nextRead(wanted);
  }

  /** The next kept row if nothing needs to be awaited; null otherwise, or if there may be none. */
  #nextInHand(): Entry<Node> | null {
    for (;;) {
      const first = this.#firstInHand();
      if (first === null) return null;
      const reader = this.#reader(first.leg);
      const verdict = reader.leg.isGap?.(first.row)
        ? 'DROP'
        : reader.leg.decide === undefined
          ? { keep: reader.leg.nodeOf(first.row) }
          : this.#verdicts.get(first.row);
      if (verdict === undefined || verdict === 'STOP' || verdict === 'SPENT') return null;
      const entry = this.#pass(verdict, first.leg, reader);
      if (entry !== null) return entry;
    }
  }

  /** The row that comes next; null if there is none, or if one must be read to know. */
  #firstInHand(): { readonly leg: number; readonly row: Row } | null {
    this.#open ??= this.#openLegs();
    const [only] = this.#open;
    if (only !== undefined && this.#open.length === 1) {
      const row = this.#reader(only).rowInHand;
      return row === undefined ? null : { leg: only, row };
    }
    let first: Head<Row> | null = null;
    for (const leg of this.#open) {
      const reader = this.#reader(leg);
      const row = reader.rowInHand;
      if (row === undefined) return null;
      const head = { leg, row, group: reader.leg.group, key: reader.leg.keyOf(row) };
      if (first === null || this.#comesFirst(head, first)) first = head;
    }
    return first;
  }

  /** Passes a decided row and returns it if it is kept. */
  #pass(
    verdict: Exclude<Verdict<Node>, 'STOP' | 'SPENT'>,
    leg: number,
    reader: LegReader<Row, Node>,
  ): Entry<Node> | null {
    this.#mayHalt = true;
    this.#hasTaken = true;
    const standing = this.#heading === 'BACKWARD' && verdict !== 'DROP' ? this.places : null;
    reader.take();
    if (reader.isExhausted) this.#open = null;
    return verdict === 'DROP' ? null : { node: verdict.keep, leg, places: standing ?? this.places };
  }

  async #nextRead(wanted: number): Promise<Entry<Node> | null> {
    for (;;) {
      const open = this.#openLegs();
      this.#open = null;
      if (open.length === 0) {
        if (this.#reopen()) continue;
        return null;
      }
      if (this.#mustHalt(open.filter((index) => !this.#reader(index).isInHand))) return null;
      const heads = await this.#heads(open, wanted);
      const first = heads.reduce<(typeof heads)[number] | null>(
        (best, head) => (best === null || this.#comesFirst(head, best) ? head : best),
        null,
      );
      if (first === null) continue;
      const reader = this.#reader(first.leg);
      const verdict = await this.#verdictOn(first.row, reader);
      if (verdict === 'STOP' || verdict === 'SPENT') {
        this.halted = verdict === 'STOP' ? 'STOP' : 'SCAN_LIMIT';
        return null;
      }
      const entry = this.#pass(verdict, first.leg, reader);
      if (entry !== null) return entry;
    }
  }

  /** The legs that may have rows in the current group: the first group with any, in walking order. */
  #openLegs(): readonly number[] {
    const ascends = (this.#direction === 'ASC') === (this.#heading === 'FORWARD');
    let open: number[] = [];
    let group: number | null = null;
    for (const [index, reader] of this.readers.entries()) {
      if (reader.isExhausted || this.failures.has(index)) continue;
      const own = reader.leg.group;
      if (group === null || (ascends ? own < group : own > group)) {
        group = own;
        open = [];
      }
      if (own === group) open.push(index);
    }
    return open;
  }

  async #heads(open: readonly number[], wanted: number) {
    const heads = await Promise.all(
      open.map(async (index) => {
        const reader = this.#reader(index);
        try {
          const row = await reader.peek(wanted);
          if (row === undefined) return [];
          return [{ leg: index, row, group: reader.leg.group, key: reader.leg.keyOf(row) }];
        } catch (error) {
          this.failures.set(index, error);
          return [];
        }
      }),
    );
    return heads.flat();
  }

  #comesFirst(a: Parameters<typeof compareHeads>[0], b: Parameters<typeof compareHeads>[0]): boolean {
    const order = compareHeads(a, b, this.#direction);
    return this.#heading === 'FORWARD' ? order < 0 : order > 0;
  }

  /** Decides the whole window around a row at once. */
  async #verdictOn(row: Row, reader: LegReader<Row, Node>): Promise<Verdict<Node>> {
    const { leg } = reader;
    if (leg.isGap?.(row)) return 'DROP';
    if (leg.decide === undefined) return { keep: leg.nodeOf(row) };
    const known = this.#verdicts.get(row);
    if (known !== undefined) return known;
    const window = windowAround(reader.inHand, leg, this.#heading);
    const verdicts = await leg.decide(window, { mayGiveUp: this.#mayHalt });
    window.forEach((each, index) => {
      const verdict = verdicts[index];
      if (verdict === undefined) throw new Error(`${window.length} rows asked, ${verdicts.length} decided.`);
      this.#verdicts.set(each, verdict);
    });
    return this.#verdicts.get(row) ?? 'STOP';
  }

  /**
   * A walk that ends without a row also reads the legs that its position marked as done: this is how a client polls for
   * new rows.
   */
  #reopen(): boolean {
    if (this.#hasTaken || this.isUnfinished) return false;
    return this.readers.filter((reader) => reader.reopen()).length > 0;
  }

  /** The scan limit never stops the first step of a page, or paging might never advance. */
  #mustHalt(toRead: readonly number[]): boolean {
    const isSpent = (index: number) => this.#reader(index).leg.isSpent(toRead.length);
    if (!this.#mayHalt || !toRead.some(isSpent)) return false;
    this.halted = 'SCAN_LIMIT';
    return true;
  }

  #reader(index: number): LegReader<Row, Node> {
    const reader = this.readers[index];
    if (reader === undefined) throw new Error(`No leg ${index}.`);
    return reader;
  }
}
