import { expect, test } from 'vitest';
import { isWholeList } from '../../../src/vendors/shared/whole-list.ts';

const page = { fullPage: 100, areTotalsWrong: false };

test.each([
  ['as many as the total', { rows: 7, total: 7 }, true],
  ['nobody', { rows: 0, total: 0 }, true],
  ['fewer than the total', { rows: 100, total: 101 }, false],
  ['a full page that the total ends with', { rows: 100, total: 100 }, true],
  ['more than the total: the page is not full', { rows: 7, total: 3 }, true],
  ['more than the total: the page is full', { rows: 100, total: 3 }, false],
  ['a total known to be wrong', { rows: 7, total: 30, areTotalsWrong: true }, true],
  ['a full page, and a total known to be wrong', { rows: 100, total: 100, areTotalsWrong: true }, false],
  ['no total', { rows: 99, total: null }, true],
  ['no total and a full page', { rows: 100, total: null }, false],
  ['no total, and pages of fifty at most', { rows: 50, total: null, fullPage: 50 }, false],
  ['no total, few rows, and nothing known of pages', { rows: 9, total: null, fullPage: 9 }, false],
  ['no total, more rows, and nothing known of pages', { rows: 10, total: null, fullPage: 10 }, false],
  ['no total, nobody, and nothing known of pages', { rows: 0, total: null, fullPage: 1 }, true],
])('%s', (_, given, isWhole) => expect(isWholeList({ ...page, ...given })).toBe(isWhole));
