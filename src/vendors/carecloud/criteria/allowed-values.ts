/** One wanted value in every spelling it is asked for in. */
export type Spellings = readonly string[];

/** The values a record may have, by their folded form. Empty: no value will do. */
export type AllowedValues = ReadonlyMap<string, Spellings>;

/**
 * What several lists of values leave to choose from: the values that all of them allow, each in all the spellings
 * given. `spell` says how a value is asked for; texts of equal form (`fold`) are one value. Blank texts are none.
 */
export function chooseAllowedValues(
  lists: readonly (readonly string[])[],
  fold: (text: string) => string,
  spell: (text: string) => Spellings,
): AllowedValues {
  let choice: AllowedValues | undefined;
  for (const values of lists) {
    const allowed = new Map<string, Spellings>();
    for (const value of values) {
      const folded = fold(value);
      if (folded === '' || (choice !== undefined && !choice.has(folded))) continue;
      const known = allowed.get(folded) ?? choice?.get(folded) ?? [];
      allowed.set(folded, [...new Set([...known, ...spell(value)])]);
    }
    choice = allowed;
  }
  return choice ?? new Map();
}

/** Values that go into one request, by their folded form. */
export type ValuePack = ReadonlyMap<string, Spellings>;

/**
 * Values packed into requests of at most `size` spellings, in order; the spellings of one value stay together, so a
 * value with more spellings than `size` makes a request of its own.
 */
export function packValues(choice: AllowedValues, size: number): readonly ValuePack[] {
  const packs: Map<string, Spellings>[] = [];
  let room = 0;
  for (const [folded, spellings] of choice) {
    let pack = packs.at(-1);
    if (pack === undefined || room < spellings.length) {
      pack = new Map();
      packs.push(pack);
      room = size;
    }
    pack.set(folded, spellings);
    room -= spellings.length;
  }
  return packs;
}

/** Every spelling of the values, for an array parameter. */
export function allSpellings(values: AllowedValues): readonly string[] {
  return [...values.values()].flat();
}
