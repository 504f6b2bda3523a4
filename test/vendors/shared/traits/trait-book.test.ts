import { expect, it } from 'vitest';
import type { LearnedTrait } from '../../../../src/customers/customer-source.ts';
import { createTraitBook } from '../../../../src/vendors/shared/traits/trait-book.ts';

const TEXTS = { noticed: '', otherwise: '' };
const DEFINITIONS = {
  totals: { assumed: 'EXACT', values: ['EXACT', 'TOO_HIGH'], ...TEXTS },
  rows: { assumed: 'SETTING', values: 'COUNT', ...TEXTS },
} as const;

function openBook() {
  let now = 1_000_000_000;
  const news: unknown[] = [];
  const told: LearnedTrait[] = [];
  const taken: unknown[] = [];
  const book = createTraitBook(
    DEFINITIONS,
    (trait) => news.push(trait),
    () => now,
  );
  book.onLearned((trait) => told.push(trait));
  book.onTakenOver((trait) => taken.push(trait));
  const pass = (ms: number) => {
    now += ms;
  };
  return { book, news, told, taken, now: () => now, pass };
}

it('tells what it learns once, and once an hour while it still shows', () => {
  const { book, told, news, pass } = openBook();
  for (const ms of [0, 1, 3_599_998, 1]) {
    pass(ms);
    book.learn('totals', 'TOO_HIGH');
  }
  expect(news).toHaveLength(1);
  expect(told.map(({ learnedAt }) => learnedAt - 1_000_000_000)).toEqual([0, 3_600_000]);
});

it('takes over what was learned elsewhere, tells nobody else, and says so to what it steers', () => {
  const { book, told, taken, news, now } = openBook();
  book.takeOver([{ name: 'totals', value: 'TOO_HIGH', learnedAt: now() - 5 }]);
  expect(book.list()[0]).toEqual({ name: 'totals', value: 'TOO_HIGH', learned: true });
  expect([told, taken, news]).toEqual([
    [],
    [{ name: 'totals', value: 'TOO_HIGH' }],
    [{ name: 'totals', value: 'TOO_HIGH' }],
  ]);
  expect(book.learned()).toEqual([{ name: 'totals', value: 'TOO_HIGH', learnedAt: now() - 5 }]);
});

it('keeps what it learned later itself', () => {
  const { book, now } = openBook();
  book.learn('totals', 'EXACT');
  book.takeOver([{ name: 'totals', value: 'TOO_HIGH', learnedAt: now() - 1 }]);
  expect(book.currently('totals')).toBe('EXACT');
});

it.each([
  ['other', 'EXACT'],
  ['__proto__', 'EXACT'],
  ['totals', 'exact'],
  ['totals', ''],
  ['rows', '0'],
  ['rows', '1001'],
  ['rows', '1e2'],
  ['rows', '-1'],
  ['rows', '010'],
  ['rows', 'SETTING'],
])('takes over no %s of %j', (name, value) => {
  const { book, taken, now } = openBook();
  book.takeOver([{ name, value, learnedAt: now() }]);
  expect([book.learned(), taken]).toEqual([[], []]);
});

it('a time ahead of now counts as now, so that what is learned here wins again', () => {
  const { book, pass, now } = openBook();
  book.takeOver([{ name: 'totals', value: 'TOO_HIGH', learnedAt: now() + 1e12 }]);
  pass(3_600_000);
  book.learn('totals', 'EXACT');
  expect(book.currently('totals')).toBe('EXACT');
});
