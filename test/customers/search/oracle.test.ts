import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSearchText } from '../../../src/customers/search/read-search-text.ts';
import { SearchMemory } from '../../../src/customers/search/search-memory.ts';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { createPersonalities, personalitiesNamed } from '../../../src/sandbox/personality/personalities.ts';
import { probeSource } from '../../../src/vendors/shared/traits/probe-source.ts';
import { PROPERTY_TIMEOUT, runs } from '../support/cases.ts';
import { type Answered, createMemoryVendors, type MemoryVendors } from '../support/memory-vendors.ts';
import { type Key, profilesOf } from '../support/oracle.ts';
import { WITHOUT_LISTS } from '../support/personality-cases.ts';
import { gradesOf, isEmailText, isTooShort, rankPeople } from '../support/search-oracle.ts';
import { behaviourOf, surelyReaches } from '../support/search-reach.ts';
import { searchTexts, searchWorlds } from '../support/search-world.ts';
import { openDirectory } from '../support/walks.ts';
import {
  type Account,
  accountId,
  type Profile,
  someAccount,
  someProfile,
  toRows,
  type World,
} from '../support/world.ts';

/**
 * `searchCustomers` over generated people and texts, for each way in which vendors may compare them: every person that
 * the requests reach and the rule matches is found, once, in the order of the rule.
 */

const cases = fc.record({
  world: searchWorlds,
  text: searchTexts,
  first: fc.constantFrom(1, 3, 25),
  keys: fc.constantFrom<readonly Key[]>(['email'], ['email'], ['userId', 'email'], ['email', 'phone']),
});

/**
 * Personalities that change something other than texts, which does not affect searches; or that make searches find less
 * than lists.
 */
const SILENT = new Set([
  'rows-without-id',
  'ids-too-large',
  'numeric-texts',
  'id-twice',
  'search-hides-deleted',
  'look-ups-hide-deleted',
  'carecloud-search-lags',
  'helpcrunch-search-lags',
  'or-search-cut',
  'email-list-cut',
  // An email has more possible spellings than can be looked up.
  'carecloud-email-minds-case',
]);
/** Some request is refused, whatever it is: a source may be down, or accept more requests. */
const REFUSING = new Set([
  'criteria-forbidden',
  'search-forbidden',
  'search-missing',
  'email-searches-refused',
  'count-refused',
  'large-pages-refused',
  'large-searches-refused',
]);
const names = [
  'usual',
  ...createPersonalities()
    .map(({ name }) => name)
    .filter((name) => !WITHOUT_LISTS.has(name) && !SILENT.has(name)),
];

const globalIdOf = (key: string) => Buffer.from(`Customer:${key}`).toString('base64');

interface Opened {
  readonly vendors: MemoryVendors;
  readonly answered: Answered[];
}

async function open(world: World, personality: string): Promise<Opened> {
  const answered: Answered[] = [];
  const vendors = createMemoryVendors(toRows(world), {
    phoneCountry: 'CZ',
    ...(personality !== 'usual' && { personalities: personalitiesNamed(personality) }),
    onAnswer: (each) => answered.push(each),
  });
  // As after a gateway's start.
  for (const source of vendors.sources) await probeSource(source);
  const opened = { vendors, answered };
  // Makes sure once that the plain list responds.
  if (personality.startsWith('nobody-is')) await ask(opened, 'Nobody', 1, ['email']);
  return opened;
}

async function ask(
  { vendors, answered }: Opened,
  text: string,
  first: number,
  keys: readonly Key[],
  memory = SearchMemory.none,
) {
  answered.length = 0;
  const { directory, requests } = openDirectory({ vendors, identityKeys: keys, searchMemory: memory });
  const found = await directory.search({ text: readSearchText(text, 'CZ'), first, globalIdOf });
  const matches = found.matches.map(({ customer, matchedOn, identity }) => ({
    customer: customer.key,
    matchedOn,
    identity,
  }));
  return { ...found, matches, requests };
}

const PAGING = new Set(['count', 'offset', 'limit', 'sort', 'order', 'sort_field', 'sort_direction']);

/**
 * The people whose records were received. Profiles only count from the search, because look-ups only identify people;
 * accounts from look-ups only if they were looked up, because known ones are added to see that a batch is read whole.
 */
function reached(
  world: World,
  { answered }: Opened,
  { text, keys }: { readonly text: string; readonly keys: readonly Key[] },
): readonly (Account | Profile)[] {
  const came = (source: string, counts: (each: Answered) => boolean) =>
    JSON.stringify(
      answered
        .filter((each) => each.source === source && each.route.startsWith('/customers') && counts(each))
        .map(({ value }) => value),
    );
  const isLookUp = ({ route, parameters }: Answered) =>
    route !== '/customers' || parameters.some((name) => name.endsWith('[]'));
  const hasCriteria = ({ parameters }: Answered) => parameters.some((name) => !PAGING.has(name));
  const searched = came('CARECLOUD', (each) => !isLookUp(each) && hasCriteria(each));
  const lookedUp = came('CARECLOUD', isLookUp);
  const found = came(
    'HELPCRUNCH',
    (each) => hasCriteria(each) && (each.body as { sort: string }).sort === 'customers.lastSeen',
  );
  const profiles = world.profiles.filter(({ id }) => found.includes(`"id":${id},`));
  const accounts = world.accounts.filter((account) => {
    const row = `"customer_id":"${account.id}"`;
    if (searched.includes(row)) return true;
    const isAsked = isEmailText(text) || text.includes(account.id);
    const claims = () => profilesOf(account, world, keys).some((profile) => profiles.includes(profile));
    return lookedUp.includes(row) && (isAsked || claims());
  });
  return [...accounts, ...profiles];
}

describe('searchCustomers(...) finds every match among the records it reaches, with', () => {
  for (const name of names) {
    it(
      name,
      () =>
        fc.assert(
          fc.asyncProperty(cases, (each) => checkSearch(each, name)),
          runs(name === 'usual' ? 100 : 5),
        ),
      PROPERTY_TIMEOUT,
    );
  }
});

async function checkSearch(
  { world, text, first, keys }: typeof cases extends fc.Arbitrary<infer C> ? C : never,
  personality: string,
): Promise<void> {
  const opened = await open(world, personality);
  const found = await ask(opened, text, first, keys).catch((error: unknown) => {
    if (REFUSING.has(personality) && error instanceof UpstreamError) return null;
    throw error;
  });
  if (found === null) return;
  const { matches, hasMore, understoodAs, requests, sources } = found;
  if (isTooShort(text)) {
    expect([matches, hasMore, understoodAs, requests]).toEqual([[], false, [], {}]);
    return;
  }
  const isDown = sources.some(({ error }) => error !== null);
  const here = reached(world, opened, { text, keys });
  const expected = rankPeople(text, here, world, { keys, globalIdOf });
  if (!isDown) {
    expect(matches.map(({ customer, matchedOn }) => ({ customer, matchedOn }))).toEqual(
      expected.slice(0, first),
    );
    // Without a total to be trusted, a page as large as any before it may not be the end.
    const isKnown = expected.length > first || !personality.startsWith('totals-');
    if (!REFUSING.has(personality) && isKnown) expect(hasMore).toBe(expected.length > first);
    const missed = [...world.accounts, ...world.profiles].filter(
      (record) =>
        gradesOf(text, record).size > 0 &&
        surelyReaches(text, record, behaviourOf(personality)) &&
        !here.includes(record),
    );
    expect(missed).toEqual([]);
  }
  for (const { matchedOn } of matches) for (const each of matchedOn) expect(understoodAs).toContain(each);
  // A look-up reads on if a total says that there is more.
  const once = Number(personality.startsWith('totals-'));
  if (keys.length === 1 && !REFUSING.has(personality)) {
    expect(requests.CARECLOUD ?? 0).toBeLessThanOrEqual(4 + once);
    expect(requests.HELPCRUNCH ?? 0).toBeLessThanOrEqual(2 + once);
  }
  for (const { source, requests: told, status, error, coverage } of sources) {
    expect(told).toBe(requests[source] ?? 0);
    if (error === null) expect(status).toBe(told > 0 ? 'OK' : 'SKIPPED');
    // The text may have been searched for, and only a look-up of the people found have failed.
    const isLookUp = matches.some(({ identity }) => identity === 'UNRESOLVED');
    if (error !== null && !isLookUp) expect(coverage).toBe('NONE');
  }
}

describe('a text typed letter by letter finds the same as typed at once, with', () => {
  it.each([
    'usual',
    'accents-ignored',
    'names-mind-case',
    'contains-beginning',
    'contains-word',
    'totals-too-high',
  ])(
    '%s',
    (name) =>
      fc.assert(
        fc.asyncProperty(cases, async ({ world, text, keys }) => {
          const memory = new SearchMemory({ freshMs: 10_000, now: () => 1_000_000 });
          const opened = await open(world, name);
          for (const typed of typedOn(text)) {
            const found = await ask(opened, typed, 25, keys, memory);
            const anew = await ask(opened, typed, 25, keys);
            const people = new Set(found.matches.map(({ customer }) => customer));
            expect(people.size).toBe(found.matches.length);
            // With too few people, it cannot be learned that the vendor finds no parts of texts.
            const isKnown = knowsInside(opened) || !name.startsWith('contains-');
            if (isKnown) for (const { customer } of anew.matches) expect(people).toContain(customer);
            // If the vendor distinguishes accents, the beginning of a word finds more, all of it correct.
            const right = rankPeople(typed, [...world.accounts, ...world.profiles], world, {
              keys,
              globalIdOf,
            });
            for (const { customer } of found.matches) {
              expect(right.map((each) => each.customer)).toContain(customer);
            }
            if (name === 'accents-ignored') expect(found.matches).toEqual(anew.matches);
            const again = await ask(opened, typed, 25, keys, memory);
            expect(again.requests).toEqual({});
            expect(again.matches).toEqual(found.matches);
          }
        }),
        runs(6),
      ),
    PROPERTY_TIMEOUT,
  );
});

/** A text that is an address as it stands. Where `~` minds letter case, only `=` finds it in another spelling. */
const isWholeEmail = (text: string) => /@.+\...+$/.test(text);

describe('a word typed letter by letter costs at most two requests to HelpCrunch, with look-ups, and none again, with', () => {
  /** People of two grown words, of whom only a look-up tells whether HelpCrunch knows them. */
  const crowd = ['Novák', 'Nová', 'Nováková'].flatMap((lastName, at) =>
    [1, 2, 3].map((each) =>
      someAccount({ id: accountId(900 + 10 * at + each), lastName, email: `p${at}${each}@crowd.cz` }),
    ),
  );
  const words = fc.constantFrom('Nováková', 'novakova', 'Novotný', 'lukasz', 'NOVÁK-MALÝ', 'jana.novak@x.cz');

  /** Only one profile, so that the search teaches about letter case and nothing else. */
  const lonely = {
    world: { accounts: [], profiles: [someProfile({ name: 'Miss' })] },
    text: '',
    first: 1 as const,
    keys: ['email'] as const,
  };

  it.each(['usual', 'accents-ignored', 'names-mind-case', 'contains-beginning'])(
    '%s',
    (name) =>
      fc.assert(
        fc.asyncProperty(cases, words, async ({ world, keys }, word) => {
          const memory = new SearchMemory({ freshMs: 10_000, now: () => 1_000_000 });
          const opened = await open({ ...world, accounts: [...world.accounts, ...crowd] }, name);
          let asked = 0;
          let isPartsShown = true;
          const texts = Array.from({ length: word.length - 2 }, (_, at) => word.slice(0, at + 3));
          for (const text of texts) {
            const { requests, sources } = await ask(opened, text, 10, keys, memory);
            asked += requests.HELPCRUNCH ?? 0;
            isPartsShown &&= sources.some(
              ({ source, coverage }) => source === 'HELPCRUNCH' && coverage === 'PARTS',
            );
          }
          // Where `~` does not find every part, a result covers more only if its rows show that it finds beginnings.
          const ownSearches = name === 'names-mind-case' ? texts.filter(isWholeEmail).length : 0;
          const most = 2 + ownSearches;
          if (name !== 'contains-beginning' || isPartsShown) expect(asked).toBeLessThanOrEqual(most);
          for (const text of texts) {
            expect((await ask(opened, text, 10, keys, memory)).requests).toEqual({});
          }
        }),
        { ...runs(15), examples: [[lonely, 'jana.novak@x.cz']] },
      ),
    PROPERTY_TIMEOUT,
  );
});

const knowsInside = ({ vendors }: Opened) =>
  vendors.sources.some(({ traits }) =>
    traits?.().some(({ name, learned }) => name === 'search.contains.inside' && learned),
  );

const typedOn = (text: string) =>
  [3, 4, 5, 7, 9].filter((end) => end <= text.length).map((end) => text.slice(0, end));
