import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromInstant, isCalendarDate, toInstant } from '../../../src/schema/shared/date-time.ts';

test.each([
  ['2020-05-04T11:12:32Z', 1_588_590_752_000],
  ['2020-05-04T13:12:32+02:00', 1_588_590_752_000],
  ['2020-05-04T06:42:32-04:30', 1_588_590_752_000],
  ['2020-05-04t11:12:32z', 1_588_590_752_000],
  ['2020-05-04T11:12:32.5Z', 1_588_590_752_500],
  ['2020-05-04T11:12:32.123456789Z', 1_588_590_752_123],
  ['1969-12-31T23:59:59.999Z', -1],
  ['2020-02-29T00:00:00Z', 1_582_934_400_000],
])('%s is the instant %i', (text, instant) => {
  expect(toInstant(text)).toBe(instant);
});

test.each([
  '',
  'now',
  '2020-05-04',
  '2020-05-04T11:12:32',
  '2020-05-04 11:12:32Z',
  '2020-05-04T11:12Z',
  '2020-05-04T24:00:00Z',
  '2020-05-04T11:60:00Z',
  '2016-12-31T23:59:60Z',
  '2020-05-04T11:12:32+2:00',
  '2020-05-04T11:12:32+24:00',
  '2021-02-29T00:00:00Z',
  '2020-13-01T00:00:00Z',
  '2020-00-01T00:00:00Z',
  '2020-05-00T00:00:00Z',
  '+010000-01-01T00:00:00Z',
  '2020-05-04T11:12:32.Z',
  ' 2020-05-04T11:12:32Z',
  '2020-05-04T11:12:32Z\n',
  '1588590752',
])('%j is not an instant', (text) => {
  expect(toInstant(text)).toBeUndefined();
});

test('every instant is formatted and parsed back, in UTC, with a fraction only if there is one', () => {
  const moments = fc.integer({ min: Date.UTC(1000, 0), max: Date.UTC(9999, 11, 31) });
  fc.assert(
    fc.property(moments, (instant) => {
      const text = fromInstant(instant);
      expect(toInstant(text)).toBe(instant);
      expect(text).toMatch(instant % 1000 === 0 ? /:\d\dZ$/ : /\.\d{3}Z$/);
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15, -1e14])('%d cannot be formatted', (instant) => {
  expect(() => fromInstant(instant)).toThrow(RangeError);
});

test('valid days are those of the calendar', () => {
  const parts = fc.tuple(
    fc.integer({ min: 1, max: 9999 }),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
  );
  fc.assert(
    fc.property(parts, ([year, month, day]) => {
      const text = `${`${year}`.padStart(4, '0')}-${`${month}`.padStart(2, '0')}-${`${day}`.padStart(2, '0')}`;
      const date = new Date(0);
      date.setUTCFullYear(year, month - 1, day);
      expect(isCalendarDate(text)).toBe(date.getUTCMonth() === month - 1 && date.getUTCDate() === day);
    }),
  );
});

test.each([
  '',
  '1985-2-12',
  '85-02-12',
  '12.02.1985',
  '1985-02-12T00:00:00Z',
  '1985/02/12',
  ' 1985-02-12',
])('%j is not a day', (text) => {
  expect(isCalendarDate(text)).toBe(false);
});
