import { describe, expect, test } from 'vitest';
import { readSearchText } from '../../../src/customers/search/read-search-text.ts';

const readingsOf = (text: string, country?: string) => readSearchText(text, country).readings;

test.each([
  ['nov', ['USER_ID', 'EMAIL', 'NAME', 'COMPANY']],
  ['Novák Jan', ['NAME', 'COMPANY']],
  ['vesely@', ['USER_ID', 'EMAIL']],
  ['jan vesely@x.cz', ['EMAIL']],
  ['vesely240', ['CARE_CLOUD_ID', 'USER_ID', 'EXTERNAL_ID', 'EMAIL', 'NAME', 'COMPANY']],
  ['8ea2591121e636086a4a9c0992', ['CARE_CLOUD_ID', 'USER_ID', 'EXTERNAL_ID', 'EMAIL', 'NAME', 'COMPANY']],
  ['783', ['HELP_CRUNCH_ID', 'USER_ID', 'EXTERNAL_ID', 'EMAIL', 'NAME', 'COMPANY']],
  ['603 350 413', ['CARD_NUMBER', 'PHONE', 'NAME', 'COMPANY']],
  ['+420 603 350 413', ['PHONE', 'NAME', 'COMPANY']],
  ['no', []],
  ['n o', []],
  ['Ňo!', []],
  ['Ing', ['USER_ID', 'EMAIL', 'NAME', 'COMPANY']],
  ['ß a', ['NAME', 'COMPANY']],
  ['81'.repeat(13), ['CARE_CLOUD_ID', 'USER_ID', 'EXTERNAL_ID', 'EMAIL', 'PHONE', 'NAME', 'COMPANY']],
  ['\u202d+420 603 350 413\u202c', ['PHONE', 'NAME', 'COMPANY']],
  ['no\u0000v', ['NAME', 'COMPANY']],
  ['', []],
  ['🙂🙂🙂', []],
])('%s may be %j', (text, readings) => expect(readingsOf(text)).toEqual(readings));

test('digits that are a whole phone number may be a number of a card and an external id, too', () => {
  for (const text of ['972015969', '8591234567890', '350413', 'CRM0012345']) {
    expect(readingsOf(text, 'CZ')).toEqual(expect.arrayContaining(['CARD_NUMBER', 'EXTERNAL_ID']));
  }
  expect(readingsOf('972015969', 'CZ')).toContain('PHONE');
});

test.each([
  ['603350413', undefined, { e164: null, ending: '603350413' }],
  ['603 350 413', 'CZ', { e164: '+420603350413', ending: '603350413' }],
  ['(0603) 350-413', 'SK', { e164: '+421603350413', ending: '603350413' }],
  ['+420603350413', undefined, { e164: '+420603350413', ending: null }],
  ['00420 603 350 413', undefined, { e164: '+420603350413', ending: null }],
  ['350 413', 'CZ', { e164: null, ending: '350413' }],
  ['50 413', 'CZ', null],
  ['000000', 'CZ', null],
])('%s as a phone in %s', (text, country, phone) => {
  const read = readSearchText(text, country).phone;
  expect(phone === null ? read : { ...read, e164: phone.e164 === null ? null : read?.e164 }).toEqual(phone);
});

test.each([
  ['Jan Novák <jan.novak@x.cz>', 'jan.novak@x.cz'],
  ['<Jan.Novak@x.cz>', 'jan.novak@x.cz'],
  ['mailto:jan.novak@x.cz', 'jan.novak@x.cz'],
  ['jan.novak@x.cz;', 'jan.novak@x.cz'],
  ['jan.novak@x.cz 603350413', 'jan.novak@x.cz'],
  ['Jan\tNovák\tjan.novak@x.cz\t+420603350413', 'jan.novak@x.cz'],
  ['"Jan Novák";jan.novak@x.cz;603350413', 'jan.novak@x.cz'],
  ['Novák,Jan,jan.novak@x.cz', 'jan.novak@x.cz'],
  ['jan.novak@x.', 'jan.novak@x.'],
  ['@seznam', '@seznam'],
])('%s is the email %s', (text, email) => {
  const read = readSearchText(text, 'CZ');
  expect(read.email).toBe(email);
  expect(read.readings.filter((reading) => reading !== 'USER_ID')).toEqual(['EMAIL']);
});

test('a word with @ among others is part of a name, unless it is an address', () => {
  expect(readSearchText('novák @seznam')).toMatchObject({
    readings: ['NAME', 'COMPANY'],
    words: ['novak', 'seznam'],
    email: null,
  });
});

test.each([
  '６０３３５０４１３',
  '603–350–413',
  '603\u2011350\u2011413',
  'tel:603350413',
  'Tel.: 603 350 413',
  'mob. 603350413',
  'Mobil 603/350413;',
  '603 350 413,',
  '(+420) 603 350 413.',
  '0603 350 413',
  '\u0666\u0660\u0663\u0663\u0665\u0660\u0664\u0661\u0663',
  '\u096c\u0966\u0969 \u0969\u096b\u0966 \u096a\u0967\u0969',
  '+420(0)603350413',
  // With an extension, in a signature, or in a row of a table.
  '603 350 413 ext. 12',
  '+420603350413 x12',
  '603350413 l. 12',
  '☎ 603 350 413',
  'Jan Novák 603 350 413',
  'Jan Novák, tel.: 603 350 413 (práce)',
  'Novák,Jan,603350413',
  'Novák\tJan\t12.02.1985\t603 350 413\t12',
  '603 350 413, 777 123 456',
  '603 350 413;777 123 456',
  '603 350 413\n777 123 456',
])('%s is a phone', (text) => expect(readSearchText(text, 'CZ').phone?.e164).toBe('+420603350413'));

test.each([
  ['0905 492 390', '+421905492390'],
  ['0905/492390', '+421905492390'],
  ['0664/3898863', '+436643898863'],
  ['0151 23456789', '+4915123456789'],
  ['06 20 908 1259', '+36209081259'],
])('%s is a mobile number as dialled in a neighbouring country', (text, e164) => {
  expect(readSearchText(text, 'CZ').phone?.e164).toBe(e164);
  // Nothing is known of where the desk is.
  expect(readSearchText(text).phone?.e164).toBeNull();
});

test('a card number with other words is that number', () =>
  expect(readSearchText('Karta č. 3000 3747 3817 1', 'CZ')).toEqual(
    readSearchText('3000 3747 3817 1', 'CZ'),
  ));

test('a number in digits of another script may be everything that it may be in ASCII', () => {
  expect(readSearchText('２０００５４４７４６４５７')).toEqual(readSearchText('2000544746457'));
});

test.each([
  'Telč 603',
  'Mobil',
  'fax',
  'Studio 54,',
  'a1, 603350',
  'Novák 12.02.1985',
  'uid-603350413',
  'novak603350413',
  'CZ6508000000192000145399',
])('%s has no label of a phone', (text) => {
  expect(readSearchText(text).text).toBe(text);
  expect(readSearchText(text).readings).not.toContain('PHONE');
});

test('words are searched for in the usual forms of their letters', () =>
  expect(readSearchText('Ｊａｎ Ｎｏｖáｋ').typedWords).toEqual(['Jan', 'Novák']));

test('words are searched for as typed, without titles and punctuation at their edges', () => {
  expect(readSearchText('Ing. Novák, Jan Ph.D.')).toMatchObject({
    words: ['novak', 'jan'],
    typedWords: ['Novák', 'Jan'],
  });
  expect(readSearchText('MUDr.')).toMatchObject({ words: ['mudr'], typedWords: ['MUDr'] });
});

test('invisible characters are removed, control characters become blanks, and letters are composed', () => {
  expect(readSearchText('\u200fNova\u0301\u00adk\u0000Jan\n').text).toBe('Novák Jan');
  expect(readSearchText('Novák\ud800').text).toBe('Novák\ufffd');
});

describe('a row of a table that is longer than any text', () => {
  const filler = ['Novák Jan', 'Dlouhá třída 1234/56', 'Praha 1', '110 00', 'CZ12345678', '12.02.1985 10:30'];
  const row = (...cells: readonly string[]) =>
    [...filler, ...cells, 'x '.repeat(60), '2026-11-27 10:30:00', '19-2000145399/0800'].join('\t');

  test.each([
    [row('jan.novak@x.cz', '603 350 413'), { email: 'jan.novak@x.cz', readings: ['USER_ID', 'EMAIL'] }],
    [row('Jan Novák <jan.novak@x.cz>').replaceAll('\t', ';'), { text: 'jan.novak@x.cz' }],
    [row('603 350 413'), { text: '603 350 413' }],
    [row('+420 603 350 413').replaceAll('\t', ' ; '), { text: '+420 603 350 413' }],
  ])('%j is its email, or else its phone', (text, read) => {
    expect(text.length).toBeGreaterThan(200);
    expect(readSearchText(text, 'CZ')).toMatchObject(read);
  });

  test.each([
    row(),
    row('novak@'),
    `${'x'.repeat(201)}@x.cz`,
    `${row('jan.novak@x.cz')}${' x'.repeat(200)}`,
  ])('%j is refused', (text) => {
    const withoutAccount = text.replace('19-2000145399/0800', '');
    expect(() => readSearchText(withoutAccount, 'CZ')).toThrow(/at most 200 characters/);
  });
});

test.each([
  ['Novák 2026-11-27 10:30 603 350 413', '603 350 413'],
  ['Novák 12.02.1985 603 350 413', '603 350 413'],
  ['19-2000145399/0800; 603 350 413', '603 350 413'],
  ['Karta 3000 3747 3817 1, tel. 603 350 413', '603 350 413'],
  ['Novák 2026-11-27 10:30', 'Novák 2026-11-27 10:30'],
])('of the numbers in %s, a phone counts: %s', (typed, text) =>
  expect(readSearchText(typed, 'CZ').text).toBe(text));

test('a text of more than 200 characters is refused with what was expected and received', () => {
  expect(readSearchText('x'.repeat(200)).readings).not.toEqual([]);
  expect(readSearchText(`nov${' '.repeat(400)}`).text).toBe('nov');
  expect(() => readSearchText('x'.repeat(201))).toThrow(/at most 200 characters.*at most 500.*got 201/);
});
