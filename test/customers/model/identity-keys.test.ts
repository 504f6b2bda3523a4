import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isWorthless,
  normalEmail,
  normalPhone,
  normalUserId,
  phoneNotations,
  RecordIdentity,
} from '../../../src/customers/model/identity-keys.ts';

const WORTHLESS = ['', ' ', '-', 'null', 'NULL', 'none', 'None', 'anonymous', 'Anonymous ', '-1', '0', '000'];

describe('identity values', () => {
  it.each(WORTHLESS)('are none if the text is a placeholder: %j', (text) => {
    expect(isWorthless(text)).toBe(true);
    expect(normalEmail(text)).toBeUndefined();
    expect(normalUserId(text)).toBeUndefined();
    expect(normalPhone(text)).toBeUndefined();
  });

  it.each([
    'nobody',
    '1',
    '10',
    '-2',
    'a-',
    'n/a',
  ])('are kept if a text may identify a person: %j', (text) => {
    expect(isWorthless(text)).toBe(false);
    expect(normalUserId(text)).toBe(text);
  });

  it('are none without a text', () => {
    expect([normalEmail(null), normalEmail(undefined), normalUserId(null), normalPhone(undefined)]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('are emails without letter case and surrounding space, user ids as they are', () => {
    expect(normalEmail('  Ann@Example.COM ')).toBe('ann@example.com');
    expect(normalUserId(' Ab1 ')).toBe('Ab1');
  });

  it('omit what a record does not have', () => {
    const nobody = new RecordIdentity({ email: '-', userId: '0', person: { phone: null } });
    expect([nobody.email, nobody.userId, nobody.phone]).toEqual(Array(3).fill(undefined));
    const somebody = new RecordIdentity({ email: 'A@x.cz', userId: 'u', person: { phone: '+420523828931' } });
    expect([somebody.email, somebody.userId, somebody.phone]).toEqual(['a@x.cz', 'u', '+420523828931']);
  });
});

describe('phones', () => {
  it.each([
    ['+420 523 828 931', '+420523828931'],
    ['+420523828931', '+420523828931'],
    ['00420523828931', '+420523828931'],
    ['00420 523-828-931', '+420523828931'],
    ['420523828931', '+420523828931'],
    ['420 523 828 931', '+420523828931'],
    ['(420) 523-82-89-31', '+420523828931'],
    ['(+420) 523.828.931', '+420523828931'],
    ['+44 7700 900123', '+447700900123'],
    [' +44 7700 900123 ', '+447700900123'],
    ['＋４２０ ５２３ ８２８ ９３１', '+420523828931'],
    ['٠٠٤٢٠٥٢٣٨٢٨٩٣١', '+420523828931'],
    ['۴۲۰۵۲۳۸۲۸۹۳۱', '+420523828931'],
  ])('are international without a setting: %j is %s', (text, e164) => {
    expect(normalPhone(text)).toBe(e164);
  });

  it.each([
    'n/a',
    '523',
    '1234',
    '+',
    '000000000',
    '+0000000000',
    '99999999999999999999',
    'call me',
  ])('are none if no such number is possible: %j', (text) => {
    expect(normalPhone(text)).toBeUndefined();
  });

  it('are parsed in national format only with a country', () => {
    expect(normalPhone('523 828 931', 'CZ')).toBe('+420523828931');
    expect(normalPhone('01 23456789', 'AT')).toBe('+43123456789');
    expect(normalPhone('+421 905 123 456', 'CZ')).toBe('+421905123456');
    expect(normalPhone('523 828 931')).not.toBe('+420523828931');
  });

  it.each([
    // Czechia has numbers of twelve digits, too.
    ['421905123456', 'CZ', '+421905123456'],
    ['48601234567', 'CZ', '+48601234567'],
    ['380501234567', 'CZ', '+380501234567'],
    ['420610538492', 'CZ', '+420610538492'],
    ['(420) 610 538 492', 'CZ', '+420610538492'],
    ['420603350413', 'SK', '+420603350413'],
    ['447700900123', 'GB', '+447700900123'],
    // National, although no such number exists.
    ['610538492', 'CZ', '+420610538492'],
    ['672345678', 'CZ', '+420672345678'],
    ['5551234567', 'US', '+15551234567'],
    // An own number that exists.
    ['393331234567', 'IT', '+393331234567'],
    ['0905123456', 'SK', '+421905123456'],
    ['491234567', 'CZ', '+420491234567'],
  ])('as bare digits, %s is within %s %s', (digits, country, phone) =>
    expect(normalPhone(digits, country)).toBe(phone));

  it.each([
    ['+420 (0)603 350 413', undefined, '+420603350413'],
    ['00420 (0) 603 350 413', undefined, '+420603350413'],
    ['+420 603 350 413 ext. 12', undefined, '+420603350413'],
    ['+420603350413x12', undefined, '+420603350413'],
    ['603 350 413 l. 12', 'CZ', '+420603350413'],
    ['tel: 603 350 413', 'CZ', '+420603350413'],
    ['mobil +420 603 350 413', 'CZ', '+420603350413'],
    // Long ago, numbers were dialled with a 0.
    ['0603 350 413', 'CZ', '+420603350413'],
    ['01 23456789', 'AT', '+43123456789'],
    // Rather a number of Slovakia.
    ['0905 492 390', 'CZ', '+4200905492390'],
  ])('are without what is written around them: %s within %s is %s', (text, country, phone) =>
    expect(normalPhone(text, country)).toBe(phone));

  it('are unchanged when parsed again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[+0-9 ()./-]{4,20}$/), (text) => {
        const once = normalPhone(text);
        if (once !== undefined) expect(normalPhone(once)).toBe(once);
      }),
    );
  });

  it.each([
    ['+420603350413', 'CZ', '603 350 413'],
    ['+14155552671', 'US', '+1 415-555-2671'],
    ['+4930123456', 'DE', '0049 30 123456'],
  ])('have usual notations: %s', (e164, country, notation) => {
    const notations = phoneNotations(e164);
    expect(notations).toContain(notation);
    for (const each of notations) expect(normalPhone(each, country)).toBe(e164);
  });
});
