import { expect, test } from 'vitest';
import { readSearchText } from '../../../src/customers/search/read-search-text.ts';
import { toSearchConditions } from '../../../src/vendors/helpcrunch/search.ts';

const asked = (text: string) =>
  toSearchConditions(readSearchText(text, 'CZ')).map(
    ({ field, operator, value }) => `${field} ${operator} ${value}`,
  );

test('a word is asked for in names, companies, emails and user ids, with and without diacritics', () => {
  expect(asked('nová')).toEqual([
    'customers.userId ~ nová',
    'customers.email ~ nová',
    `customers.email ~ ${'nová'.normalize('NFD')}`,
    ...['nová', 'Nová', 'NOVÁ', 'nova', 'Nova', 'NOVA'].map((word) => `customers.name ~ ${word}`),
    ...['nová', 'Nová', 'NOVÁ', 'nova', 'Nova', 'NOVA'].map((word) => `customers.company ~ ${word}`),
  ]);
});

test('of several words the longest is asked for', () => {
  expect(asked('Jan Novák').filter((each) => each.startsWith('customers.name'))).toEqual(
    ['Novák', 'novák', 'NOVÁK', 'novak', 'Novak', 'NOVAK'].map((word) => `customers.name ~ ${word}`),
  );
});

test('digits are an id, the end of a phone number, and what texts may hold', () => {
  const digits = asked('603350413');
  expect(digits).toContain('customers.id = 603350413');
  expect(digits).toContain('customers.phone ~ 0413');
  expect(digits).toContain('customers.phone ~ 0 413');
  expect(digits).toContain('customers.name ~ 603350413');
});

test('an email is asked for as typed and in lower case', () => {
  expect(asked('Jan@X')).toEqual([
    'customers.userId ~ Jan@X',
    'customers.email ~ Jan@X',
    'customers.email ~ jan@x',
  ]);
});

test('a text that is too short is nobody', () => expect(asked('no')).toEqual([]));
