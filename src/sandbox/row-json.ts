const MOST_KEPT = 20_000;

/**
 * Rows as JSON text, each written once. Rows are never changed in place, so a text stays true as long as its row is
 * listed; the number kept is bounded because a benchmark's list does not fit twice.
 */
export const createRowJson = <Row extends object>(toWire: (row: Row) => unknown): ((row: Row) => string) => {
  const texts = new Map<Row, string>();
  return (row) => {
    const known = texts.get(row);
    if (known !== undefined) return known;
    const text = JSON.stringify(toWire(row));
    if (texts.size >= MOST_KEPT) texts.clear();
    texts.set(row, text);
    return text;
  };
};
