import { describe, expect, test } from 'vitest';
import { readSearchText } from '../../../src/customers/search/read-search-text.ts';
import { findByText } from '../../../src/vendors/carecloud/find-by-text.ts';
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
  // An id is looked up together with those that a card or an external id leads to.
  ['vesely240', []],
  ['8ea2591121e636086a4a9c0992', []],
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

describe('values that records do not show', () => {
  const CALL = {
    signal: new AbortController().signal,
    deadlineAt: 0,
    bypassCache: false,
    client: 'test',
    meter: { sent() {}, saved() {} },
  };

  /** What is asked for a text, in order, if the vendor has these values, and whether more is left to ask. */
  async function asked(text: string, has: Readonly<Record<string, string>>, isPhoneFound = false) {
    const read = readSearchText(text, 'CZ');
    const requests: string[] = [];
    const found = await findByText(
      read,
      {
        async find(finder, values) {
          requests.push(finder);
          return values.map(({ value }) => (has[finder] === value ? [`owner of ${value}`] : []));
        },
        async load(keys) {
          requests.push(`load ${keys.map(({ value }) => value).join()}`);
          return [];
        },
        mostRequests: 3 - planSearch(read, { namesMindCase: false }).length,
        isFound: Promise.resolve(isPhoneFound),
      },
      CALL,
    );
    const first = [...requests];
    requests.length = 0;
    await found.more?.(CALL);
    return { first, isComplete: found.isComplete, more: requests };
  }

  test('letters and digits are a card’s number, first or second, an id in another system, and an id', async () => {
    expect(await asked('AB123456', { secondCardNumber: 'AB123456' })).toEqual({
      first: ['firstCardNumber', 'externalId', 'secondCardNumber', 'load AB123456,owner of AB123456'],
      isComplete: true,
      more: [],
    });
  });

  test('digits that may be a phone number are a card’s second number before an id in another system', async () => {
    const nobody = { first: ['firstCardNumber', 'secondCardNumber'], isComplete: false };
    expect(await asked('972015969', {})).toEqual({ ...nobody, more: ['externalId'] });
    expect(await asked('972015969', { externalId: '972015969' })).toEqual({
      ...nobody,
      more: ['externalId', 'load owner of 972015969'],
    });
    expect(await asked('972015969', { externalId: '972015969' }, true)).toEqual({
      first: ['firstCardNumber', 'externalId', 'load owner of 972015969'],
      isComplete: true,
      more: [],
    });
    expect(await asked('972 015 969', {})).toMatchObject({ isComplete: true, more: [] });
  });
});
