/** A seeded random generator: the same seed gives the same draws on every machine and Node version. */
export type Random = {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `min` to `max`, both inclusive. */
  int(min: number, max: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** `length` lower-case hexadecimal digits, the first of them never 0. */
  hex(length: number): string;
};

/** Mulberry32: 32 bits of state are enough for generated people. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new RangeError('Expected a non-empty list, got an empty one.');
      return item;
    },
    hex: (length) => {
      let digits = int(1, 15).toString(16);
      while (digits.length < length) digits += int(0, 0xffffff).toString(16).padStart(6, '0');
      return digits.slice(0, length);
    },
  };
};
