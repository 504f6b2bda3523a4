import type { Answer } from '../fault.ts';
import { editList, editRows, type WireRow } from './list-answer.ts';
import type { Personality } from './personality.ts';

/** One row in this many, always the same ones. */
const EVERY = 7;

export const timesInMilliseconds = (): Personality => ({
  name: 'times-in-milliseconds',
  description: 'HelpCrunch returns firstSeen and lastSeen in milliseconds; searches still use seconds.',
  helpCrunch: {
    after: (answer, request) =>
      editRows(answer, request, (row) => ({
        ...row,
        firstSeen: inMilliseconds(row.firstSeen),
        lastSeen: inMilliseconds(row.lastSeen),
      })),
  },
});

const inMilliseconds = (seconds: unknown): unknown => {
  if (typeof seconds === 'number') return seconds * 1000;
  return typeof seconds === 'string' ? String(Number(seconds) * 1000) : seconds;
};

export const rowsWithoutId = (every = EVERY): Personality => ({
  name: 'rows-without-id',
  description: `About one row in ${every} of every list has no id.`,
  careCloud: {
    after: (answer, request) =>
      editList(answer, request, ({ rows, total }) => ({
        total,
        rows: rows.map(({ customer_id: id, ...row }) =>
          isMarked(id, every) ? row : { customer_id: id, ...row },
        ),
      })),
  },
  helpCrunch: {
    after: (answer, request) =>
      editList(answer, request, ({ rows, total }) => ({
        total,
        rows: rows.map(({ id, ...row }) => (isMarked(id, every) ? row : { id, ...row })),
      })),
  },
});

const BEYOND = 9_007_199_254_740_992n;

/** A JavaScript number cannot hold such an id, so it is written into the text. */
export const idsTooLarge = (every = EVERY): Personality => ({
  name: 'ids-too-large',
  description: `About one profile in ${every} has an id beyond 2⁵³.`,
  helpCrunch: {
    after: (answer, request) => {
      const marked = editList(answer, request, ({ rows, total }) => ({
        total,
        rows: rows.map((row) =>
          isMarked(row.id, every) ? { ...row, id: `\u0001${BEYOND + BigInt(row.id as number)}` } : row,
        ),
      }));
      return withBody(marked, (text) => text.replace(/"\\u0001(\d+)"/g, '$1'));
    },
  },
});

const isMarked = (id: unknown, every: number): boolean =>
  [...String(id)].reduce((sum, character) => sum + character.charCodeAt(0), 0) % every === 0;

/** PHP with JSON_NUMERIC_CHECK writes texts that look like numbers as numbers. */
export const numericTexts = (): Personality => ({
  name: 'numeric-texts',
  description: 'Texts of digits (userId, phone, names, tags) are numbers.',
  careCloud: { after: (answer, request) => editRows(answer, request, (row) => toNumbers(row) as WireRow) },
  helpCrunch: { after: (answer, request) => editRows(answer, request, (row) => toNumbers(row) as WireRow) },
});

/** Times stay texts: in HelpCrunch's newer shape they are texts of digits by design. */
const KEPT = ['customer_id', 'firstSeen', 'lastSeen', 'zip'];

const toNumbers = (value: unknown): unknown => {
  if (typeof value === 'string') return /^[1-9]\d{0,14}$/.test(value) ? Number(value) : value;
  return mapMembers(value, toNumbers, KEPT);
};

/** PHP writes an array with a gap in its keys as an object. */
export const listsWithGaps = (): Personality => ({
  name: 'lists-with-gaps',
  description: 'Lists are objects with numeric keys, one of which is missing.',
  careCloud: { after: (answer) => withJson(answer, withGaps) },
  helpCrunch: { after: (answer) => withJson(answer, withGaps) },
});

const withGaps = (value: unknown): unknown => {
  if (!Array.isArray(value)) return mapMembers(value, withGaps, ['errors', 'error']);
  if (value.length === 0) return value;
  return Object.fromEntries(value.map((each, index) => [index < 1 ? index : index + 1, withGaps(each)]));
};

export const idTwice = (): Personality => ({
  name: 'id-twice',
  description: 'The first row of every list is repeated, as a join may do.',
  careCloud: { after: (answer, request) => editList(answer, request, repeatFirst) },
  helpCrunch: { after: (answer, request) => editList(answer, request, repeatFirst) },
});

const repeatFirst = ({ rows, total }: { rows: readonly WireRow[]; total: number | undefined }) => ({
  total,
  rows: [...rows.slice(0, 1), ...rows],
});

export const rowsLarge = (characters = 200_000): Personality => {
  const padding = 'x'.repeat(characters);
  const pad = (row: WireRow): WireRow => ({ ...row, padding });
  return {
    name: 'rows-large',
    description: `Every row has ${characters} unused characters.`,
    careCloud: { after: (answer, request) => editRows(answer, request, pad) },
    helpCrunch: { after: (answer, request) => editRows(answer, request, pad) },
  };
};

const mapMembers = (value: unknown, edit: (value: unknown) => unknown, kept: readonly string[]): unknown => {
  if (Array.isArray(value)) return value.map(edit);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, kept.includes(key) ? member : edit(member)]),
  );
};

const withBody = (answer: Answer, edit: (text: string) => string): Answer =>
  answer.body === undefined ? answer : { ...answer, body: edit(answer.body) };

const withJson = (answer: Answer, edit: (value: unknown) => unknown): Answer =>
  answer.status !== 200 ? answer : withBody(answer, (text) => JSON.stringify(edit(JSON.parse(text))));
