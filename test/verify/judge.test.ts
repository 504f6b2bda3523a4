import { expect, it } from 'vitest';
import { judgeFound, judgePage, judgeSpelling, judgeTotal, judgeZone } from '../../src/verify/judge.ts';
import { judgeOrder, type OrderedRow } from '../../src/verify/judge-order.ts';
import { beginning, inOtherCase, inside, withoutAccents } from '../../src/verify/spellings.ts';

it.each([
  [1000, 1000, 5000, 100, 'HOLDS'],
  [1000, 300, 300, 100, 'HOLDS'],
  [1000, 500, 5000, 100, 'WRONG'],
  [1000, null, 5000, 100, 'WRONG'],
  [1000, 40, 40, 100, 'CANNOT_TELL'],
  [1000, 1000, null, 100, 'HOLDS'],
  [1000, 700, null, 100, 'CANNOT_TELL'],
])('a page of %j with %j rows of %j, %j surely: %s', (asked, got, total, plain, result) => {
  expect(judgePage(asked, got, total, plain).result).toBe(result);
});

it.each([
  [null, 0, 0, 'WRONG'],
  [50, 1, 3, 'WRONG'],
  [50, 0, 0, 'WRONG'],
  [50, 1, 0, 'HOLDS'],
])('a total of %j with %j rows at its end and %j beyond: %s', (total, atLast, pastEnd, result) => {
  expect(judgeTotal(total, atLast, pastEnd).result).toBe(result);
});

/** `2a` is the row a with the key 2, `-a` the row a without a key. */
const rows = (text: string): OrderedRow[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((each) => ({ id: each.slice(1), key: each[0] === '-' ? null : Number(each[0]) }));

it.each([
  ['sorted and reversed', '1a 2b 2c 3d', '2c 3d', '3d 2c', '2b 1a', 'HOLDS'],
  ['without a value first', '-a 1b 2c', '1b 2c', '2c 1b', '1b -a', 'HOLDS'],
  ['without a value last', '1a 2b', '2b -c', '-c 2b', '2b 1a', 'WRONG'],
  ['without a value last in one page', '1a 2b -c', '2b -c', '-c 2b', '2b 1a', 'WRONG'],
  ['not sorted', '2a 1b', '1b', '1b', '2a', 'WRONG'],
  ['not sorted descending', '1a 2b', '1a 2b', '1a 2b', '', 'WRONG'],
  ['no reverse at its end', '1a 2b 2c', '2b 2c', '2b 2c', '1a', 'WRONG'],
  ['no reverse at its beginning', '-a -b 2c', '2c', '2c', '-a -b', 'WRONG'],
  ['other rows in the meantime', '1a 2b 3c', '2b 3c', '4d 3c', '1a', 'CANNOT_TELL'],
  ['one row', '1a', '1a', '1a', '1a', 'CANNOT_TELL'],
])('an order that is %s', (_, head, tail, descendingHead, descendingTail, result) => {
  const ends = {
    field: 'x',
    ascendingHead: rows(head),
    ascendingTail: rows(tail),
    descendingHead: rows(descendingHead),
    descendingTail: rows(descendingTail),
  };
  expect(judgeOrder(ends).result).toBe(result);
});

it.each([
  [undefined, [], [], true, 'CANNOT_TELL'],
  ['a', [], ['a'], false, 'CANNOT_TELL'],
  ['a', ['a'], null, true, 'CANNOT_TELL'],
  ['a', ['a'], ['a'], true, 'HOLDS'],
  ['a', ['a'], [], true, 'WRONG'],
  ['a', ['a'], ['b'], false, 'HOLDS'],
  ['a', ['a'], ['b', 'a'], false, 'WRONG'],
])('row %j, as written %j, otherwise %j, to be found: %j', (row, asWritten, otherwise, should, result) => {
  expect(judgeSpelling('name', row, { asWritten, otherwise }, should).result).toBe(result);
});

it.each([
  ['Dvořák', 'dVOŘÁK', 'Dvorak', 'Dvoř', 'vořá'],
  ['Weiß', 'wEIß', null, null, null],
  ['Novak', 'nOVAK', null, 'Nova', 'ova'],
  ['Anna Maria', 'aNNA mARIA', null, null, null],
  ['77', null, null, null, null],
  [null, null, null, null, null],
])('respells %j', (text, otherCase, plain, begins, within) => {
  expect([inOtherCase(text), withoutAccents(text), beginning(text), inside(text)]).toEqual([
    otherCase,
    plain,
    begins,
    within,
  ]);
});

it.each([
  [null, 0, 0, 'WRONG'],
  [50, 1, 3, 'WRONG'],
  [50, 0, 0, 'WRONG'],
  [50, 1, 0, 'HOLDS'],
])('a total of %j with %j rows at its end and %j beyond: %s', (total, atLast, pastEnd, result) => {
  expect(judgeTotal(total, atLast, pastEnd).result).toBe(result);
});

it.each([
  [null, 'CANNOT_TELL'],
  [3_600_000, 'WRONG'],
  [-60_000, 'HOLDS'],
  [-86_400_000, 'CANNOT_TELL'],
])('a newest time %j ms from now', (offset, result) => {
  const now = Date.UTC(2026, 0, 1);
  expect(judgeZone(offset === null ? null : now + offset, now, 'Europe/Prague').result).toBe(result);
});

it.each([
  [[], [], false, 'CANNOT_TELL'],
  [['a'], null, false, 'WRONG'],
  [['a'], ['b'], false, 'WRONG'],
  [['a'], ['a', 'b'], false, 'HOLDS'],
  [['a'], ['a', 'b'], true, 'WRONG'],
])('asked for %j, found %j, exactly: %j', (wanted, found, isExact, result) => {
  expect(judgeFound('email', wanted, found, isExact).result).toBe(result);
});
