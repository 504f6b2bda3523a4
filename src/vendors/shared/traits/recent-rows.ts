/**
 * The rows of the latest pages. Pages are added on each response and read seldom, so that adding one only notes it: a
 * map of rows that drops its oldest entries costs far more, because each of its tables outlives V8's minor collections.
 */
export class RecentRows<Row extends { readonly id: string }> {
  readonly #most: number;
  readonly #pages: (readonly Row[])[] = [];
  readonly #forgotten = new Map<string, Row>();
  #count = 0;

  /** @param most How many rows, unless the latest page alone has more. */
  constructor(most: number) {
    this.#most = most;
  }

  add(page: readonly Row[]): void {
    this.#pages.push(page);
    this.#count += page.length;
    while (this.#count > this.#most && this.#pages.length > 1)
      this.#count -= this.#pages.shift()?.length ?? 0;
  }

  /** Each row as last seen, in the order of when it was. */
  rows(): readonly Row[] {
    const latest = new Map<string, Row>();
    for (const page of this.#pages) {
      for (const row of page) {
        latest.delete(row.id);
        latest.set(row.id, row);
      }
    }
    for (const [id, row] of this.#forgotten) {
      if (latest.get(id) === row) latest.delete(id);
      else this.#forgotten.delete(id);
    }
    return [...latest.values()];
  }

  /** Leaves a row out, unless it is seen again. */
  forget(row: Row): void {
    this.#forgotten.set(row.id, row);
  }
}
