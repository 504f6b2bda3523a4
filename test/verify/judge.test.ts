import { expect, it } from 'vitest';
import { judgeFound, judgeOrder, judgePage, judgeTotal, judgeZone } from '../../src/verify/judge.ts';

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

const order = (
  head: (number | null)[],
  tail: number[],
  descendingIds: string[],
  descending: (number | null)[] = tail,
) => judgeOrder({ field: 'x', head, tail, tailIds: ['a', 'b'], descending, descendingIds }).result;

it.each([
  ['sorted and reversed', order([1, 2, 2, 3], [2, 3], ['b', 'a']), 'HOLDS'],
  ['without a value first', order([null, 1, 2], [1, 2], ['b', 'a']), 'HOLDS'],
  ['without a value last', order([1, 2], [null as never], ['b', 'a']), 'WRONG'],
  ['not sorted', order([2, 1], [2, 3], ['b', 'a']), 'WRONG'],
  ['no reverse', order([1, 2], [1, 2], ['a', 'b']), 'WRONG'],
  ['one row', order([1], [1], ['a']), 'CANNOT_TELL'],
])('an order that is %s', (_, result, expected) => {
  expect(result).toBe(expected);
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
  expect(judgeFound('email', wanted, found, 'todo', isExact).result).toBe(result);
});
