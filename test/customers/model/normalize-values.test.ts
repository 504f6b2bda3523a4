import { describe, expect, it } from 'vitest';
import {
  foldText,
  isoCountry,
  isoLanguage,
  splitName,
  textOrNull,
} from '../../../src/customers/model/normalize-values.ts';

describe('texts', () => {
  it('are compared without letter case, surrounding and doubled space, and Unicode composition', () => {
    expect(foldText('  Jan \t NOVÁK ')).toBe('jan novák');
    expect(foldText('Novák')).toBe(foldText('Nova\u0301k'));
  });

  it('are null if they are empty', () => {
    expect([null, undefined, '', '  ', ' a '].map(textOrNull)).toEqual([null, null, null, null, 'a']);
  });
});

describe('languages and countries', () => {
  it.each([
    ['cs', 'cs'],
    ['EN', 'en'],
    ['en-GB', 'en'],
    ['pt_BR', 'pt'],
    ['zz', null],
    ['czech', null],
    ['c', null],
    ['', null],
    [null, null],
  ])('reads the language %j as %j', (text, code) => {
    expect(isoLanguage(text)).toBe(code);
  });

  it.each([
    ['CZ', 'CZ'],
    [' us ', 'US'],
    ['EN', null],
    ['UK', null],
    ['CZE', null],
    ['', null],
    [undefined, null],
  ])('reads the country %j as %j', (text, code) => {
    expect(isoCountry(text)).toBe(code);
  });
});

describe('names', () => {
  it.each([
    ['Lana Del Red', 'Lana', 'Del Red'],
    ['  Jan   Novák ', 'Jan', 'Novák'],
    ['test', 'test', null],
    ['', null, null],
    [null, null, null],
  ])('splits %j into its first word and the rest', (name, firstName, lastName) => {
    expect(splitName(name)).toEqual({ firstName, lastName });
  });
});
