import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSearchText } from '../../../../src/customers/search/read-search-text.ts';
import { servesTypedOn } from '../../../../src/vendors/helpcrunch/criteria/typed-phones.ts';
import { toTextSearch } from '../../../../src/vendors/helpcrunch/search.ts';

const serves = (beginning: string, whole: string) =>
  servesTypedOn(readSearchText(beginning, 'CZ'), readSearchText(whole, 'CZ'));

test.each([
  ['+491512', '+49151234', true],
  ['+491512', '+49 151 234', true],
  ['00491512', '0049151234', true],
  ['350 4131', '350 41312', true],
  // Still in the country code, which may not be written.
  ['+42190', '+4219054', false],
  ['350 413', '350 4131', false],
  // A whole number is searched for by its own end.
  ['+491512', '+4915123456789', false],
  ['603 3504', '603 350 413', false],
  ['+491512', '+49161234', false],
  ['+491512', '491512345', false],
  ['novák', 'novák j', false],
])('a result for the beginning %s of a phone serves %s: %s', (beginning, whole, expected) =>
  expect(serves(beginning, whole)).toBe(expected));

test('whoever has the number typed on, in groups of two digits or more, is found by its beginning', () => {
  const grouped = fc
    .tuple(
      fc.constantFrom('49', '421', '1', '33'),
      fc.array(fc.stringMatching(/^\d{2,4}$/), { minLength: 3, maxLength: 5 }),
      fc.constantFrom('', ' ', '-', '.', '/'),
      fc.boolean(),
    )
    .filter(([, groups]) => !groups[0]?.startsWith('0'));
  fc.assert(
    fc.property(grouped, fc.integer({ min: 6, max: 14 }), ([code, groups, separator, isNational], length) => {
      const digits = code + groups.join('');
      const beginning = readSearchText(`+${digits.slice(0, length)}`, 'CZ');
      const whole = { phone: { e164: `+${digits}`, ending: null } };
      fc.pre(servesTypedOn(beginning, whole));
      const stored = [...(isNational ? [] : [`+${code}`]), ...groups].join(separator);
      const { conditions } = toTextSearch(beginning, 'ANYWHERE');
      const endings = conditions.filter(({ field }) => field === 'customers.phone');
      expect(endings.some(({ value }) => stored.includes(String(value)))).toBe(true);
    }),
  );
});
