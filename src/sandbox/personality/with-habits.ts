import type { Answer } from '../fault.ts';
import type { RowReader, RowSelection } from '../row-store.ts';
import type { SandboxRequest } from '../sandbox-request.ts';
import type { Habits, TextUse } from './personality.ts';

type Respond = (request: SandboxRequest) => Answer;

/** How a vendor compares texts. */
export type TextMatching = {
  fold(text: string, use: TextUse): string;
  contains(text: string, wanted: string): boolean;
  /** Whether a search for an equal value also finds values that begin with it. */
  findsBeginnings(field: string): boolean;
};

/** The vendor's answers with every habit's `before` and `after`, in order. */
export const withHabits = <Row>(habits: readonly Habits<Row>[], respond: Respond): Respond => {
  const before = habits.flatMap((each) => each.before ?? []);
  const after = habits.flatMap((each) => each.after ?? []);
  if (before.length + after.length === 0) return respond;
  return (request) => {
    let taken = request;
    for (const each of before) {
      const next = each(taken);
      if (!('method' in next)) return next;
      taken = next;
    }
    return after.reduce((answer, each) => each(answer, taken), respond(taken));
  };
};

/** The first habit that defines a text's comparison decides. */
export const matchingWith = <Row>(
  habits: readonly Habits<Row>[],
  usual: (text: string) => string,
): TextMatching => {
  const folds = habits.flatMap(({ fold }) => fold ?? []);
  const findsBeginnings = habits.flatMap((each) => each.findsBeginnings ?? []);
  const contains = habits.flatMap((each) => each.contains ?? []).at(0);
  return {
    fold(text, use) {
      for (const fold of folds) {
        const folded = fold(text, use);
        if (folded !== undefined) return folded;
      }
      return usual(text);
    },
    findsBeginnings: (field) => findsBeginnings.some((finds) => finds(field)),
    contains: contains ?? ((text, wanted) => text.includes(wanted)),
  };
};

/** The rows as a vendor with these habits returns them. */
export const readWith = <Row extends object, Id extends string | number>(
  habits: readonly Habits<Row>[],
  store: RowReader<Row, Id>,
): RowReader<Row, Id> => {
  const shows = habits.flatMap((each) => each.shows ?? []);
  const arrange = habits.flatMap((each) => each.arrange ?? []).at(-1);
  const ignoresSort = habits.some((each) => each.ignoresSort);
  if (shows.length === 0 && arrange === undefined && !ignoresSort) return store;

  const select = (given: RowSelection<Row>) => {
    const { matches } = given;
    const reading = matches === null && given.candidates === null ? 'LIST' : 'SEARCH';
    const selection: RowSelection<Row> = {
      ...given,
      ...(ignoresSort && { order: null, descending: false }),
      matches:
        shows.length === 0
          ? matches
          : (row) => shows.every((show) => show(row, reading)) && (matches?.(row) ?? true),
    };
    if (arrange === undefined) return store.select(selection);
    const whole = { ...selection, descending: false, offset: 0, limit: Number.MAX_SAFE_INTEGER };
    const { rows, total } = store.select(whole);
    const { offset, limit } = selection;
    return { total, rows: arrange(rows, selection).slice(offset, offset + limit) };
  };
  return {
    select,
    find: (id) => {
      const row = store.find(id);
      return row !== undefined && shows.every((show) => show(row, 'ONE')) ? row : undefined;
    },
    lookUp: (index, values) => store.lookUp(index, values),
    lookUpAny: (lookUps) => store.lookUpAny(lookUps),
  };
};
