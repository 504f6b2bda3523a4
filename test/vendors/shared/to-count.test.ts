import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toCount } from '../../../src/vendors/shared/json.ts';

it('reads a count as a number, or as one written as text', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (count) => {
      expect(toCount(count)).toBe(count);
      expect(toCount(String(count))).toBe(count);
      expect(toCount(` ${count} `)).toBe(count);
    }),
  );
});

it('reads nothing else', () => {
  const others = fc.oneof(
    fc.string().filter((text) => !/^\s*\d+\s*$/.test(text)),
    fc.integer({ max: -1 }),
    fc.double().filter((number) => !Number.isSafeInteger(number)),
    fc.constantFrom(null, undefined, true, false, '9'.repeat(30), '12,5', '0x10', '1e3'),
    fc.array(fc.nat()),
    fc.object(),
  );
  fc.assert(
    fc.property(others, (value) => {
      expect(toCount(value)).toBeNull();
    }),
  );
});
