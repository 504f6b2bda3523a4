import { createHash } from 'node:crypto';

/** So many values are known at once; the oldest go first. */
const MOST = 500;

/** A value that a batch is asked with last, and the record that must come for it. */
export interface LastValue<Value> {
  readonly id: string;
  /** The batch with this value at its end, once. */
  readonly batch: readonly Value[];
}

/**
 * Values whose records exist, as earlier responses showed: one of them, asked for last in a batch, tells whether the batch
 * was read to its end. One that does not come though it is asked for alone has gone, and is not used again.
 */
export class Witness<Value> {
  /** The id of the record that has a value, by the value's text. */
  readonly #known = new Map<string, { readonly id: string; readonly value: Value }>();
  readonly #gone = new Set<string>();
  /** How a batch was asked lately, by its hash: asked again, it is the same request, which a cache can answer. */
  readonly #asked = new Map<string, LastValue<Value> | null>();

  /** A record was seen, which is found by each of these values. */
  saw(id: string, values: readonly Value[]): void {
    if (this.#gone.has(id)) return;
    for (const value of values) {
      const text = JSON.stringify(value);
      if (this.#known.has(text)) continue;
      this.#known.set(text, { id, value });
      const [oldest] = this.#known.keys();
      if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    }
  }

  /** The batch with a known value last: one of its own, else one more where there is room; null where none is known. */
  atEnd(batch: readonly Value[], hasRoom: boolean, fits: (value: Value) => boolean): LastValue<Value> | null {
    const asked = this.#asked.get(hashOf(batch));
    if (asked !== undefined) return asked;
    const chosen = this.#choose(batch, hasRoom, fits);
    this.#asked.set(hashOf(batch), chosen);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > MOST && oldest !== undefined) this.#asked.delete(oldest);
    return chosen;
  }

  /** A batch of a proven size needs none, but is asked again as it was asked before. */
  asAsked(batch: readonly Value[]): LastValue<Value> | null {
    return this.#asked.get(hashOf(batch)) ?? null;
  }

  #choose(
    batch: readonly Value[],
    hasRoom: boolean,
    fits: (value: Value) => boolean,
  ): LastValue<Value> | null {
    const own = batch.findLast((value) => this.#known.has(JSON.stringify(value)));
    const known = own === undefined ? null : (this.#known.get(JSON.stringify(own)) ?? null);
    if (known !== null) {
      return { id: known.id, batch: [...batch.filter((value) => value !== own), known.value] };
    }
    if (!hasRoom) return null;
    for (const { id, value } of this.#known.values()) {
      if (fits(value)) return { id, batch: [...batch, value] };
    }
    return null;
  }

  /** It did not come although nothing can have kept it. */
  lost(id: string): void {
    this.#asked.clear();
    if (this.#gone.size < MOST) this.#gone.add(id);
    for (const [text, known] of this.#known) if (known.id === id) this.#known.delete(text);
  }
}

function hashOf(batch: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(batch)).digest('base64');
}
