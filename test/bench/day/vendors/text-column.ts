/** A column of texts that repeat: each text once, and which rows have it. Letter case is not looked at. */
export class TextColumn {
  readonly #values: readonly string[];
  readonly #codeByValue: ReadonlyMap<string, number>;
  /** The rows that have a text stand together: from `starts[code]` to `starts[code + 1]`. */
  readonly #starts: Int32Array;
  readonly #rows: Int32Array;
  /** All texts after one another, a line each, and where each begins. */
  readonly #joined: string;
  readonly #offsets: Int32Array;

  constructor(texts: readonly (string | null)[]) {
    const codeByValue = new Map<string, number>();
    const codes = Int32Array.from(texts, (text) => {
      if (text === null) return -1;
      const folded = fold(text);
      const code = codeByValue.get(folded) ?? codeByValue.size;
      codeByValue.set(folded, code);
      return code;
    });
    this.#codeByValue = codeByValue;
    this.#values = [...codeByValue.keys()];
    const starts = new Int32Array(this.#values.length + 1);
    for (const code of codes) if (code >= 0) starts[code + 1] = (starts[code + 1] ?? 0) + 1;
    for (let code = 1; code < starts.length; code++) {
      starts[code] = (starts[code] ?? 0) + (starts[code - 1] ?? 0);
    }
    const next = starts.slice();
    this.#rows = new Int32Array(starts.at(-1) ?? 0);
    codes.forEach((code, row) => {
      if (code < 0) return;
      const place = next[code] ?? 0;
      this.#rows[place] = row;
      next[code] = place + 1;
    });
    this.#starts = starts;
    this.#joined = this.#values.join('\n');
    let offset = 0;
    this.#offsets = Int32Array.from(this.#values, (value) => {
      const own = offset;
      offset += value.length + 1;
      return own;
    });
  }

  /** The rows whose text is one of these. */
  equal(wanted: readonly string[]): readonly number[] {
    const codes = new Set(wanted.map((text) => this.#codeByValue.get(fold(text)) ?? -1));
    return this.#rowsOf(codes);
  }

  /** The rows whose text contains one of these. */
  containing(wanted: readonly string[]): readonly number[] {
    const codes = new Set<number>();
    for (const text of new Set(wanted.map(fold))) {
      for (let at = this.#joined.indexOf(text); at >= 0; ) {
        const code = this.#codeAt(at);
        codes.add(code);
        const beyond = this.#offsets[code + 1];
        at = beyond === undefined ? -1 : this.#joined.indexOf(text, beyond);
      }
    }
    return this.#rowsOf(codes);
  }

  #rowsOf(codes: ReadonlySet<number>): readonly number[] {
    const found: number[] = [];
    for (const code of codes) {
      if (code < 0) continue;
      const end = this.#starts[code + 1] ?? 0;
      for (let place = this.#starts[code] ?? 0; place < end; place++) found.push(this.#rows[place] ?? 0);
    }
    return found;
  }

  /** The text that stands at this place of all of them. */
  #codeAt(place: number): number {
    let low = 0;
    let high = this.#offsets.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#offsets[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function fold(text: string): string {
  return text.toLowerCase();
}
