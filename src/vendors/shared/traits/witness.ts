import { createHash } from 'node:crypto';
import { foldLetters } from '../../../customers/search/fold-words.ts';

/** The most records known at once; the oldest are dropped first. */
const MOST = 500;

/** The most pages whose values are still to be read; the oldest are dropped first. */
const MOST_PAGES = 20;

/** This many known records missing at the end of a batch in random order, and none before, are no coincidence. */
const SURELY_CUT = 3;

/** A value sent last in a batch, and the record it must return. */
export interface LastValue<Value> {
  readonly id: string;
  readonly value: Value;
  /** The batch with this value at its end, without duplicates. */
  readonly batch: readonly Value[];
}

/**
 * Whether a value could find a record, however the vendor compares: true if in doubt.
 *
 * A record that another value of its batch could find proves nothing about the last value.
 */
export type MayFind<Value, R> = (value: Value, record: R) => boolean;

/** A record that was seen, and a value that finds it even alone. */
interface Known<Value, R> {
  readonly record: R;
  readonly value: Value;
  /** Whether a search found it: one may lack what lists show. */
  readonly isFound: boolean;
}

interface SeenPage<R> {
  readonly records: readonly R[];
  readonly isFound: boolean;
}

/** How much of a batch was read, as its rows show. */
export interface ReadPart<Value> {
  /** At least this many values were read. */
  readonly atLeast: number;
  /** No more than this, unless a known record has disappeared. */
  readonly atMost: number;
  /** Some of the known values that were not read, or whose records have disappeared. */
  readonly missing: readonly { readonly id: string; readonly value: Value }[];
  /** Whether so many known records are missing, all at the end, that in a random order nothing else explains it. */
  readonly isSurelyCut: boolean;
}

/**
 * Values whose records exist, as earlier responses showed. One of them, sent last in a batch, shows whether the batch
 * was read to the end, if no other value of the batch could find its record. A value that finds nothing even alone has
 * disappeared and is not used again.
 */
export class Witness<Value, R extends { readonly id: string }> {
  readonly #mayFind: MayFind<Value, R>;
  readonly #valuesOf: (record: R) => readonly Value[];
  /** By the value's text. */
  readonly #known = new Map<string, Known<Value, R>>();
  readonly #gone = new Set<string>();
  /** Pages whose records are not among the known ones yet: most are never needed. The latest last. */
  readonly #pages: SeenPage<R>[] = [];
  /** How a batch was last sent, by its hash: repeated, it is the same request and may be cached. */
  readonly #asked = new Map<string, LastValue<Value> | null>();

  /** @param valuesOf The values each of which finds a record; empty if there is none. */
  constructor(mayFind: MayFind<Value, R>, valuesOf: (record: R) => readonly Value[]) {
    this.#mayFind = mayFind;
    this.#valuesOf = valuesOf;
  }

  /** Records were seen. @param isFound Whether a search found them. */
  saw(records: readonly R[], isFound: boolean): void {
    this.#pages.push({ records, isFound });
    if (this.#pages.length > MOST_PAGES) this.#pages.shift();
  }

  /** The known values, with those of all pages seen. */
  #recall(): ReadonlyMap<string, Known<Value, R>> {
    for (const { records, isFound } of this.#pages) {
      for (const record of records) this.#remember(record, isFound);
    }
    this.#pages.length = 0;
    return this.#known;
  }

  #remember(record: R, isFound: boolean): void {
    if (this.#gone.has(record.id)) return;
    for (const value of this.#valuesOf(record)) {
      const text = JSON.stringify(value);
      const known = this.#known.get(text);
      if (known !== undefined && known.record.id !== record.id) continue;
      this.#known.set(text, { record, value, isFound: isFound || known?.isFound === true });
      dropOldest(this.#known);
    }
  }

  /**
   * The batch with a known value last: one of its own, else an additional one if there is room; null if none is known
   * that only this value could find.
   */
  atEnd(batch: readonly Value[], hasRoom: boolean, fits: (value: Value) => boolean): LastValue<Value> | null {
    const asked = this.#asked.get(hashOf(batch));
    return asked === undefined ? this.anew(batch, hasRoom, fits) : asked;
  }

  /** The same, from all that is known by now. */
  anew(batch: readonly Value[], hasRoom: boolean, fits: (value: Value) => boolean): LastValue<Value> | null {
    const chosen = this.#own(batch) ?? (hasRoom ? this.#additional(batch, fits) : null);
    this.#asked.set(hashOf(batch), chosen);
    dropOldest(this.#asked);
    return chosen;
  }

  /** A batch of a proven size needs none, but is sent as before. */
  asAsked(batch: readonly Value[]): LastValue<Value> | null {
    return this.#asked.get(hashOf(batch)) ?? null;
  }

  /** How much of a batch the vendor read, given the records that came. */
  readOf(batch: readonly Value[], records: readonly R[]): ReadPart<Value> {
    const all = this.#recall();
    const ids = new Set(records.map(({ id }) => id));
    const found = records.map((record) => batch.findIndex((value) => this.#mayFind(value, record)) + 1);
    const atLeast = Math.max(0, ...found);
    const missing = batch.flatMap((value, index) => {
      const known = all.get(JSON.stringify(value));
      return known === undefined || ids.has(known.record.id) ? [] : [{ index, id: known.record.id, value }];
    });
    const later = missing.filter(({ index }) => index >= atLeast);
    return {
      atLeast,
      atMost: later[0]?.index ?? batch.length,
      missing: later,
      isSurelyCut: atLeast > 0 && later.length >= SURELY_CUT && later.length === missing.length,
    };
  }

  /** It was not found although nothing can have prevented it. */
  lost(id: string): void {
    this.#asked.clear();
    if (this.#gone.size < MOST) this.#gone.add(id);
    for (const [text, known] of this.#recall()) if (known.record.id === id) this.#known.delete(text);
  }

  #own(batch: readonly Value[]): LastValue<Value> | null {
    const known = this.#recall();
    const values = batch.map((value) => ({ value, text: JSON.stringify(value) }));
    const candidates = values.toReversed().flatMap(({ text }) => known.get(text) ?? []);
    const foundFirst = [
      ...candidates.filter(({ isFound }) => isFound),
      ...candidates.filter(({ isFound }) => !isFound),
    ];
    for (const { record, value } of foundFirst) {
      const text = JSON.stringify(value);
      const others = values.flatMap((other) => (other.text === text ? [] : other.value));
      if (others.some((other) => this.#mayFind(other, record))) continue;
      return { id: record.id, value, batch: [...others, value] };
    }
    return null;
  }

  #additional(batch: readonly Value[], fits: (value: Value) => boolean): LastValue<Value> | null {
    let second: LastValue<Value> | null = null;
    for (const { record, value, isFound } of this.#recall().values()) {
      if (!isFound && second !== null) continue;
      if (!fits(value) || batch.some((other) => this.#mayFind(other, record))) continue;
      const last = { id: record.id, value, batch: [...batch, value] };
      if (isFound) return last;
      second = last;
    }
    return second;
  }
}

/** A text in the form in which any vendor could compare it: without outer blanks, letter case and accents. */
export function looseForm(text: string): string {
  // Nearly all values are ASCII, and a batch compares thousands.
  return /^[\0-\x7f]*$/.test(text) ? text.trim().toLowerCase() : foldLetters(text).trim();
}

function dropOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}

function hashOf(batch: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(batch)).digest('base64');
}
