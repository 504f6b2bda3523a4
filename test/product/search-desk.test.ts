import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { containsBeginning } from '../../src/sandbox/personality/text.ts';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** `searchCustomers` over HTTP, as a screen sends it while somebody types, and the requests it takes. */

const SEARCH = `query ($text: String!, $first: Int) { searchCustomers(text: $text, first: $first) {
  hasMore understoodAs
  matches { matchedOn identity customer { id account: careCloud { customerId } profile: helpCrunch { customerId } } }
  sources { source status requests coverage warning error { code } }
} }`;
/** The selection of a screen that only shows possible people: nothing that costs its own request. */
const TYPING = 'query ($text: String!) { searchCustomers(text: $text) { matches { customer { id } } } }';

let product: StartedGateway;
beforeAll(async () => {
  product = await startGateway({ env: { CACHE_TTL_SECONDS: '60' }, sandbox: { people: 600 } });
});
beforeEach(() => product.resetRequests());
afterAll(() => product?.[Symbol.asyncDispose]());

async function search(text: string, first = 25) {
  const { data, errors } = await product.query(SEARCH, { text, first });
  expect(errors).toBeUndefined();
  return data.searchCustomers;
}

interface Match {
  readonly matchedOn: readonly string[];
  readonly customer: {
    readonly account: { readonly customerId: string } | null;
    readonly profile: { readonly customerId: string } | null;
  };
}
const accountsOf = (matches: readonly Match[]) =>
  matches.map(({ customer }) => customer.account?.customerId ?? null);
const asked = () => {
  const { careCloud, helpCrunch } = product.upstreamRequests();
  return [careCloud.length, helpCrunch.length];
};
/** HelpCrunch searches by a text; look-ups are by equal values. */
const textSearches = () =>
  product.sandbox.helpCrunch.requests.filter(({ body }) => JSON.stringify(body).includes('"~"')).length;

/** A person's account and the profile with the same email and a Czech phone. */
function somebody() {
  const profiles = new Map(
    product.sandbox.helpCrunch.rows.map((row) => [row.email?.trim().toLowerCase() ?? '', row]),
  );
  const accounts = product.sandbox.careCloud.rows.filter(
    ({ personal_information: { email, phone, first_name: first, last_name: last } }) =>
      /^420\d{9}$/.test(phone ?? '') &&
      (first ?? '').length > 2 &&
      (last ?? '').length > 2 &&
      profiles.has(email?.toLowerCase() ?? ''),
  );
  const [account] = accounts;
  if (account === undefined) throw new Error('Expected somebody whom both know.');
  const { email, phone, first_name: first, last_name: last } = account.personal_information;
  return { id: account.customer_id, email: email ?? '', phone: phone ?? '', first, last };
}

describe('the cost of a text', () => {
  it('"Nováková" letter by letter: one search of HelpCrunch, two lists of CareCloud per text, and look-ups of who they are', async () => {
    const inPart = product.sandbox.helpCrunch.rows.filter(({ name, company, email }) =>
      /nov/i.test(`${name} ${company} ${email}`),
    );
    expect(inPart.length).toBeLessThanOrEqual(100);
    const texts = [3, 4, 5, 6, 7, 8].map((length) => 'Nováková'.slice(0, length));
    for (const text of texts) await product.query(TYPING, { text });
    expect(textSearches()).toBe(1);
    // Of accounts whose email contains the text, the search shows whether HelpCrunch knows them; the others take a
    // look-up.
    const [careCloud = 0, helpCrunch = 0] = asked();
    expect(helpCrunch).toBeLessThanOrEqual(2);
    expect(careCloud).toBeLessThanOrEqual(2 * texts.length + 1);
    for (const text of texts) {
      product.resetRequests();
      await product.query(TYPING, { text });
      expect(asked()).toEqual([0, 0]);
    }
  });

  it('"Nováková" with fields that need both: two requests to HelpCrunch, where it is known how it compares', async () => {
    await using fresh = await startGateway({ sandbox: { people: 400 } });
    await fresh.gateway.probeSources(['CARECLOUD', 'HELPCRUNCH']);
    const fields = `query ($text: String!) { searchCustomers(text: $text) { hasMore matches { customer { id phone
      sources lastSeenAt } } } }`;
    fresh.resetRequests();
    for (const length of [3, 4, 5, 6, 7, 8]) {
      const { data, errors } = await fresh.query(fields, { text: 'Nováková'.slice(0, length) });
      expect(errors).toBeUndefined();
      expect(data.searchCustomers.matches.length).toBeGreaterThan(0);
    }
    expect(fresh.upstreamRequests().helpCrunch).toHaveLength(2);
  });

  it('people whom HelpCrunch may not find are warned of, also where the result is kept', async () => {
    await using fresh = await startGateway({
      env: { CACHE_TTL_SECONDS: '60' },
      sandbox: { people: 60, personalities: [containsBeginning()] },
    });
    await fresh.gateway.probeSources(['CARECLOUD', 'HELPCRUNCH']);
    for (const requests of [1, 0]) {
      const { data } = await fresh.query(SEARCH, { text: 'Nobodyhere' });
      expect(data.searchCustomers.sources).toMatchObject([
        { source: 'CARECLOUD', warning: null },
        { source: 'HELPCRUNCH', warning: 'INCOMPLETE_SEARCH', coverage: 'WHOLE_WORDS', requests },
      ]);
    }
  });

  it('a text asked twice costs nothing the second time, with fields that look up the other source', async () => {
    const fields = `query ($text: String!) { searchCustomers(text: $text, first: 10) { matches { customer {
      name email phone sources } } } }`;
    let helpCrunch = 0;
    for (const text of ['nov', 'Novák', 'dvo', 'Dvořák', 'Jana', 'petr', 'Eva']) {
      product.resetRequests();
      const { data, errors } = await product.query(fields, { text });
      expect(errors).toBeUndefined();
      helpCrunch += asked()[1] ?? 0;
      // All matches are looked up together, for the rank and for their fields.
      expect(asked()[0]).toBeLessThanOrEqual(4);
      expect(asked()[1]).toBeLessThanOrEqual(2);
      product.resetRequests();
      expect((await product.query(fields, { text })).data).toEqual(data);
      expect([text, ...asked()]).toEqual([text, 0, 0]);
    }
    expect(helpCrunch).toBeGreaterThan(7);
  });

  it.each([
    '',
    '  ',
    'no',
    'n o',
    '🙂🙂🙂',
    '...---',
    '%%%',
    "'';",
    '\u0000\u0001\u0002\u0003',
    '\u202e\u202d\u200f',
  ])('%j is too short for a request', async (text) => {
    expect(await search(text)).toEqual({
      hasMore: false,
      understoodAs: [],
      matches: [],
      sources: ['CARECLOUD', 'HELPCRUNCH'].map((source) => ({
        source,
        status: 'SKIPPED',
        requests: 0,
        coverage: 'NONE',
        warning: null,
        error: null,
      })),
    });
    expect(asked()).toEqual([0, 0]);
  });
});

describe('the person at the desk is found', () => {
  it.each<[string, (who: ReturnType<typeof somebody>) => string, string]>([
    ['by last and first name', ({ first, last }) => `${last} ${first}`, 'NAME'],
    ['in small letters, with a title', ({ first, last }) => `ing. ${last} ${first}`.toLowerCase(), 'NAME'],
    ['by the phone as it is dialled', ({ phone }) => phone.slice(3), 'PHONE'],
    ['in groups', ({ phone }) => phone.slice(3).replace(/(\d{3})(?=\d)/g, '$1 '), 'PHONE'],
    ['with the country', ({ phone }) => `00${phone.slice(0, 3)} ${phone.slice(3)}`, 'PHONE'],
    ['copied from a phone book', ({ phone }) => `\u202d+${phone}\u202c`, 'PHONE'],
    ['by the email in capitals', ({ email }) => email.toUpperCase(), 'EMAIL'],
    ['by the beginning of the email', ({ email }) => email.split('@')[0] ?? '', 'EMAIL'],
    ['by the id', ({ id }) => id, 'CARE_CLOUD_ID'],
  ])('%s', async (_, write, reading) => {
    const who = somebody();
    const { matches, understoodAs } = await search(write(who));
    const match = matches[accountsOf(matches).indexOf(who.id)];
    expect(match?.matchedOn).toContain(reading);
    expect(understoodAs).toContain(reading);
    // Three lists and a look-up of who they are; one search, and one look-up for the rank and the selected profile.
    const [careCloud, helpCrunch] = asked();
    expect(careCloud).toBeLessThanOrEqual(4);
    expect(helpCrunch).toBeLessThanOrEqual(2);
  });

  it('by the number of a card, first or second, as it is printed or scanned', async () => {
    const { data } = await product.query(
      '{ careCloudCustomers(first: 50) { nodes { customerId cards { number secondaryNumber } } } }',
    );
    const cards = data.careCloudCustomers.nodes.flatMap(
      ({ customerId, cards: own }: { customerId: string; cards: Card[] | null }) =>
        (own ?? []).map((card) => ({ ...card, customerId })),
    ) as readonly (Card & { readonly customerId: string })[];
    const first = cards.find(({ number }) => /^\d{13}$/.test(number));
    const second = cards.find(({ secondaryNumber }) => secondaryNumber !== null);
    expect([first, second]).not.toContain(undefined);
    for (const [number, customerId] of [
      [first?.number ?? '', first?.customerId],
      [first?.number.replace(/(\d{4})/g, '$1 ') ?? '', first?.customerId],
      [second?.secondaryNumber?.replace(/(\d{3})(?=\d)/g, '$1 ') ?? '', second?.customerId],
      [second?.secondaryNumber ?? '', second?.customerId],
    ] as const) {
      product.resetRequests();
      const { matches } = await search(number);
      expect(accountsOf(matches)).toContain(customerId);
      expect(matches[accountsOf(matches).indexOf(customerId ?? '')].matchedOn).toContain('CARD_NUMBER');
      expect(asked()[0]).toBeLessThanOrEqual(4);
    }
  });

  it.each([
    'nov%',
    '"nov"',
    '*nov*',
    'nov\u0000',
    '(nov)',
    '\\nov',
    '\u202enov',
    'n\u0301ov',
    '\ud800 nov',
    'NOV',
  ])('%j is nov', async (text) => {
    // Punctuation is part of an email, but not of a name.
    const byName = async (typed: string) => {
      const matches = (await search(typed)).matches as readonly Match[];
      return accountsOf(matches.filter(({ matchedOn }) => matchedOn.includes('NAME'))).toSorted();
    };
    const people = await byName('nov');
    expect(people.length).toBeGreaterThan(5);
    expect(await byName(text)).toEqual(people);
  });

  it.each([
    'a_b',
    'nov OR 1=1',
    'نوفاك احمد',
    'a'.repeat(200),
    `aaa${'\u0301'.repeat(190)}`,
    '9'.repeat(40),
  ])('%j finds no one, and costs no more', async (text) => {
    expect((await search(text)).matches).toEqual([]);
    const [careCloud, helpCrunch] = asked();
    expect(careCloud).toBeLessThanOrEqual(3);
    expect(helpCrunch).toBeLessThanOrEqual(1);
  });

  it('ten kilobytes are refused without being repeated, and without requests', async () => {
    for (const text of ['secret '.repeat(1500), 'x'.repeat(201)]) {
      const { errors } = await product.query(SEARCH, { text });
      expect(errors?.[0].extensions.code).toBe('BAD_USER_INPUT');
      expect(errors?.[0].message).toBe(
        `text: expected at most 200 characters, such as a name or a phone number, or at most 500 with an email address or a phone number among them, got ${text.length}. Search for one cell or word of it.`,
      );
    }
    expect(asked()).toEqual([0, 0]);
  });

  it('a long row of a table is searched for by the address in it, for what the address costs', async () => {
    const { id, email, first, last } = somebody();
    const row = [last, first, 'Dlouhá třída 1234/56', 'Praha', '110 00', email, 'x '.repeat(80)].join('\t');
    expect(row.length).toBeGreaterThan(200);
    const ask = async (text: string) => {
      product.resetRequests();
      const { data } = await product.query(SEARCH, { text, first: 25 }, { 'cache-control': 'no-cache' });
      return { accounts: accountsOf(data.searchCustomers.matches), asked: asked() };
    };
    const found = await ask(row);
    expect(found.accounts).toContain(id);
    expect(found).toEqual(await ask(email));
  });

  it.each([0, 26, -1])('first: %i is refused with what is expected', async (first) => {
    const { errors } = await product.query(SEARCH, { text: 'nov', first });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/^first: expected a number from 1 to 25/),
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(asked()).toEqual([0, 0]);
  });
});

interface Card {
  readonly number: string;
  readonly secondaryNumber: string | null;
}

describe('somebody typed without accents', () => {
  it('is found as with them, in one search, once it is known that HelpCrunch ignores letter case', async () => {
    await product.gateway.probeSources(['CARECLOUD', 'HELPCRUNCH']);
    for (const [plain, typed] of [
      ['novakova', 'Nováková'],
      ['dvorak', 'Dvořák'],
    ] as const) {
      const named = product.sandbox.helpCrunch.rows.filter(({ name }) => name?.split(' ').includes(typed));
      expect(named.length).toBeGreaterThan(0);
      product.resetRequests();
      const { data } = await product.query(
        'query ($text: String!) { searchCustomers(text: $text, first: 25) { matches { customer { helpCrunchProfiles { customerId } } } } }',
        { text: plain },
        { 'cache-control': 'no-cache' },
      );
      const found = JSON.stringify(data);
      for (const { id } of named) expect(found).toContain(`"${id}"`);
      expect(textSearches()).toBe(1);
    }
  });
});

describe('permissions, and the result if a source is down', () => {
  it('needs customers:pii: without it no request is sent', async () => {
    const hash = createHash('sha256').update('key').digest('hex');
    await using closed = await startGateway({
      env: { AUTH_API_KEYS: `shop:${hash}:customers:read` },
      sandbox: { people: 5 },
    });
    const { data, errors } = await closed.query(TYPING, { text: 'novak' }, { 'x-api-key': 'key' });
    expect(data?.searchCustomers ?? null).toBeNull();
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN');
    expect(closed.upstreamRequests()).toEqual({ careCloud: [], helpCrunch: [] });
  });

  it.each([
    ['helpcrunch', 'CARECLOUD', 'WHOLE_WORDS'],
    ['carecloud', 'HELPCRUNCH', 'PARTS'],
  ])('%s down: the other’s matches, the failure as data, and no error', async (down, other, coverage) => {
    const { last } = somebody();
    for (const fault of ['403', '422', '503']) {
      const { data, errors } = await product.query(
        SEARCH,
        { text: last },
        { 'x-sandbox-fault': `${down}=${fault}` },
      );
      expect(errors).toBeUndefined();
      const { matches, sources, hasMore } = data.searchCustomers;
      expect(matches.length).toBeGreaterThan(0);
      expect(typeof hasMore).toBe('boolean');
      for (const report of sources) {
        expect(report).toMatchObject(
          report.source === other
            ? { status: 'OK', coverage, error: null }
            : { coverage: 'NONE', error: { code: expect.stringMatching(/^UPSTREAM_/) } },
        );
      }
      if (down === 'carecloud') {
        expect(new Set(matches.map(({ identity }: { identity: string }) => identity))).toEqual(
          new Set(['UNRESOLVED']),
        );
      }
    }
  });

  it('both down: one error, and no data', async () => {
    const { data, errors } = await product.query(
      SEARCH,
      { text: 'novak' },
      { 'x-sandbox-fault': 'helpcrunch=403,carecloud=403' },
    );
    expect(data?.searchCustomers ?? null).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0].extensions.code).toBe('UPSTREAM_REJECTED');
  });
});
