import { describe, expect, it } from 'vitest';
import type { CustomerSearchResult } from '../../../src/customers/search/customer-search.ts';
import { readSearchText } from '../../../src/customers/search/read-search-text.ts';
import { SearchMemory } from '../../../src/customers/search/search-memory.ts';
import { probeSource } from '../../../src/vendors/shared/traits/probe-source.ts';
import { createMemoryVendors, type MemoryVendors } from '../support/memory-vendors.ts';
import { type ListSetup, openDirectory } from '../support/walks.ts';
import { accountId, someAccount, someProfile, toRows } from '../support/world.ts';

const ACCOUNTS = [
  someAccount({
    id: accountId(1),
    firstName: 'Jan',
    lastName: 'Novák',
    email: 'jan@x.cz',
    phone: '+420603350413',
  }),
  someAccount({ id: accountId(2), firstName: 'Novák', lastName: 'Petr', email: null }),
  someAccount({ id: accountId(3), firstName: 'Eva', lastName: 'Nováková', email: 'eva@x.cz' }),
  someAccount({ id: accountId(4), firstName: 'Jana', lastName: 'Malá', email: 'shared@x.cz' }),
];
const PROFILES = [
  someProfile({ id: 11, name: 'jan novak', email: 'JAN@x.cz', lastSeen: 1_593_000_000_000 }),
  someProfile({ id: 12, name: 'Nováčková Jana', email: 'nova@y.cz', company: 'Novotex' }),
  someProfile({ id: 13, name: 'Somebody', email: 'shared@x.cz', company: 'Novák & syn' }),
  someProfile({
    id: 14,
    name: 'Ing. Łukasz Groß, Ph.D.',
    email: 'vesely240@x.cz',
    userId: 'u-240',
    phone: { text: '603 350 413', e164: null },
  }),
];

function setUp(now = () => 0): ListSetup {
  return {
    vendors: createMemoryVendors(toRows({ accounts: ACCOUNTS, profiles: PROFILES }), { phoneCountry: 'CZ' }),
    identityKeys: ['email'],
    searchMemory: new SearchMemory({ freshMs: 10_000, now }),
  };
}

async function search(setup: ListSetup, text: string, first = 10) {
  const { directory, requests } = openDirectory(setup);
  const globalIdOf = (key: string) => Buffer.from(`Customer:${key}`).toString('base64');
  const result = await directory.search({ text: readSearchText(text, 'CZ'), first, globalIdOf });
  return { ...result, names: namesOf(result), requests };
}

function namesOf({ matches }: CustomerSearchResult): readonly string[] {
  return matches.map(({ customer, matchedOn }) => {
    const { name } = (customer.account ?? customer.profile)?.person ?? {};
    return `${name} ${matchedOn.join('+')}`;
  });
}

describe('searching for people as they are typed', () => {
  it.each([
    ['nov', ['Jan Novák NAME', 'Nováčková Jana EMAIL+NAME+COMPANY', 'Jana Malá COMPANY']],
    ['Novák Jan', ['Jan Novák NAME']],
    ['jan novak', ['Jan Novák NAME']],
    ['Ing. Novák, Jan', ['Jan Novák NAME']],
    ['gross łukasz', ['Ing. Łukasz Groß, Ph.D. NAME']],
    ['vesely', ['Ing. Łukasz Groß, Ph.D. EMAIL']],
    ['u-240', ['Ing. Łukasz Groß, Ph.D. USER_ID']],
    ['603 350 413', ['Jan Novák PHONE', 'Ing. Łukasz Groß, Ph.D. PHONE']],
    // CareCloud only finds whole numbers.
    ['350413', ['Ing. Łukasz Groß, Ph.D. PHONE']],
    ['JAN@X.CZ', ['Jan Novák EMAIL']],
    [accountId(3), ['Eva Nováková CARE_CLOUD_ID']],
    ['novotex', ['Nováčková Jana COMPANY']],
    ['nobody at all', []],
  ])('%s finds %j', async (text, names) => expect((await search(setUp(), text)).names).toEqual(names));
});

it.each([
  '0905 492 390',
  'Tel.: +421 905 492 390',
  '+421905492390,',
])('%s finds a foreign member in one list of CareCloud', async (text) => {
  const account = someAccount({ id: accountId(1), lastName: 'Hudáková', phone: '+421905492390' });
  const vendors = createMemoryVendors(toRows({ accounts: [account], profiles: [] }), { phoneCountry: 'CZ' });
  const { matches, requests } = await search({ vendors, identityKeys: ['email'] }, text);
  expect(matches.map(({ customer, matchedOn }) => [customer.account?.id, matchedOn])).toEqual([
    [accountId(1), ['PHONE']],
  ]);
  expect(requests.HELPCRUNCH).toBe(1);
  expect(requests.CARECLOUD).toBeLessThanOrEqual(3);
});

it.each([
  ['＋４２０ ６０３ ３５０ ４１３', '+420603350413'],
  ['６０３３５０４１３', '+420603350413'],
  ['٦٠٣ ٣٥٠ ٤١٣', '+420603350413'],
  ['603350413', '+420603350413'],
])('the phone %s is found in the digits of any script that it is typed or stored in', async (text, e164) => {
  for (const typed of [text, '603 350 413', '６０３３５０４１３', '۳۵۰۴۱۳']) {
    for (const country of ['CZ', undefined]) {
      const options = country === undefined ? {} : { phoneCountry: country };
      const profile = someProfile({ id: 1, name: 'Somebody', phone: { text, e164 } });
      const vendors = createMemoryVendors(toRows({ accounts: [], profiles: [profile] }), options);
      const { directory, requests } = openDirectory({ vendors, identityKeys: ['email'] });
      const read = readSearchText(typed, country);
      const result = await directory.search({ text: read, first: 1, globalIdOf: String });
      expect([typed, ...namesOf(result)]).toEqual([typed, 'Somebody PHONE']);
      expect(requests.HELPCRUNCH).toBe(1);
    }
  }
});

describe('names with accents that were not typed, where HelpCrunch minds them', () => {
  const NAMES = [
    'Lukáš Żółć',
    'Nguyễn Thị Hà',
    'Łąka Jan',
    'Jana Novák',
    'Eva Černá',
    'Petr Růžička',
    'Alena Svobodová',
    'Γιώργος Παπάς',
    'İbrahim Yıldız',
    'Þórður Sigríðarson',
  ];

  async function searchAfterStart(text: string, helpCrunchBatch = 100) {
    const profiles = NAMES.map((name, at) => someProfile({ id: at + 1, name, email: `p${at}@example.com` }));
    const vendors = createMemoryVendors(toRows({ accounts: [], profiles }), { helpCrunchBatch });
    for (const source of vendors.sources) await probeSource(source);
    return search({ vendors, identityKeys: ['email'] }, text);
  }

  it.each([
    ['zolc', 'Lukáš Żółć'],
    ['nguyen', 'Nguyễn Thị Hà'],
    ['laka jan', 'Łąka Jan'],
    ['ruzicka', 'Petr Růžička'],
    ['svobodova', 'Alena Svobodová'],
    ['γιωργος', 'Γιώργος Παπάς'],
    ['ibrahim', 'İbrahim Yıldız'],
    ['yildiz', 'İbrahim Yıldız'],
    ['thordur', 'Þórður Sigríðarson'],
    ['tordur', 'Þórður Sigríðarson'],
    ['sigridarson', 'Þórður Sigríðarson'],
  ])('%s finds %s in one request, without a warning', async (text, name) => {
    const { names, requests, sources } = await searchAfterStart(text);
    expect(names).toEqual([`${name} NAME`]);
    expect(requests.HELPCRUNCH).toBe(1);
    expect(sources[1]?.warning).toBeUndefined();
  });

  it('are warned of if one search cannot ask for all of them', async () => {
    const { names, requests, sources } = await searchAfterStart('nguyen', 10);
    expect(names).toEqual([]);
    expect(requests.HELPCRUNCH).toBe(1);
    expect(sources[1]).toMatchObject({ status: 'OK', warning: 'INCOMPLETE_SEARCH' });
    // What was typed as it is written needs no others.
    expect((await searchAfterStart('xkx', 10)).sources[1]?.warning).toBeUndefined();
  });
});

describe('members typed without accents, whom only CareCloud has', () => {
  const accounts = ['Šimon', 'Eva', 'Petr'].map((firstName, at) =>
    someAccount({
      id: accountId(at + 1),
      firstName,
      lastName: 'Ďurica',
      lastChange: 1_593_000_000_000 + at * 1000,
    }),
  );
  const profiles = [someProfile({ id: 1, name: 'Lukáš Ďurica' }), someProfile({ id: 2, name: 'Šimon Malý' })];
  const world = async () => {
    const others = ['Eva Černá', 'Jan Novák', 'Petr Růžička'].map((name, at) =>
      someProfile({ id: at + 10, name, email: `p${at}@example.com` }),
    );
    const vendors = createMemoryVendors(toRows({ accounts, profiles: [...profiles, ...others] }));
    for (const source of vendors.sources) await probeSource(source);
    return { vendors, identityKeys: ['email'] } satisfies ListSetup;
  };

  it.each([
    ['durica', ['Petr Ďurica NAME', 'Eva Ďurica NAME', 'Šimon Ďurica NAME', 'Lukáš Ďurica NAME']],
    ['eva durica', ['Eva Ďurica NAME']],
    ['durica petr', ['Petr Ďurica NAME']],
    // Nobody whom HelpCrunch found tells how Simon is written.
    ['Simon Durica', ['Šimon Ďurica NAME']],
  ])('%s finds %j as HelpCrunch writes the name', async (text, names) => {
    const found = await search(await world(), text);
    expect(found.names).toEqual(names);
    expect(found.requests.HELPCRUNCH).toBeLessThanOrEqual(2);
    expect(found.requests.CARECLOUD).toBeLessThanOrEqual(4);
  });

  it('still shows whom the lists found if the further one fails', async () => {
    const setup = await world();
    let lists = 0;
    setup.vendors.fail((source) => source === 'CARECLOUD' && ++lists > 2);
    const { names, hasMore } = await search(setup, 'durica');
    expect(names).toEqual(['Lukáš Ďurica NAME']);
    expect(hasMore).toBe(true);
  });
});

describe('names of several words', () => {
  const accounts = [
    { firstName: 'Anna Marie', lastName: 'Nováková' },
    { firstName: 'Ana', lastName: 'García Márquez' },
    { firstName: 'Jan', lastName: 'van der Berg' },
  ].map((names, at) => someAccount({ id: accountId(at + 1), ...names }));
  const named = async (text: string, profiles: readonly string[] = []) => {
    const rows = profiles.map((name, at) => someProfile({ id: at + 1, name, email: `p${at}@example.com` }));
    const vendors = createMemoryVendors(toRows({ accounts, profiles: rows }));
    return search({ vendors, identityKeys: ['email'] }, text);
  };

  it.each<[string, string[], number]>([
    ['Anna Marie Nováková', ['Anna Marie Nováková NAME'], 2],
    ['Nováková Anna Marie', ['Anna Marie Nováková NAME'], 3],
    ['García Márquez', ['Ana García Márquez NAME'], 3],
    ['Eva Malá', [], 3],
    ['van der Berg', ['Jan van der Berg NAME'], 3],
    ['van der Berg Jan', ['Jan van der Berg NAME'], 3],
  ])('%s finds %j in %i requests to CareCloud', async (text, names, most) => {
    const found = await named(text);
    expect(found.names).toEqual(names);
    expect(found.requests.CARECLOUD).toBeLessThanOrEqual(most);
    expect(found.requests.HELPCRUNCH).toBe(1);
  });

  it.each([
    ['García Márquez', ['José García Márquez'], ['Ana García Márquez NAME', 'José García Márquez NAME']],
    ['Garcia Márquez', ['José García Márquez'], ['Ana García Márquez NAME', 'José García Márquez NAME']],
    ['Anna Marie', ['Anna Marie Malá'], ['Anna Marie Malá NAME', 'Anna Marie Nováková NAME']],
  ])('%s is asked for as %j have it', async (text, profiles, names) => {
    const found = await named(text, profiles);
    expect(found.names.toSorted()).toEqual(names);
    expect(found.requests).toEqual({ CARECLOUD: 4, HELPCRUNCH: 1 });
  });

  it.each([
    ['Anna Marie', ['Marie Nováková', 'Marie Malá'], ['Anna Marie Nováková NAME']],
    ['García Márquez', ['Marie Nováková', 'Juan Márquez'], ['Ana García Márquez NAME']],
  ])('%s is one name of the kind that %j have, in one request more', async (text, profiles, names) => {
    const found = await named(text, profiles);
    expect(found.names).toEqual(names);
    expect(found.requests).toEqual({ CARECLOUD: 3, HELPCRUNCH: 1 });
  });

  it('are one first name for what a search may cost, also while it is not known whether letter case counts', async () => {
    const found = await named('anna marie', ['Marie Nováková', 'Marie Malá']);
    expect(found.names).toEqual(['Anna Marie Nováková NAME']);
    expect(found.requests).toEqual({ CARECLOUD: 4, HELPCRUNCH: 1 });
    expect((await named('eva malá', ['Marie Nováková'])).requests.CARECLOUD).toBe(3);
  });

  it('cost nothing more where somebody is found', async () => {
    const found = await named('Eva Malá', ['Eva Malá']);
    expect(found.requests).toEqual({ CARECLOUD: 3, HELPCRUNCH: 1 });
  });
});

describe('names with an apostrophe or a blank that is not always written', () => {
  const accounts = ["O'Brien", 'O’Neill', "D'Angelo", 'McDonald', 'Mc Adam', 'OReilly'].map((lastName, at) =>
    someAccount({ id: accountId(at + 1), firstName: 'Eva', lastName }),
  );
  const names = ["Jan O'Brien", 'Petr O’Toole', 'Jan McDonald', 'Ivo Mc Kay', 'Jan Novák', 'Eva Černá'];
  const setup = async () => {
    const profiles = names.map((name, at) => someProfile({ id: at + 1, name, email: `p${at}@example.com` }));
    const vendors = createMemoryVendors(toRows({ accounts, profiles }));
    for (const source of vendors.sources) await probeSource(source);
    return { vendors, identityKeys: ['email'] } satisfies ListSetup;
  };

  it.each([
    ['obrien', ["Jan O'Brien", "Eva O'Brien"]],
    ["o'brien", ["Jan O'Brien", "Eva O'Brien"]],
    ['O’Brien', ["Jan O'Brien", "Eva O'Brien"]],
    ['eva obrien', ["Eva O'Brien"]],
    ['obri', ["Jan O'Brien"]],
    ['oneill', []],
    ["o'neill", ['Eva O’Neill']],
    ['otoole', ['Petr O’Toole']],
    ['dangelo', ["Eva D'Angelo"]],
    ["d'angelo eva", ["Eva D'Angelo"]],
    ['mc donald', ['Jan McDonald', 'Eva McDonald']],
    ['mcdonald', ['Jan McDonald', 'Eva McDonald']],
    ['mcadam', ['Eva Mc Adam']],
    ['mckay', ['Ivo Mc Kay']],
    ['oreilly', ['Eva OReilly']],
  ])('%s finds %j in no more requests', async (text, expected) => {
    const found = await search(await setup(), text);
    expect(found.names.toSorted()).toEqual(expected.map((name) => `${name} NAME`).toSorted());
    expect(found.requests.HELPCRUNCH).toBe(1);
    expect(found.requests.CARECLOUD).toBeLessThanOrEqual(4);
  });
});

describe('what a search costs', () => {
  it('is one HelpCrunch request, two or three CareCloud lists, and at most one look-up per source of who they are', async () => {
    const { requests, sources } = await search(setUp(), 'Novák');
    expect(requests).toEqual({ CARECLOUD: 3, HELPCRUNCH: 1 });
    expect(sources.map(({ source, status, coverage }) => [source, status, coverage])).toEqual([
      ['CARECLOUD', 'OK', 'WHOLE_WORDS'],
      ['HELPCRUNCH', 'OK', 'PARTS'],
    ]);
  });

  it('is bounded where people are known by phone, which CareCloud takes one at a time, and there are more', async () => {
    const profiles = Array.from({ length: 60 }, (_, at) =>
      someProfile({
        id: at + 1,
        name: `Novák ${at}`,
        phone: { text: `+4206033504${10 + at}`, e164: `+4206033504${10 + at}` },
        lastSeen: 1_593_000_000_000 + at * 1000,
      }),
    );
    const vendors = createMemoryVendors(toRows({ accounts: ACCOUNTS, profiles }), { phoneCountry: 'CZ' });
    const setup: ListSetup = { ...setUp(), vendors, identityKeys: ['email', 'phone'] };
    const { requests, hasMore, matches } = await search(setup, 'Novák', 10);
    expect(requests.CARECLOUD).toBeLessThanOrEqual(3 + 1 + 25);
    expect(hasMore).toBe(true);
    expect(matches).toHaveLength(10);
  });

  it('is none for a text that is too short', async () => {
    const result = await search(setUp(), 'no');
    expect(result).toMatchObject({ requests: {}, matches: [], hasMore: false, understoodAs: [] });
    expect(result.sources.map(({ status, coverage }) => [status, coverage])).toEqual([
      ['SKIPPED', 'NONE'],
      ['SKIPPED', 'NONE'],
    ]);
  });

  it('is at most two requests to HelpCrunch when typed letter by letter, and none for a repeated text', async () => {
    const setup = setUp();
    let asked = 0;
    for (const text of lettersOf('Nováková')) asked += (await search(setup, text)).requests.HELPCRUNCH ?? 0;
    expect(asked).toBeLessThanOrEqual(2);
    for (const text of lettersOf('Nováková')) expect((await search(setup, text)).requests).toEqual({});
  });

  it('is at most two requests to HelpCrunch for a word typed on, although each text finds members whom only a look-up tells', async () => {
    const crowd = ['Nov', 'Novák', 'Nováková'].flatMap((lastName, at) =>
      [1, 2, 3].map((each) =>
        someAccount({
          id: accountId(10 * at + each),
          firstName: 'Eva',
          lastName,
          email: `p${at}${each}@x.cz`,
          lastChange: 1_593_000_000_000 + each * 1000,
        }),
      ),
    );
    const profiles = crowd
      .filter((_, at) => at % 3 === 0)
      .map(({ email }, at) => someProfile({ id: at + 1, name: 'Somebody', email }));
    const world = () => createMemoryVendors(toRows({ accounts: crowd, profiles }), { phoneCountry: 'CZ' });
    const opened = (): ListSetup => ({ ...setUp(), vendors: world() });
    const setup = opened();
    let asked = 0;
    for (const text of lettersOf('Nováková')) asked += (await search(setup, text)).requests.HELPCRUNCH ?? 0;
    expect(asked).toBe(2);
    // At once, the oldest of them is first, because HelpCrunch knows her.
    const { matches, requests } = await search(opened(), 'Nováková');
    expect(matches.map(({ customer }) => customer.account?.id)).toEqual([21, 23, 22].map(accountId));
    expect(requests.HELPCRUNCH).toBe(2);
  });

  it.each([
    '603 350 413',
    '603350413',
    '350413',
  ])('finds the phone %s as HelpCrunch stores it where no country is configured', async (text) => {
    const vendors = createMemoryVendors(toRows({ accounts: [], profiles: PROFILES }));
    const { directory } = openDirectory({ ...setUp(), vendors });
    const result = await directory.search({ text: readSearchText(text), first: 10, globalIdOf: String });
    expect(namesOf(result)).toEqual(['Ing. Łukasz Groß, Ph.D. PHONE']);
  });

  it.each([
    ['+4915123456789', 3],
    ['004915123456789', 3],
    ['+49 151 2345 6789', 4],
    ['+33 6 12 34 56 78', 2],
    ['+421905492390', 3],
  ])('of the foreign phone %s typed digit by digit is at most %i requests to HelpCrunch', async (phone, most) => {
    const e164 = `+${phone.replace(/\D/g, '').replace(/^00/, '')}`;
    const profile = someProfile({ id: 1, name: 'Somebody', phone: { text: phone, e164 } });
    const vendors = createMemoryVendors(toRows({ accounts: [], profiles: [profile] }), {
      phoneCountry: 'CZ',
    });
    const setup: ListSetup = { ...setUp(), vendors };
    let asked = 0;
    for (const text of lettersOf(phone)) asked += (await search(setup, text)).requests.HELPCRUNCH ?? 0;
    expect((await search(setup, phone)).names).toEqual(['Somebody PHONE']);
    expect([phone, asked]).toEqual([phone, most]);
  });

  it('finds the same when typed letter by letter as when typed at once', async () => {
    const setup = setUp();
    for (const text of ['nov', 'nová', 'nováč', 'nováčková j']) {
      const typedOn = await search(setup, text);
      expect(typedOn.names).toEqual((await search(setUp(), text)).names);
    }
  });

  it('reports the age of reused results, and searches again when they expire', async () => {
    let now = 1_000_000;
    const setup = setUp(() => now);
    await search(setup, 'nov');
    now += 4_500;
    const again = await search(setup, 'nová');
    expect(again.sources[1]).toMatchObject({ status: 'OK', requests: 0, ageSeconds: 4 });
    now += 5_500;
    expect((await search(setup, 'nová')).requests.HELPCRUNCH).toBeGreaterThan(0);
  });
});

describe('fields of the matches that need the other source', () => {
  const people = ['Nora', 'Novák', 'Nováček', 'Novotný'].map((lastName, at) => ({
    account: someAccount({ id: accountId(at + 1), lastName, email: `p${at}@x.cz`, lastChange: at }),
    profile: someProfile({ id: at + 1, name: lastName, email: `p${at}@x.cz`, lastSeen: at }),
  }));

  async function searchWithFields(setup: ListSetup, text: string) {
    const { directory, requests } = openDirectory(setup);
    const { matches } = await directory.search({ text: readSearchText(text), first: 1, globalIdOf: String });
    const seen = await Promise.all(matches.map(({ customer }) => directory.field(customer, 'lastSeenAt')));
    return { seen, requests };
  }

  it('look up the others that the search found in the same request, for whoever types on', async () => {
    const accounts = people.map(({ account }) => account);
    const profiles = people.map(({ profile }) => profile);
    const vendors = createMemoryVendors(toRows({ accounts, profiles }));
    const setup: ListSetup = { ...setUp(), vendors };
    const first = await searchWithFields(setup, 'nov');
    expect([first.seen, first.requests.HELPCRUNCH]).toEqual([[3], 2]);
    for (const text of ['nová', 'nováč', 'nováče']) {
      const { seen, requests } = await searchWithFields(setup, text);
      expect([seen, requests.HELPCRUNCH]).toEqual([[2], undefined]);
    }
  });
});

describe('a search with a source missing', () => {
  it('returns the other source’s matches, unresolved if CareCloud cannot identify them', async () => {
    const setup = setUp();
    fail(setup, 'CARECLOUD');
    const { matches, sources, names } = await search(setup, 'nov');
    expect(names).toHaveLength(3);
    expect(new Set(matches.map(({ identity }) => identity))).toEqual(new Set(['UNRESOLVED']));
    expect(sources.map(({ status, coverage }) => [status, coverage])).toEqual([
      ['UNAVAILABLE', 'NONE'],
      ['OK', 'PARTS'],
    ]);
  });

  it('shows members if HelpCrunch is down', async () => {
    const setup = setUp();
    fail(setup, 'HELPCRUNCH');
    const { names, sources, hasMore } = await search(setup, 'Novák');
    expect(names).toEqual(['Jan Novák NAME', 'Novák Petr NAME']);
    // Nobody knows whom HelpCrunch would have found.
    expect(hasMore).toBe(true);
    expect(sources[1]).toMatchObject({ status: 'UNAVAILABLE', coverage: 'NONE' });
  });

  it('fails if both are down', async () => {
    const setup = setUp();
    fail(setup, 'CARECLOUD', 'HELPCRUNCH');
    await expect(search(setup, 'nov')).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  it('reports that there is more: beyond what is shown, and beyond what was read', async () => {
    expect((await search(setUp(), 'nov', 2)).hasMore).toBe(true);
    expect((await search(setUp(), 'nov', 3)).hasMore).toBe(false);
    const profiles = Array.from({ length: 101 }, (_, at) => someProfile({ id: at + 1, name: `Nov ${at}` }));
    const vendors = createMemoryVendors(toRows({ accounts: [], profiles }));
    expect((await search({ vendors, identityKeys: ['email'] }, 'nov 17')).hasMore).toBe(true);
  });

  it('needs a word for each that was typed, and does not ask for everybody who has one of two equal ones', async () => {
    const crowd = Array.from({ length: 120 }, (_, at) => someProfile({ id: at + 1, name: `Jan Malý ${at}` }));
    const namesakes = ['Jan Janů', 'Janů Jan', 'Petr Jan-Janák', 'Jan, Jan'].map((name, at) =>
      someProfile({ id: 200 + at, name }),
    );
    const profiles = [...crowd, ...namesakes, someProfile({ id: 300, name: 'Petr', company: 'Jan & Jan' })];
    const vendors = createMemoryVendors(toRows({ accounts: [], profiles }));
    for (const source of vendors.sources) await probeSource(source);
    const { names, hasMore, requests } = await search({ vendors, identityKeys: ['email'] }, 'jan jan');
    expect(names.toSorted()).toEqual(
      ['Jan Janů NAME', 'Jan, Jan NAME', 'Janů Jan NAME', 'Petr COMPANY', 'Petr Jan-Janák NAME'].toSorted(),
    );
    expect(hasMore).toBe(false);
    expect(requests.HELPCRUNCH).toBe(1);
  });
});

function fail(setup: ListSetup, ...sources: readonly string[]): void {
  (setup.vendors as MemoryVendors).fail((source) => sources.includes(source));
}

function lettersOf(text: string): readonly string[] {
  return Array.from({ length: text.length - 2 }, (_, at) => text.slice(0, at + 3));
}
