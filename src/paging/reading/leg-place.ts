import { neighboursOf } from '../drift/neighbours.ts';
import type { Leg } from '../leg.ts';
import type { LegCut } from '../position.ts';
import type { Segment } from '../segment.ts';

/** A leg's position at one moment of a walk. */
export interface LegPlace {
  readonly cut: LegCut;
}

/** A position between rows in hand. Its cut is computed on first access: few positions of a page are continued from. */
export class PlaceInHand<Row> implements LegPlace {
  readonly #leg: Leg<Row, unknown>;
  readonly #segment: Segment<Row>;
  readonly #at: number;
  readonly #known: LegCut;
  readonly #done: boolean;
  #cut: LegCut | null = null;

  /**
   * @param at The number of rows before the position.
   * @param known The cut that the rows in hand were read from.
   * @param done Whether the leg is known to have no row after the position.
   */
  constructor(
    leg: Leg<Row, unknown>,
    segment: Segment<Row>,
    { at, known, done }: { readonly at: number; readonly known: LegCut; readonly done: boolean },
  ) {
    this.#leg = leg;
    this.#segment = segment;
    this.#at = at;
    this.#known = known;
    this.#done = done;
  }

  get cut(): LegCut {
    this.#cut ??= {
      offset: this.#at,
      before: this.#side(-1, { side: this.#known.before, isAll: false }),
      after: this.#side(1, { side: this.#known.after, isAll: this.#known.done }),
      done: this.#done,
    };
    return this.#cut;
  }

  #side(step: 1 | -1, known: Parameters<typeof neighboursOf>[3]) {
    const start = step === 1 ? this.#at : this.#at - 1;
    return neighboursOf(this.#leg, this.#segment, { start, step }, known);
  }
}
