/** All spellings in which one wanted value is searched for. */
export type Spellings = readonly string[];

/** The values a record may have, by their folded form. Empty: no value satisfies the criteria. */
export type AllowedValues = ReadonlyMap<string, Spellings>;

/**
 * Intersects several lists of values: the values in all of them, each in all the spellings given. `spell` returns a
 * value's spellings; texts with equal folded forms (`fold`) are one value. Blank texts are ignored.
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

/** The values of one request, by their folded form. */
export type ValuePack = ReadonlyMap<string, Spellings>;

/**
 * Packs values into requests of at most `size` spellings, in order. The spellings of one value stay together, so a
 * value with more spellings than `size` has its own request.
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
