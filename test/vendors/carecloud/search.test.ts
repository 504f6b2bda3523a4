import { describe, expect, test } from 'vitest';
import { readSearchText } from '../../../src/customers/search/read-search-text.ts';
import { knownCompoundName, otherSplit } from '../../../src/vendors/carecloud/criteria/compound-name.ts';
import { otherwiseJoined } from '../../../src/vendors/carecloud/criteria/joined-names.ts';
import { findByText } from '../../../src/vendors/carecloud/find-by-text.ts';
import { isPhoneLast, planSearch } from '../../../src/vendors/carecloud/search.ts';

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
  [
    'Studio 54',
    [
      { first_name: 'Studio', last_name: '54' },
      { first_name: '54', last_name: 'Studio' },
    ],
  ],
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

test('a last name of several words is also searched for as a whole if it begins as such names do', () => {
  expect(planSearch(readSearchText('van der Berg', 'CZ'), { namesMindCase: false })).toEqual([
    { last_name: 'van der Berg' },
    { first_name: 'van der', last_name: 'Berg' },
    { first_name: 'Berg', last_name: 'van der' },
  ]);
});

describe('where the usual lists find no account', () => {
  test.each([
    ['Nováková', null],
    ['Nováková Anna Marie', { first_name: 'Anna Marie', last_name: 'Nováková' }],
    ['José Luis García Márquez', { first_name: 'José Luis', last_name: 'García Márquez' }],
    ['García Márquez', { last_name: 'García Márquez' }],
    ['Studio 54', null],
  ])('%s is divided otherwise', (text, filter) => {
    const { typedWords } = readSearchText(text);
    expect(otherSplit(typedWords, { isAnyone: false, people: [] })).toEqual(filter);
    const anyone = otherSplit(typedWords, { isAnyone: true, people: [] });
    expect(anyone).toEqual(typedWords.length === 2 ? null : filter);
  });

  test.each([
    ['Anna Marie', ['Marie Nováková', 'Marie Malá', 'Eva Marie'], { first_name: 'Anna Marie' }],
    ['anna marie', ['Anna Nováková'], { first_name: 'anna marie' }],
    ['García Márquez', ['Gabriel Márquez', 'Juan García'], { last_name: 'García Márquez' }],
    ['Anna Marie', ['Eva Marie', 'Marie Malá'], { last_name: 'Anna Marie' }],
  ])('%s is one name of the kind that %j have', (text, names, filter) => {
    const people = names.map((name) => {
      const [firstName = '', lastName = ''] = name.split(' ');
      return { firstName, lastName };
    });
    expect(otherSplit(readSearchText(text).typedWords, { isAnyone: false, people })).toEqual(filter);
  });

  test.each([
    ['Anna Marie', 'Anna', 'Marie Malá', { first_name: 'Anna Marie' }],
    // As others write it.
    ['garcia marquez', 'José', 'García Márquez', { last_name: 'García Márquez' }],
    ['novakova cerna', 'Eva', 'Nováková-Černá', { last_name: 'Nováková-Černá' }],
    ['jean pierre', 'Jean-Pierre', 'Novák', { first_name: 'Jean-Pierre' }],
    ['jean pierre', 'Jean-Pierre', '', { first_name: 'Jean-Pierre' }],
    ['garcia marquez', 'José', 'Luis García Márquez', { last_name: 'garcia marquez' }],
    // Somebody is called so, or was found by other words.
    ['Jan Novák', 'Jan', 'Novák', null],
    ['Jan Nov', 'Jan', 'Novák', null],
    ['Anna Marie Malá', 'Eva', 'Anna Marie Malá', null],
  ])('%s may be one name as %s %s has it', (text, firstName, lastName, filter) =>
    expect(knownCompoundName(readSearchText(text).typedWords, [{ firstName, lastName }])).toEqual(filter));

  test.each([
    [['Malá|Anna Marie', 'Anna|Marie Malá', 'Anna|Marie Nováková'], { first_name: 'anna marie' }],
    [['Malá|Anna Marie', 'Nováková|Anna Marie', 'Anna|Marie Malá'], { last_name: 'Anna Marie' }],
    [['Anna|Marie Malá', 'Malá|Anna Marie'], { last_name: 'Anna Marie' }],
  ])('they are one name of the kind that more of %j have', (names, filter) => {
    const people = names.map((name) => {
      const [firstName = '', lastName = ''] = name.split('|');
      return { firstName, lastName };
    });
    expect(knownCompoundName(['anna', 'marie'], people)).toEqual(filter);
  });
});

describe('a name that others write with a sign or blank that was not typed', () => {
  test.each([
    ['obrien', { last_name: "O'Brien" }, false],
    ['jan obrien', { first_name: 'jan', last_name: "O'Brien" }, false],
    ['obrien jan', { first_name: 'jan', last_name: "O'Brien" }, false],
    ['dangelo', { last_name: "D'Angelo" }, false],
    ['mcdonald', { last_name: 'Mc Donald' }, false],
    // The sign was typed, so it is such a name.
    ["o'brien", { last_name: 'o’brien' }, true],
    ['O’Brien', { last_name: "O'Brien" }, true],
    ['mc donald', { last_name: 'McDonald' }, true],
    ['eva mc donald', { first_name: 'eva', last_name: 'McDonald' }, true],
    ['o brien', { last_name: "O'Brien" }, true],
    ['novák', null, false],
    ['macháček', null, false],
    ['otto', null, false],
    ['dvořák', null, false],
    ['o54', null, false],
  ])('%s is searched for as %j', (text, filter, isSure) => {
    const { typedWords } = readSearchText(text);
    expect(otherwiseJoined(typedWords, false)).toEqual(filter);
    expect(otherwiseJoined(typedWords, true)).toEqual(isSure ? filter : null);
  });
});

describe('values that records do not show', () => {
  const CALL = {
    signal: new AbortController().signal,
    deadlineAt: 0,
    bypassCache: false,
    client: 'test',
    meter: { sent() {}, saved() {} },
  };

  interface Known {
    /** What the vendor has, by finder. */
    readonly has?: Readonly<Record<string, string>>;
    /** A list, or another source, finds somebody. */
    readonly isAnyoneFound?: boolean;
    /** Another source's people are looked up, which takes one of four requests. */
    readonly isLookedUp?: boolean;
  }

  /** What is asked for a text, in order: before anything is known of the other sources, and then. */
  async function asked(text: string, { has = {}, isAnyoneFound = false, isLookedUp = false }: Known) {
    const read = readSearchText(text, 'CZ');
    const requests: string[] = [];
    const lists = planSearch(read, { namesMindCase: false }).length;
    const finding = findByText(read, {
      async find(finder, values) {
        requests.push(finder);
        return values.map(({ value }) => (has[finder] === value ? [`owner of ${value}`] : []));
      },
      async load(keys) {
        requests.push(`load ${keys.map(({ value }) => value).join()}`);
        return [];
      },
      listByPhone: isPhoneLast(read) && lists > 0 ? async () => void requests.push('phone') : null,
    });
    const before = isPhoneLast(read) ? 0 : lists;
    await finding.ask(3 - before, null, CALL);
    const first = requests.splice(0);
    const sent = before + finding.sent();
    expect(sent).toBe(before + first.length);
    await finding.ask(4 - sent - Number(isLookedUp), isAnyoneFound, CALL);
    const all = sent + requests.length + Number(isLookedUp);
    return { first, rest: requests, isComplete: finding.found().isComplete, all };
  }

  test('letters and digits are a card’s number, first or second, an id in another system, and an id', async () => {
    const first = ['firstCardNumber', 'externalId'];
    const text = 'AB123456';
    expect(await asked(text, { has: { secondCardNumber: text } })).toMatchObject({
      first,
      rest: ['secondCardNumber', `load ${text},owner of ${text}`],
      isComplete: true,
    });
    expect(await asked(text, { has: { secondCardNumber: text }, isAnyoneFound: true })).toMatchObject({
      first,
      rest: [`load ${text}`],
      isComplete: true,
    });
    expect(await asked(text, { has: { firstCardNumber: text } })).toMatchObject({
      first: [...first, `load ${text},owner of ${text}`],
      rest: [],
      isComplete: true,
    });
  });

  test('digits that may be a phone number are a card’s number, an id in another system, a card’s second number, and last a phone', async () => {
    const text = '972015969';
    const first = ['firstCardNumber', 'externalId'];
    const load = `load owner of ${text}`;
    const isComplete = true;
    expect(await asked(text, {})).toMatchObject({ first, rest: ['secondCardNumber', 'phone'], isComplete });
    expect(await asked(text, { isAnyoneFound: true, isLookedUp: true })).toMatchObject({
      first,
      rest: ['phone'],
      isComplete,
    });
    for (const finder of first) {
      expect(await asked(text, { has: { [finder]: text } })).toMatchObject({
        first: [...first, load],
        rest: ['phone'],
        isComplete,
      });
    }
    expect(await asked('972 015 969', { has: { secondCardNumber: '972015969' } })).toMatchObject({
      first: ['firstCardNumber'],
      rest: ['secondCardNumber', load],
      isComplete,
    });
    expect(await asked('+420972015969', { has: { externalId: '+420972015969' } })).toMatchObject({
      first: ['externalId', 'load owner of +420972015969'],
      rest: [],
      isComplete,
    });
  });

  test('what no request is left for is not asked, and the result is not complete', async () => {
    const text = '972015969';
    const load = `load owner of ${text}`;
    const isLookedUp = { isAnyoneFound: true, isLookedUp: true };
    expect(await asked(text, { has: { externalId: text }, ...isLookedUp })).toMatchObject({
      first: ['firstCardNumber', 'externalId', load],
      rest: [],
      isComplete: false,
    });
    expect(await asked(text, { has: { secondCardNumber: text } })).toMatchObject({
      rest: ['secondCardNumber', load],
      isComplete: false,
    });
  });

  test('never are more than three requests sent before, and four with finding out who is whom; whoever is found is loaded', async () => {
    const texts = [
      '972015969',
      '972 015 969',
      '+420972015969',
      '8590001234567',
      'AB123456',
      '8ea2591121e636',
    ];
    const finders = ['firstCardNumber', 'secondCardNumber', 'externalId'];
    const cases = texts.flatMap((text) =>
      [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bits) =>
        [{ isAnyoneFound: false }, { isAnyoneFound: true }, { isAnyoneFound: true, isLookedUp: true }].map(
          (known) => ({
            text,
            has: Object.fromEntries(
              finders.flatMap((finder, at) => ((bits >> at) & 1 ? [[finder, text.replace(/ /g, '')]] : [])),
            ),
            ...known,
          }),
        ),
      ),
    );
    for (const { text, ...known } of cases) {
      const { first, rest, isComplete, all } = await asked(text, known);
      const steps = [...first, ...rest];
      expect([text, known, all <= 4]).toEqual([text, known, true]);
      const found = steps.some((step) => known.has[step] !== undefined);
      // Whoever is found is shown, whatever else is left out.
      if (found) expect(steps.some((step) => step.includes('owner of'))).toBe(true);
      if (!found && isComplete && !known.isAnyoneFound) {
        const readings = readSearchText(text, 'CZ').readings;
        const fitting = [
          ...(readings.includes('CARD_NUMBER') ? finders.slice(0, 2) : []),
          ...(readings.includes('EXTERNAL_ID') ? ['externalId'] : []),
        ];
        for (const finder of fitting) expect(steps).toContain(finder);
      }
    }
  });
});
