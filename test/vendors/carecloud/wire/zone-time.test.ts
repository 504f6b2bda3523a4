import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calendarDate,
  createLatestInstant,
  createZoneTimeReader,
} from '../../../../src/vendors/carecloud/wire/zone-time.ts';

const prague = createZoneTimeReader('Europe/Prague');
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

describe('a time without a time zone', () => {
  it.each([
    ['2019-01-04 10:31:56', '2019-01-04T09:31:56.000Z', 'winter'],
    ['2019-06-23 11:47:22', '2019-06-23T09:47:22.000Z', 'summer'],
    ['2021-04-16 18:22:35.052987', '2021-04-16T16:22:35.052Z', 'microseconds are cut to milliseconds'],
    ['2021-04-16 18:22:35.5', '2021-04-16T16:22:35.500Z', 'one digit of fraction'],
    ['2021-04-16T18:22:35', '2021-04-16T16:22:35.000Z', 'a T between'],
    [' 2021-04-16 18:22:35 ', '2021-04-16T16:22:35.000Z', 'blanks around'],
    ['2019-03-31 01:59:59', '2019-03-31T00:59:59.000Z', 'the last second before the clocks go forward'],
    ['2019-03-31 03:00:00', '2019-03-31T01:00:00.000Z', 'the first second after'],
    [
      '2019-03-31 02:30:00',
      '2019-03-31T01:00:00.000Z',
      'a time that was skipped is the moment of the change',
    ],
    ['2019-10-27 01:59:59', '2019-10-26T23:59:59.000Z', 'the last second that came once'],
    ['2019-10-27 02:00:00', '2019-10-27T00:00:00.000Z', 'a time that came twice is the first of the two'],
    ['2019-10-27 02:59:59', '2019-10-27T00:59:59.000Z', 'to the last second of the hour'],
    ['2019-10-27 03:00:00', '2019-10-27T02:00:00.000Z', 'and one second later the hour is over'],
    [
      '0001-01-01 00:00:00',
      '0000-12-31T23:02:16.000Z',
      'years of two digits are not those of the last century',
    ],
    ['9999-12-31 23:59:59', '9999-12-31T22:59:59.000Z', 'the last there is'],
    ['2019-01-04 10:31:56Z', '2019-01-04T10:31:56.000Z', 'a zone, should one ever come, counts'],
    ['2019-01-04 10:31:56+05:30', '2019-01-04T05:01:56.000Z', 'also as an offset'],
    ['2019-01-04 10:31:56-0800', '2019-01-04T18:31:56.000Z', 'or without a colon'],
  ])('%s is %s: %s', (text, expected) => expect(iso(prague(text))).toBe(expected));

  it.each([
    '',
    '2019-01-04',
    '2019-02-30 10:00:00',
    '2019-13-01 10:00:00',
    '2019-01-04 25:00:00',
    '2019-01-04 24:00:00',
    '2019-01-04 10:60:00',
    '0000-00-00 00:00:00',
    '985-02-12 10:00:00',
    '04.01.2019 10:31:56',
    '2019-01-04 10:31:56 CET',
    'yesterday',
    '9999-12-31 23:59:59-01:00',
  ])('"%s" is invalid', (text) => expect(prague(text)).toBeNull());

  it('is parsed in the configured zone', () => {
    expect(iso(createZoneTimeReader('America/New_York')('2024-03-10 03:00:00'))).toBe(
      '2024-03-10T07:00:00.000Z',
    );
    expect(iso(createZoneTimeReader('Asia/Kathmandu')('2024-03-10 03:00:00'))).toBe(
      '2024-03-09T21:15:00.000Z',
    );
    expect(iso(createZoneTimeReader('Pacific/Kiritimati')('2024-03-10 03:00:00'))).toBe(
      '2024-03-09T13:00:00.000Z',
    );
    expect(iso(createZoneTimeReader('UTC')('2024-03-10 03:00:00.25'))).toBe('2024-03-10T03:00:00.250Z');
  });

  it('needs an existing zone', () => {
    expect(() => createZoneTimeReader('Europe/Praha')).toThrow(RangeError);
  });

  const zones = [
    'Europe/Prague',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Kolkata',
    'Africa/Casablanca',
  ];
  const readers = new Map(zones.map((zone) => [zone, createZoneTimeReader(zone)]));
  const read = (zone: string, text: string) => readers.get(zone)?.(text) ?? Number.NaN;
  const anyZone = fc.constantFrom(...zones);
  const anyMs = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 11, 31) });
  const asLocal = (ms: number, timeZone: string) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(ms);
  const asText = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

  it('is parsed to what a clock in the zone shows', () => {
    fc.assert(
      fc.property(anyZone, anyMs, (zone, ms) => {
        const shown = asLocal(ms, zone);
        const instant = read(zone, shown);
        expect(asLocal(instant, zone)).toBe(shown);
        // Not always the same instant: an ambiguous hour is the first of the two.
        expect(instant).toBeLessThanOrEqual(Math.floor(ms / 1000) * 1000);
        expect(ms - instant).toBeLessThan(3_601_000);
      }),
      { numRuns: 500 },
    );
  });

  it('never gives an earlier instant for a later text', () => {
    const aroundChanges = fc.constantFrom(
      Date.UTC(2019, 2, 31, 2),
      Date.UTC(2019, 9, 27, 2),
      Date.UTC(2024, 2, 10, 2),
      Date.UTC(2024, 3, 7, 2),
      Date.UTC(2011, 11, 30, 0),
    );
    fc.assert(
      fc.property(
        anyZone,
        aroundChanges,
        fc.integer({ min: -90_000, max: 90_000 }),
        fc.integer({ min: 0, max: 90_000 }),
        (zone, around, from, further) => {
          const earlier = around + from * 1000;
          const later = earlier + further * 1000;
          expect(read(zone, asText(later))).toBeGreaterThanOrEqual(read(zone, asText(earlier)));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('a calendar date', () => {
  it.each(['1985-02-12', '2000-02-29', ' 1985-02-12 '])('"%s" exists', (text) =>
    expect(calendarDate(text)).toBe(text.trim()));
  it.each([
    '12.02.1985',
    '1985-02-12 00:00:00',
    '1985-02-12T00:00:00+01:00',
    '1985-02-12T00:00:00.000000Z',
  ])('"%s" is 1985-02-12', (text) => expect(calendarDate(text)).toBe('1985-02-12'));
  it.each([
    '985-02-12',
    '1900-02-29',
    '1985-02-30',
    '30.02.1985',
    '1985-02-12 23:00:00',
    '0000-00-00',
    '',
  ])('"%s" does not', (text) => expect(calendarDate(text)).toBeNull());
});

describe('the latest instant of a time', () => {
  it.each([
    ['Europe/Prague', '2025-10-25T23:59:59Z', '2025-10-25T23:59:59Z'],
    ['Europe/Prague', '2025-10-26T00:00:00Z', '2025-10-26T01:00:00Z'],
    ['Europe/Prague', '2025-10-26T00:59:59Z', '2025-10-26T01:59:59Z'],
    ['Europe/Prague', '2025-10-26T01:00:00Z', '2025-10-26T01:00:00Z'],
    ['Europe/Prague', '2025-03-30T01:00:00Z', '2025-03-30T01:00:00Z'],
    ['Europe/Prague', '2025-07-01T00:30:00Z', '2025-07-01T00:30:00Z'],
    ['America/New_York', '2025-11-02T05:30:00Z', '2025-11-02T06:30:00Z'],
    ['Australia/Lord_Howe', '2025-04-05T14:45:00Z', '2025-04-05T15:15:00Z'],
    ['UTC', '2025-10-26T00:30:00Z', '2025-10-26T00:30:00Z'],
  ])('in %s, %s may be %s', (zone, time, latest) => {
    expect(new Date(createLatestInstant(zone)(Date.parse(time))).toISOString()).toBe(
      new Date(latest).toISOString(),
    );
  });
});
