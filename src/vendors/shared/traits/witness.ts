import { createHash } from 'node:crypto';

/** The most values known at once; the oldest are dropped first. */
const MOST = 500;

/** A value sent last in a batch, and the record it must return. */
export interface LastValue<Value> {
  readonly id: string;
  /** The batch with this value at its end, without duplicates. */
  readonly batch: readonly Value[];
}

/**
 * Values whose records exist, as earlier responses showed. One of them, sent last in a batch, shows whether the batch
 * was read to the end. A value that finds nothing even alone has disappeared and is not used again.
 */
export class Witness<Value> {
  /** The id of the record with a value, by the value's text. */
  readonly #known = new Map<string, { readonly id: string; readonly value: Value }>();
  readonly #gone = new Set<string>();
  /** How a batch was last sent, by its hash: repeated, it is the same request and may be cached. */
  readonly #asked = new Map<string, LastValue<Value> | null>();

  /** A record was seen that each of these values finds. */
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

  /**
   * The batch with a known value last: one of its own, else an additional one if there is room; null if none is known.
   */
  atEnd(batch: readonly Value[], hasRoom: boolean, fits: (value: Value) => boolean): LastValue<Value> | null {
    const asked = this.#asked.get(hashOf(batch));
    if (asked !== undefined) return asked;
    const chosen = this.#choose(batch, hasRoom, fits);
    this.#asked.set(hashOf(batch), chosen);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > MOST && oldest !== undefined) this.#asked.delete(oldest);
    return chosen;
  }

  /** A batch of a proven size needs none, but is sent as before. */
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

  /** It was not found although nothing can have prevented it. */
  lost(id: string): void {
    this.#asked.clear();
    if (this.#gone.size < MOST) this.#gone.add(id);
    for (const [text, known] of this.#known) if (known.id === id) this.#known.delete(text);
  }
}

function hashOf(batch: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(batch)).digest('base64');
}
