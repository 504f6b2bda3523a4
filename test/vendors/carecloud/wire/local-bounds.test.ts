import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLocalBounds } from '../../../../src/vendors/carecloud/wire/local-bounds.ts';
import { createZoneTimeReader } from '../../../../src/vendors/carecloud/wire/zone-time.ts';

const bounds = createLocalBounds('Europe/Prague');

test.each([
  ['2025-07-01T00:30:00Z', '2025-07-01 02:30:00', '2025-07-01 02:30:00'],
  // 02:30 comes twice, and is read as the first.
  ['2025-10-26T00:30:00Z', '2025-10-26 02:30:00', '2025-10-26 02:30:00'],
  ['2025-10-26T01:00:00Z', '2025-10-26 03:00:00', '2025-10-26 02:59:59'],
  ['2025-10-26T01:30:00Z', '2025-10-26 03:00:00', '2025-10-26 02:59:59'],
  ['2025-10-26T02:00:00Z', '2025-10-26 03:00:00', '2025-10-26 03:00:00'],
  ['2025-03-30T00:59:59Z', '2025-03-30 01:59:59', '2025-03-30 01:59:59'],
  ['2025-03-30T01:00:00Z', '2025-03-30 03:00:00', '2025-03-30 03:00:00'],
  ['0099-01-01T00:00:00Z', '0099-01-01 00:57:44', '0099-01-01 00:57:44'],
])('%s is the bound from %s and to %s', (at, from, to) => {
  expect([bounds.from(Date.parse(at)), bounds.to(Date.parse(at))]).toEqual([from, to]);
});

test('a text lies within bounds exactly if it is read as an instant within them', () => {
  const read = createZoneTimeReader('Europe/Prague');
  const autumn = Date.parse('2025-10-25T22:00:00Z');
  const second = fc.integer({ min: 0, max: 6 * 3600 }).map((seconds) => autumn + seconds * 1000);
  const clock = fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `2025-10-26 0${hour}:${String(minute).padStart(2, '0')}:00`);
  fc.assert(
    fc.property(second, clock, (at, text) => {
      const shown = read(text) ?? Number.NaN;
      expect(text >= bounds.from(at)).toBe(shown >= at);
      expect(text <= bounds.to(at)).toBe(shown <= at);
    }),
  );
});
