/** Other spellings of the same text, to learn whether a vendor treats them as equal. */

/** Upper and lower case swapped; null if the text has no letter with both. */
export function inOtherCase(text: string | null): string | null {
  const other = [...(text ?? '')].map((letter) => {
    const swapped = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    // Letters that do not convert back (ß) would change the text.
    return swapped.toLowerCase() === letter.toLowerCase() ? swapped : letter;
  });
  return text === null || other.join('') === text ? null : other.join('');
}

/** Without its accents; null if it has none. */
export function withoutAccents(text: string | null): string | null {
  const plain = text?.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
  return plain === undefined || plain === text?.normalize('NFC') ? null : plain;
}

/** Its first four letters; null unless it is a single word of five or more. */
export function beginning(text: string | null): string | null {
  return text !== null && /^\p{L}{5,}$/u.test(text) ? [...text].slice(0, 4).join('') : null;
}

/** Letters from the middle of its first word, without the first and the last; null if the word has fewer than five. */
export function inside(text: string | null): string | null {
  const word = /^\p{L}{5,}/u.exec(text ?? '')?.[0];
  return word === undefined ? null : [...word].slice(1, -1).join('');
}

/** Sorts rows whose text has the most of these spellings first, so that one row serves as many checks as possible. */
export function withMostSpellingsFirst<Row>(
  rows: readonly Row[],
  read: (row: Row) => string | null,
  spellings: readonly ((text: string | null) => string | null)[],
): readonly Row[] {
  const count = (row: Row) => spellings.filter((spell) => spell(read(row)) !== null).length;
  return rows
    .filter((row) => read(row))
    .map((row) => ({ row, count: count(row) }))
    .sort((a, b) => b.count - a.count)
    .map(({ row }) => row);
}

/** The first row with such a spelling, and the spelling. */
export function firstSpelled<Row>(
  rows: readonly Row[],
  read: (row: Row) => string | null,
  spell: (text: string | null) => string | null,
): { readonly row: Row; readonly text: string; readonly spelled: string } | null {
  for (const row of rows) {
    const text = read(row);
    const spelled = spell(text);
    if (text !== null && spelled !== null) return { row, text, spelled };
  }
  return null;
}
