import { describe, expect, it } from 'vitest';
import { isAcceptLanguage } from '../../../src/customers/model/accept-language.ts';

describe('an Accept-Language header', () => {
  it.each(['cs', 'en-GB', '*', 'cs, en-gb;q=0.8', 'cs-CZ ; q=1.0,en;q=0.875,*;q=0'])('accepts %j', (text) => {
    expect(isAcceptLanguage(text)).toBe(true);
  });

  it.each([
    '',
    ' ',
    'cs,',
    'čeština',
    'cs;q=2',
    'cs;level=1',
    'cs\r\nx-evil: 1',
    'cs\n',
    'abcdefghi',
    `${'cs,'.repeat(40)}cs`,
  ])('refuses %j', (text) => {
    expect(isAcceptLanguage(text)).toBe(false);
  });
});
