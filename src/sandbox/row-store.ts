/** A sort order of a list. Missing keys come first; equal keys keep their position in the data. */
export type RowOrder<Row> = {
  readonly name: string;
  readonly keyOf: (row: Row) => string | number | null | undefined;
};

/** Finds rows by one exact value without reading all of them. */
export type RowIndex<Row> = {
  readonly name: string;
  readonly keyOf: (row: Row) => string | number | null | undefined;
};

export type RowSelection<Row> = {
  /** Null: the order of the data. */
  readonly order: RowOrder<Row> | null;
  /** The exact reverse of the ascending order. */
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
  /** The only rows that can match, in the order of the data; null if any row can. */
  readonly candidates: readonly Row[] | null;
  readonly matches: ((row: Row) => boolean) | null;
};

export type RowPage<Row> = { readonly total: number; readonly rows: readonly Row[] };

/** The operations on rows that answering needs. */
export type RowReader<Row extends object, Id extends string | number> = {
  find(id: Id): Row | undefined;
  lookUp(index: RowIndex<Row>, values: Iterable<string | number>): readonly Row[];
  lookUpAny(lookUps: readonly { index: RowIndex<Row>; values: Iterable<string | number> }[]): readonly Row[];
  select(selection: RowSelection<Row>): RowPage<Row>;
};

/**
 * The rows of one simulated vendor. Rows are never changed in place: an edit replaces the row and drops the sorted
 * lists and indexes, which are rebuilt on the next use. The cost of an unfiltered page is therefore independent of the
 * list's length.
 */
export class RowStore<Row extends object, Id extends string | number> implements RowReader<Row, Id> {
  readonly #rows: Row[];
  readonly #identity: RowIndex<Row>;
  readonly #sorted = new Map<string, readonly Row[]>();
  readonly #indexes = new Map<string, Map<string | number, number[]>>();

  constructor(rows: readonly Row[], idOf: (row: Row) => Id) {
    this.#rows = [...rows];
    this.#identity = { name: 'identity', keyOf: idOf };
    const distinct = this.#index(this.#identity).size;
    if (distinct !== rows.length) {
      throw new Error(`Expected unique ids in the rows, got ${distinct} ids in ${rows.length} rows.`);
    }
  }

  /** Live, in the order of the data. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** Inserts a row at a position, the end by default. Throws if the id is taken. */
  insert(row: Row, position = this.#rows.length): void {
    const id = this.#identity.keyOf(row) as Id;
    if (this.find(id)) throw new Error(`Expected a new id, got an existing one: ${id}.`);
    this.#rows.splice(position, 0, row);
    this.#forget();
  }

  /** False if there is no such row. */
  remove(id: Id): boolean {
    const position = this.#positionOf(id);
    if (position === undefined) return false;
    this.#rows.splice(position, 1);
    this.#forget();
    return true;
  }

  /** Replaces the top-level members in `patch`. False if there is no such row. */
  update(id: Id, patch: Partial<Row>): boolean {
    const position = this.#positionOf(id);
    const row = position === undefined ? undefined : this.#rows[position];
    if (position === undefined || row === undefined) return false;
    this.#rows[position] = { ...row, ...patch };
    this.#forget();
    return true;
  }

  find(id: Id): Row | undefined {
    const position = this.#positionOf(id);
    return position === undefined ? undefined : this.#rows[position];
  }

  /** The rows whose key is one of `values`, each once, in the order of the data. */
  lookUp(index: RowIndex<Row>, values: Iterable<string | number>): Row[] {
    return this.#at(this.#positions(index, values));
  }

  /** The rows that any of several look-ups finds, each once, in the order of the data. */
  lookUpAny(lookUps: readonly { index: RowIndex<Row>; values: Iterable<string | number> }[]): Row[] {
    return this.#at(lookUps.flatMap(({ index, values }) => this.#positions(index, values)));
  }

  select(selection: RowSelection<Row>): RowPage<Row> {
    const { order, candidates, matches, descending, offset, limit } = selection;
    const inOrder = candidates === null ? this.#inOrder(order) : sortedBy(candidates, order);
    const matching = matches === null ? inOrder : inOrder.filter(matches);
    const total = matching.length;
    const rows = descending
      ? matching.slice(Math.max(0, total - offset - limit), Math.max(0, total - offset)).reverse()
      : matching.slice(offset, offset + limit);
    return { total, rows };
  }

  #positionOf(id: Id): number | undefined {
    return this.#index(this.#identity).get(id)?.[0];
  }

  #positions(index: RowIndex<Row>, values: Iterable<string | number>): number[] {
    const byKey = this.#index(index);
    return [...values].flatMap((value) => byKey.get(value) ?? []);
  }

  #at(positions: readonly number[]): Row[] {
    const inDataOrder = [...new Set(positions)].sort((a, b) => a - b);
    return inDataOrder.flatMap((position) => this.#rows[position] ?? []);
  }

  #inOrder(order: RowOrder<Row> | null): readonly Row[] {
    if (order === null) return this.#rows;
    const known = this.#sorted.get(order.name);
    if (known) return known;
    const sorted = sortedBy(this.#rows, order);
    this.#sorted.set(order.name, sorted);
    return sorted;
  }

  #index(index: RowIndex<Row>): Map<string | number, number[]> {
    const known = this.#indexes.get(index.name);
    if (known) return known;
    const byKey = new Map<string | number, number[]>();
    this.#rows.forEach((row, position) => {
      const key = index.keyOf(row);
      if (key === null || key === undefined) return;
      const positions = byKey.get(key);
      if (positions) positions.push(position);
      else byKey.set(key, [position]);
    });
    this.#indexes.set(index.name, byKey);
    return byKey;
  }

  /** Indexes are cached by name, so call this when a name's meaning changes. */
  forgetIndexes(): void {
    this.#indexes.clear();
  }

  #forget(): void {
    this.#sorted.clear();
    this.#indexes.clear();
  }
}

/** Array.prototype.sort is stable: rows that compare equal keep their position in the data. */
const sortedBy = <Row>(rows: readonly Row[], order: RowOrder<Row> | null): readonly Row[] => {
  if (order === null) return rows;
  const { keyOf } = order;
  return [...rows].sort((a, b) => {
    const left = keyOf(a) ?? null;
    const right = keyOf(b) ?? null;
    if (left === right) return 0;
    if (left === null) return -1;
    if (right === null) return 1;
    return left < right ? -1 : 1;
  });
};
