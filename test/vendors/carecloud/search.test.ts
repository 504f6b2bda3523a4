import { expect, test } from 'vitest';
import { readSearchText } from '../../../src/customers/search/read-search-text.ts';
import { planSearch } from '../../../src/vendors/carecloud/search.ts';

test.each([
  ['no', []],
  ['nov', [{ last_name: 'Nov' }, { first_name: 'Nov' }, { last_name: 'nov' }]],
  ['Nov', [{ last_name: 'Nov' }, { first_name: 'Nov' }]],
  [
    'Novák Jan',
    [
      { first_name: 'Novák', last_name: 'Jan' },
      { first_name: 'Jan', last_name: 'Novák' },
    ],
  ],
  [
    'Ing. Novák, Jan',
    [
      { first_name: 'Novák', last_name: 'Jan' },
      { first_name: 'Jan', last_name: 'Novák' },
    ],
  ],
  [
    'Anna Marie Nováková-Malá',
    [
      { first_name: 'Anna Marie', last_name: 'Nováková-Malá' },
      { first_name: 'Anna', last_name: 'Marie Nováková-Malá' },
    ],
  ],
  ['Vesely240@Seznam.example', [{ email_list: ['Vesely240@Seznam.example', 'vesely240@seznam.example'] }]],
  ['vesely@', []],
  ['vesely240', [{ customer_ids: ['vesely240'] }]],
  ['8ea2591121e636086a4a9c0992', [{ customer_ids: ['8ea2591121e636086a4a9c0992'] }]],
  ['+420 603 350 413', [{ phone: '420603350413' }]],
  ['603 350 413', [{ phone: '420603350413' }]],
  ['350 413', []],
])('%s is searched for by %j', (text, filters) =>
  expect(planSearch(readSearchText(text, 'CZ'), { namesMindCase: true })).toEqual(filters));

test('if letter case is known not to matter, names are searched for only as typed', () => {
  expect(planSearch(readSearchText('nov'), { namesMindCase: false })).toEqual([
    { last_name: 'nov' },
    { first_name: 'nov' },
  ]);
});

test('an id of digits alone is searched for if it is longer than any phone or card', () => {
  expect(planSearch(readSearchText('81'.repeat(13)), { namesMindCase: true })).toEqual([
    { customer_ids: ['81'.repeat(13)] },
  ]);
});
