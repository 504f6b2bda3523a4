import { editList, type WireList } from './list-answer.ts';
import type { Personality, WireHabits } from './personality.ts';

const both = (name: string, description: string, edit: (list: WireList) => WireList): Personality => {
  const habits: WireHabits = { after: (answer, request) => editList(answer, request, edit) };
  return { name, description, careCloud: habits, helpCrunch: habits };
};

const withTotal = (list: WireList, toTotal: (total: number) => number): WireList => ({
  ...list,
  total: list.total === undefined ? undefined : toTotal(list.total),
});

/** For example, rows deleted in the meantime are still counted. */
export const totalsTooHigh = (by = 1): Personality =>
  both('totals-too-high', `Every total is ${by} too high.`, (list) => withTotal(list, (total) => total + by));

/** Search engines count up to a limit and no further. */
export const totalsCapped = (at = 100): Personality =>
  both('totals-capped', `No total is more than ${at}, however many rows there are.`, (list) =>
    withTotal(list, (total) => Math.min(total, at)),
  );

/** A counter that lags behind. */
export const totalsTooLow = (by = 2): Personality =>
  both('totals-too-low', `Every total is ${by} too low.`, (list) =>
    withTotal(list, (total) => Math.max(0, total - by)),
  );

/** No total at all, and pages are cut at an undocumented limit. */
export const totalsMissing = (mostRows = 50): Personality =>
  both('totals-missing', `No list has a total, and no page more than ${mostRows} rows.`, ({ rows }) => ({
    rows: rows.slice(0, mostRows),
    total: undefined,
  }));

/** The number of rows in the response instead of those found. */
export const totalsOfPage = (): Personality =>
  both('totals-of-page', 'Every total is the number of rows on its page.', (list) =>
    withTotal(list, () => list.rows.length),
  );
