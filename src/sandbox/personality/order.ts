import { createRandom, type Random } from '../random.ts';
import type { RowSelection } from '../row-store.ts';
import type { Personality } from './personality.ts';

type Arrange = <Row>(rows: readonly Row[], selection: RowSelection<Row>) => readonly Row[];
type OrderHabits = { readonly arrange: Arrange } | { readonly ignoresSort: true };
type Range = { readonly offset: number; readonly limit: number };

const both = (name: string, description: string, habits: OrderHabits): Personality => ({
  name,
  description,
  careCloud: habits,
  helpCrunch: habits,
});

/** Orders equal keys differently per request. Without a sort there are no keys, and the order of the data holds. */
const arrangeTies =
  (randomFor: (range: Range) => Random, moves: (key: unknown) => boolean): Arrange =>
  <Row>(rows: readonly Row[], selection: RowSelection<Row>): readonly Row[] => {
    const { order, descending } = selection;
    const inOrder = descending ? rows.toReversed() : rows;
    if (order === null) return inOrder;
    const random = randomFor(selection);
    const groups = new Map<unknown, Row[]>();
    for (const row of inOrder) {
      const key = order.keyOf(row) ?? null;
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
    return [...groups].flatMap(([key, group]) => (moves(key) ? shuffle(group, random) : group));
  };

const shuffle = <Row>(rows: readonly Row[], random: Random): readonly Row[] =>
  rows
    .map((row) => ({ row, at: random.int(0, 1_000_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);

const always = () => true;

/** A new order of equal rows for every request. */
export const tiesRandom = (seed = 1): Personality => {
  const random = createRandom(seed);
  return both('ties-random', 'Rows with equal sort keys come in another order each time.', {
    arrange: arrangeTies(() => random, always),
  });
};

/** As in a database that picks another plan for another range. */
export const tiesByRange = (): Personality =>
  both('ties-by-range', 'Rows with equal sort keys come in an order that depends on offset and limit.', {
    arrange: arrangeTies(({ offset, limit }) => createRandom(offset * 1009 + limit), always),
  });

/** A top-n heap orders equal rows depending on how many it keeps. */
export const tiesByLimit = (): Personality =>
  both('ties-by-limit', 'Rows with equal sort keys come in an order that depends on the limit alone.', {
    arrange: arrangeTies(({ limit }) => createRandom(limit), always),
  });

/** Only rows without a key move. */
export const nullsReordered = (seed = 1): Personality => {
  const random = createRandom(seed);
  return both('nulls-reordered', 'Rows without a sort key come in another order each time.', {
    arrange: arrangeTies(
      () => random,
      (key) => key === null,
    ),
  });
};

/** As in PostgreSQL, which sorts null last. */
export const nullsLast = (): Personality =>
  both('nulls-last', 'Rows without a sort key come after all others; DESC is the exact reverse.', {
    arrange: <Row>(rows: readonly Row[], { order, descending }: RowSelection<Row>): readonly Row[] => {
      const isNull = (row: Row): boolean => order !== null && (order.keyOf(row) ?? null) === null;
      const ordered = [...rows.filter((row) => !isNull(row)), ...rows.filter(isNull)];
      return descending ? ordered.reverse() : ordered;
    },
  });

/** As ORDER BY … DESC does with a stable sort. */
export const descendingKeepsTies = (): Personality =>
  both('desc-keeps-ties', 'DESC reverses the keys, but rows with equal keys keep their order of ASC.', {
    arrange: <Row>(rows: readonly Row[], { order, descending }: RowSelection<Row>): readonly Row[] => {
      if (!descending || order === null) return descending ? rows.toReversed() : rows;
      const groups = new Map<unknown, Row[]>();
      for (const row of rows) {
        const key = order.keyOf(row) ?? null;
        groups.set(key, [...(groups.get(key) ?? []), row]);
      }
      return [...groups.values()].reverse().flat();
    },
  });

export const sortIgnored = (): Personality =>
  both('sort-ignored', 'Sort and direction are accepted and ignored.', { ignoresSort: true });
