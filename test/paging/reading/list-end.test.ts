import { describe, expect, it } from 'vitest';
import {
  isCutOrTooHigh,
  isEndAgreed,
  isTotalTooLow,
  noDoubt,
  remember,
} from '../../../src/paging/reading/list-end.ts';

const rows = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('what a response reveals about the end of its list', () => {
  it.each([
    ['a short page in agreement is the end', 0, 10, 5, 5, { agreed: true, tooLow: false, cut: false }],
    [
      'a full page that ends where the total does may be a cap',
      0,
      5,
      5,
      5,
      { agreed: false, tooLow: false, cut: false },
    ],
    ['more rows than the total', 0, 10, 5, 3, { agreed: false, tooLow: true, cut: false }],
    ['rows beyond the total', 10, 5, 5, 10, { agreed: false, tooLow: true, cut: false }],
    [
      'fewer rows than requested and than the total',
      0,
      10,
      5,
      6,
      { agreed: false, tooLow: false, cut: true },
    ],
    ['a full page with more to come', 0, 5, 5, 9, { agreed: false, tooLow: false, cut: false }],
    ['no total', 0, 10, 5, null, { agreed: false, tooLow: false, cut: false }],
    ['nobody', 0, 10, 0, 0, { agreed: true, tooLow: false, cut: false }],
    ['nothing beyond the end', 9, 10, 0, 5, { agreed: false, tooLow: false, cut: false }],
  ])('%s', (_, offset, limit, count, total, shown) => {
    const [range, page] = [
      { offset, limit },
      { rows: rows(count), total },
    ];
    expect({
      agreed: isEndAgreed(range, page),
      tooLow: isTotalTooLow(range, page),
      cut: isCutOrTooHigh(range, page),
    }).toEqual(shown);
  });

  it('rows held back by the gateway are not a short page', () => {
    const page = { rows: rows(3), total: 3, isPartial: true };
    expect(isEndAgreed({ offset: 0, limit: 10 }, page)).toBe(false);
  });

  it('doubts a contradicted total until twenty lists ended as stated', () => {
    const doubt = noDoubt();
    remember(doubt, 'TOO_HIGH');
    for (let agreed = 0; agreed < 19; agreed++) remember(doubt, 'AGREED');
    expect(doubt).toEqual({ tooHigh: 1, tooLow: 0 });
    remember(doubt, 'AGREED');
    expect(doubt).toEqual(noDoubt());
  });
});
