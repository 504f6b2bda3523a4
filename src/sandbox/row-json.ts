const MOST_KEPT = 20_000;

/**
 * Rows as JSON text, each serialized once. Rows are never changed in place, so a text stays valid while its row is
 * listed. The number of texts is bounded because a benchmark's list does not fit in memory twice.
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
