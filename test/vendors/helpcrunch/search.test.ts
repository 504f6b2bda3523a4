import { describe, expect, test } from 'vitest';
import { readSearchText } from '../../../src/customers/search/read-search-text.ts';
import { type SearchTraits, USUAL_SEARCH } from '../../../src/vendors/helpcrunch/criteria/search-traits.ts';
import { coversConditions, toTextSearch } from '../../../src/vendors/helpcrunch/search.ts';
import { openSource } from './support/help-crunch.ts';

const conditionsFor = (...of: Parameters<typeof toTextSearch>) => toTextSearch(...of).conditions;

const asked = (text: string, inside: 'ANYWHERE' | 'BEGINNING' | 'WORD' = 'ANYWHERE') =>
  conditionsFor(readSearchText(text, 'CZ'), inside).map(
    ({ field, operator, value }) => `${field} ${operator} ${value}`,
  );

test('a word is searched for in names, companies, emails and user ids, with and without diacritics', () => {
  expect(asked('nová')).toEqual([
    'customers.userId ~ nová',
    'customers.email ~ nová',
    `customers.email ~ ${'nová'.normalize('NFD')}`,
    ...['nová', 'Nová', 'NOVÁ', 'nova', 'Nova', 'NOVA'].map((word) => `customers.name ~ ${word}`),
    ...['nová', 'Nová', 'NOVÁ', 'nova', 'Nova', 'NOVA'].map((word) => `customers.company ~ ${word}`),
  ]);
});

test('of several words the longest is searched for', () => {
  expect(asked('Jan Novák').filter((each) => each.startsWith('customers.name'))).toEqual(
    ['Novák', 'novák', 'NOVÁK', 'novak', 'Novak', 'NOVAK'].map((word) => `customers.name ~ ${word}`),
  );
});

test('a word that was typed twice is searched for where it does not begin the name', () => {
  const names = asked('Jan jan').filter((each) => each.startsWith('customers.name'));
  expect(names).toContain('customers.name ~  jan');
  expect(names).toContain('customers.name ~ -jan');
  expect(names).not.toContain('customers.name ~ jan');
  expect(asked('Jan jana')).toContain('customers.name ~ jana');
  expect(asked('jan jan', 'WORD')).toContain('customers.name ~ jan');
});

test('digits are searched for as an id, as the end of a phone number, and in texts', () => {
  const digits = asked('603350413');
  expect(digits).toContain('customers.id = 603350413');
  expect(digits).toContain('customers.phone ~ 0413');
  expect(digits).toContain('customers.phone ~ 0 413');
  for (const other of ['０４１３', '٠٤١٣', '۰۴۱۳']) expect(digits).toContain(`customers.phone ~ ${other}`);
  expect(digits).toContain('customers.name ~ 603350413');
});

test('an email is searched for as typed and in lower case', () => {
  expect(asked('Jan@X')).toEqual([
    'customers.userId ~ Jan@X',
    'customers.email ~ Jan@X',
    'customers.email ~ jan@x',
  ]);
});

test('a text that is too short finds nothing', () => expect(asked('no')).toEqual([]));

test('of a word with punctuation the longest part is searched for: names may have other punctuation', () => {
  const names = (text: string) => asked(text).filter((each) => each.startsWith('customers.name'));
  expect(names('O’Brien')[0]).toBe('customers.name ~ Brien');
  expect(names('Nováková-Malá')[0]).toBe('customers.name ~ Nováková');
  expect(names('a-b-c')[0]).toBe('customers.name ~ a-b-c');
  expect(names('Ph.D.')[0]).toBe('customers.name ~ Ph.D');
  // Signs do not make a word longer.
  expect(names('o’b pet')[0]).toBe('customers.name ~ pet');
});

test('if only beginnings of a text are found, each word is searched for, and a phone in its notations', () => {
  expect(asked('Jan Novák', 'BEGINNING')).toEqual(
    expect.arrayContaining(['customers.name ~ Jan', 'customers.name ~ Novák', 'customers.company ~ Novák']),
  );
  for (const inside of ['BEGINNING', 'WORD'] as const) {
    expect(asked('603 350 413', inside)).toEqual(
      expect.arrayContaining([
        'customers.phone ~ 603 350 413',
        'customers.phone ~ +420603350413',
        'customers.phone ~ 420603350413',
        'customers.phone ~ 603350413',
      ]),
    );
  }
});

const covers = (
  shorter: string,
  longer: string,
  inside: 'ANYWHERE' | 'BEGINNING' | 'WORD' = 'ANYWHERE',
  showsParts = false,
) =>
  coversConditions(
    conditionsFor(readSearchText(shorter, 'CZ'), inside),
    conditionsFor(readSearchText(longer, 'CZ'), inside),
    { inside, showsParts },
  );

test.each([
  ['nov', 'nováková', true],
  ['Nov', 'Nováková', true],
  ['Nová', 'Nováková', true],
  ['novák', 'novák j', true],
  ['novák', 'novák jana', true],
  ['vesely', 'vesely240', true],
  ['vesely', 'vesely@seznam.cz', true],
  // The longest word is different: it finds somebody spelled Ján, whom the shorter text missed.
  ['jan n', 'jan novák', false],
  ['mgr', 'mgr novák', false],
  ['603350', '603350413', false],
  ['603 350', '603 350 413', false],
  ['783', '7831', false],
])('results for %s include those for %s: %s', (shorter, longer, expected) =>
  expect(covers(shorter, longer)).toBe(expected));

test('where not every part of a text is found, results for it include those for a longer one if rows show that beginnings are found', () => {
  for (const inside of ['WORD', 'BEGINNING'] as const) {
    expect(covers('nov', 'nováková', inside)).toBe(false);
    expect(covers('nov', 'nováková', inside, true)).toBe(true);
  }
  // The second word may begin the name.
  expect(covers('nov', 'novák j', 'BEGINNING', true)).toBe(false);
});

describe('a name typed without accents, where these count', () => {
  const conditionsOf = (text: string, most = 100, traits?: SearchTraits) =>
    conditionsFor(readSearchText(text), 'ANYWHERE', most, traits, true);
  const askedOf = (field: string, text: string, most?: number, traits?: SearchTraits) =>
    conditionsOf(text, most, traits).flatMap((each) => (each.field === field ? [String(each.value)] : []));
  const finds = (field: string, text: string, name: string, traits?: SearchTraits) =>
    askedOf(field, text, 100, traits).some((asked) => name.toLowerCase().includes(asked));

  test.each([
    ['novak', 'Novák'],
    ['novakova', 'Nováková'],
    ['prochazkova jana', 'Procházková'],
    ['dvorak', 'Dvořák'],
    ['ruzicka', 'Růžička'],
    ['cerny', 'Černý'],
    ['Žizka', 'Žižka'],
    ['muller', 'Müller'],
    ['mullerova', 'Müllerová'],
    ['francois', 'François'],
    ['lefevre', 'Lefèvre'],
    ['lukasz', 'Łukasz'],
    ['gross', 'Groß'],
    ['strasse', 'Straße'],
    ['ost', 'Øst'],
    ['yildiz', 'Yıldız'],
    ['lubomir', 'Ľubomír'],
    ['kovac', 'Kováč'],
    // Several letters of one language, also beside its letters that Czech has, too.
    ['zolc', 'Żółć'],
    ['zolkiewski', 'Żółkiewski'],
    ['laka', 'Łąka'],
    ['łaka', 'Łąka'],
    ['zołc', 'Żółć'],
    ['zoł', 'Żółć'],
    ['szczesniak', 'Szcześniak'],
    ['walesa', 'Wałęsa'],
    ['kovari', 'Kővári'],
    ['solc', 'Šoľc'],
    ['nguyen', 'Nguyễn'],
    ['tran', 'Trần'],
    ['dang', 'Đặng'],
    ['duong', 'Dương'],
    ['phuong', 'Phương'],
    ['hoang', 'Hoàng'],
    ['bui', 'Bùi'],
    ['do thi ha', 'Đỗ Thị Hà'],
    // A mark after many letters that may have one.
    ['novotny', 'Novotný'],
    ['svobodova', 'Svobodová'],
    ['kratochvil', 'Kratochvíl'],
    ['jan kadlecova', 'Kadlecová'],
    // Four marks.
    ['krizova', 'Křížová'],
    // Vendors write the Turkish İ in lower case with a dot that combines.
    ['ibrahim', 'İbrahim'],
    ['inonu', 'İnönü'],
    ['elif', 'ELİF'],
    ['deniz', 'DENİZ'],
    ['isil', 'Işıl'],
    ['yagiz', 'Yağız'],
    ['thordur', 'Þórður'],
    ['tordur', 'Þórður'],
    ['thora', 'Þóra'],
    ['sigridur', 'Sigríður'],
    ['david', 'Davíð'],
    ['gudrun', 'Guðrún'],
    // With a sign or blank after a prefix.
    ['obrien', "O'Brien"],
    ['obr', 'O’Brien'],
    ["o'br", 'O’Brien'],
    ["o'br", 'Jan Obrien'],
    ['obrien', 'Jan O Brien'],
    ['lhôpital', "L'Hôpital"],
    ['dangelo', "D'Angelo"],
    ['mcdonald', 'Mc Donald'],
    ['mc donald', 'McDonald'],
    // Of other scripts.
    ['παπαδοπουλος', 'Παπαδόπουλος'],
    ['ΓΙΩΡΓΟΣ', 'Γιώργος'],
    ['алена', 'Алёна'],
    ['Федор', 'Фёдор'],
  ])('%s is searched for as %s', (typed, name) => {
    expect(finds('customers.name', typed, name)).toBe(true);
    expect(conditionsOf(typed).length).toBeLessThanOrEqual(100);
  });

  test.each([
    ['kvetinarstvi', 'Květinářství'],
    ['ruze', 'Růže'],
    ['pekarna', 'Pekárna'],
    ['loreal', "L'Oréal"],
    ['loréal', "L'Oréal"],
  ])('%s is searched for as the company %s', (typed, name) =>
    expect(finds('customers.company', typed, name)).toBe(true));

  test('is searched for with the most probable accents if there is no room for all, or plainly', () => {
    const all = conditionsOf('muller');
    expect(conditionsOf('muller', 5)).toEqual(all.slice(0, 5));
    expect(conditionsOf('muller', 30)).toEqual(all.slice(0, 30));
    expect(askedOf('customers.name', 'muller', 30)).toContain('müll');
    // At least the word itself.
    expect(conditionsOf('muller', 1).map(({ field }) => field)).toEqual([
      'customers.userId',
      'customers.email',
      'customers.name',
      'customers.company',
    ]);
  });

  test.each<[string, number, boolean]>([
    ...['nov', 'novakova', 'Nováková', 'jana nov', 'zuzana', 'alzbeta', 'vendula', 'kucera'].map(
      (text): [string, number, boolean] => [text, 100, false],
    ),
    ...['stanislava', 'ruzickova', 'alexandra', 'nguyen', 'szczesniak', 'jan@', '603 350 413'].map(
      (text): [string, number, boolean] => [text, 100, false],
    ),
    ['desenyuzunaka', 60, true],
    ['zuzana', 60, true],
    ['novak', 20, true],
    ['novak', 0, true],
    // Ids of an account, an order and a user.
    ...['8ea2591121e636086a4a9c0992', 'eea2aae0aaee', 'user2aaeeuu'].map(
      (text): [string, number, boolean] => [text, 100, false],
    ),
    // There is nothing to put an accent on.
    ['xkx', 0, false],
  ])('%s has more spellings than %i conditions have room for: %s', (text, most, isCut) =>
    expect(toTextSearch(readSearchText(text, 'CZ'), 'ANYWHERE', most, undefined, true).isCut).toBe(isCut));

  test('where accents do not count, other letters are searched for that are more than an accent', () => {
    const traits = { ...USUAL_SEARCH, ignoresAccents: true };
    expect(finds('customers.name', 'gross', 'Groß', traits)).toBe(true);
    expect(finds('customers.name', 'lukasz', 'Łukasz', traits)).toBe(true);
    expect(finds('customers.name', 'tordur', 'Þordur', traits)).toBe(true);
    expect(askedOf('customers.name', 'muller', 100, traits)).not.toContain('müll');
  });

  test('finds for its beginning whom it finds as a whole', () => {
    const names = [
      'novakova',
      'prochazkova',
      'ruzickova',
      'desenyuzunaka',
      'mullerova',
      'strasse',
      'žizkova',
      'šimona',
      'řezníčková',
      'hudáková',
      'kováčová',
      'nguyen',
      'żółkiewska',
      'zołc',
      'sobołów',
      'svobodova',
      'novotny',
      'obrien',
      'mcdonald',
      'ibrahim',
      'tordur',
      'sigridur',
      'παπαδοπουλος',
    ];
    for (const name of [...names, 'kvetinarstvi', 'jan novak']) {
      for (let end = 3; end < name.length; end++) {
        const [shorter, longer] = [name.slice(0, end), name.slice(0, end + 1)].map((text) =>
          conditionsOf(text),
        );
        // A longer second word is searched for instead of the first.
        if (name.slice(0, end + 1).split(' ')[1]?.length === 4) continue;
        expect(
          coversConditions(shorter ?? [], longer ?? [], {
            inside: 'ANYWHERE',
            showsParts: false,
            ignoresCase: true,
          }),
          name.slice(0, end),
        ).toBe(true);
      }
    }
  });
});

test.each([
  ['novak', 'novak j', true],
  ['602', '602262614', false],
])('it is known before its result whether a search for %s serves %s: %s', async (beginning, whole, expected) => {
  const { source, requests } = await openSource(() => ({ body: {} }));
  const read = (text: string) => readSearchText(text, 'CZ');
  expect(source.mayCover?.(read(beginning), read(whole))).toBe(expected);
  expect(requests).toEqual([]);
});
